"""From what a file stores to the range that a screen, a JPEG, a transform and an eye take.

Sixteen bits seldom use their whole range: detectors give 12, and a file says nothing of it.

An x-ray is windowed: the darkest 0.1 % of its pixels become black, the brightest 0.1 % white, and what lies between is
spread evenly.  Plain minimum and maximum would let one dead pixel or a burnt-in marker turn the whole picture grey.
The window depends on the x-ray alone, so the same x-ray always looks the same, with 8 bits or 16.

A photo keeps its exposure: it is divided by what its bits can hold, as far as they are used.
"""

import numpy as np
from numpy.typing import NDArray

from dataset.images.header import Pixels

PERCENTILES = (0.1, 99.9)
DEPTHS = (8, 10, 12, 14, 16)
"""Bits that sensors and detectors have."""


def window_to_8bit(pixels: Pixels) -> NDArray[np.uint8]:
    """Bring any x-ray to 8 bits for the eye; what has 8 bits already stays as it is.

    Args:
        pixels: uint8 ``(H, W)`` or ``(H, W, 3)``, or uint16 ``(H, W)``.

    Returns:
        uint8 of the same shape.
    """
    if pixels.dtype == np.uint8:
        return np.asarray(pixels, dtype=np.uint8)
    return np.asarray(_table(pixels, 255).astype(np.uint8)[pixels], np.uint8)


def window_to_full_range(pixels: Pixels) -> Pixels:
    """Spread an x-ray of 16 bits over all of them, by the window of `window_to_8bit`; 8 bits stay as they are.

    Args:
        pixels: As for `window_to_8bit`.
    """
    return pixels if pixels.dtype == np.uint8 else _table(pixels, 65535)[pixels]


def depth_to_8bit(pixels: NDArray[np.uint8] | NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Bring a photo of 16 bits to 8 without changing its exposure; 8 bits stay as they are.

    Args:
        pixels: Of any shape.
    """
    if pixels.dtype == np.uint8:
        return np.asarray(pixels, dtype=np.uint8)
    largest = int(pixels.max())
    top = next((1 << bits) - 1 for bits in DEPTHS if largest < 1 << bits)
    return np.asarray((pixels.astype(np.uint32) * 255 + top // 2) // top, np.uint8)


def _table(pixels: Pixels, top: int) -> NDArray[np.uint16]:
    low, high = _window(np.asarray(pixels, dtype=np.uint16))
    ramp = (np.arange(65536, dtype=np.float64) - low) * (top / max(high - low, 1))
    return np.clip(np.rint(ramp), 0, top).astype(np.uint16)


def _window(pixels: NDArray[np.uint16]) -> tuple[int, int]:
    counts = np.bincount(pixels.ravel(), minlength=65536).cumsum()
    low, high = (np.searchsorted(counts, counts[-1] * share / 100) for share in PERCENTILES)
    return int(low), int(high)
