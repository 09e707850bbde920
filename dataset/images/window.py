"""Conversion of stored values to the range that a screen, a JPEG, a transform and an eye expect.

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
    """Convert any x-ray to 8 bits for viewing; 8-bit x-rays are unchanged.

    Args:
        pixels: uint8 ``(H, W)`` or ``(H, W, 3)``, or uint16 ``(H, W)``.

    Returns:
        uint8 of the same shape.
    """
    if pixels.dtype == np.uint8:
        return np.asarray(pixels, dtype=np.uint8)
    return np.asarray(_table(pixels, 255).astype(np.uint8)[pixels], np.uint8)


def window_to_full_range(pixels: Pixels) -> Pixels:
    """Stretch a 16-bit x-ray to its full range by the window of `window_to_8bit`; 8 bits are unchanged.

    Args:
        pixels: As for `window_to_8bit`.
    """
    return pixels if pixels.dtype == np.uint8 else _table(pixels, 65535)[pixels]


def depth_to_8bit(pixels: NDArray[np.uint8] | NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Convert a 16-bit photo to 8 bits without changing its exposure; 8-bit photos are unchanged.

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
