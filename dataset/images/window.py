"""From more than 8 bits to the 8 that a screen, a JPEG and an eye take.

The darkest 0.1 % of an x-ray's pixels become black, the brightest 0.1 % white, and what lies between is spread
evenly.  Plain minimum and maximum would let one dead pixel or a burnt-in marker turn the whole picture grey.  The
window depends on the x-ray alone, so the same x-ray always looks the same.
"""

import numpy as np
from numpy.typing import NDArray

from dataset.images.header import Pixels

PERCENTILES = (0.1, 99.9)


def window_to_8bit(pixels: Pixels) -> NDArray[np.uint8]:
    """Bring any image to 8 bits for the eye; what has 8 bits already stays as it is.

    Args:
        pixels: uint8 ``(H, W)`` or ``(H, W, 3)``, or uint16 ``(H, W)``.

    Returns:
        uint8 of the same shape.
    """
    if pixels.dtype == np.uint8:
        return np.asarray(pixels, dtype=np.uint8)
    low, high = _window(np.asarray(pixels, dtype=np.uint16))
    ramp = (np.arange(65536, dtype=np.float64) - low) * (255.0 / max(high - low, 1))
    table = np.clip(np.rint(ramp), 0, 255).astype(np.uint8)
    return table[pixels]


def _window(pixels: NDArray[np.uint16]) -> tuple[int, int]:
    counts = np.bincount(pixels.ravel(), minlength=65536).cumsum()
    low, high = (np.searchsorted(counts, counts[-1] * share / 100) for share in PERCENTILES)
    return int(low), int(high)
