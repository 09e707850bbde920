"""The last pixel of a perspective: from where features agree to where the pictures do.

Features lie where there is contrast, not where the x-ray is, and each is off by a pixel or so. Once the photo lies
nearly flat on the x-ray, every block says by how much it is still off, and these shifts, spread evenly over the
x-ray, settle the perspective. With a lens that bends, it becomes the nearest one to the whole.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.agreement import Flat
from matching.planes import Floats, Grey, scaled

_GRID = 9
_BLOCK = 48
_REACH = 8
_AGREES = 0.5
_FEWEST = 12


def refined(homography: Floats, reference: Grey, flat: Flat) -> Floats:
    """A perspective improved by the shifts of blocks; the same one where too few blocks say anything.

    Args:
        homography: float64 (3, 3), positions in ``reference`` to positions in the photo.
        reference: uint8 (h, w), the x-ray's frame.
        flat: The photo as this homography lays it flat on the x-ray.

    Returns:
        float64 (3, 3), last element 1.
    """
    if min(flat.expected.shape) < 2 * _BLOCK:
        return homography
    centres, shifts = _shifts(flat)
    if len(centres) < _FEWEST:
        return homography
    found, _ = cv2.findHomography(centres, centres + shifts, 0)
    if found is None or not np.isfinite(found).all():
        return homography
    height, width = reference.shape
    by = (flat.size[0] / width, flat.size[1] / height)
    better = scaled(homography, by, 1.0) @ found
    return scaled(better, 1 / np.array(by), 1.0)


def _shifts(flat: Flat) -> tuple[Floats, Floats]:
    """Centres (N, 2) of the blocks that are found again nearby, and where to (N, 2), px of the flat picture."""
    width, height = flat.size
    half = _BLOCK // 2
    window = np.outer(np.hanning(_BLOCK), np.hanning(_BLOCK)).astype(np.float32)
    places, expected, seen = [], [], []
    for y in np.linspace(half, height - half, _GRID).astype(int):
        for x in np.linspace(half, width - half, _GRID).astype(int):
            at = np.s_[y - half : y + half, x - half : x + half]
            if flat.inside[at].all():
                places.append((x, y))
                expected.append(flat.expected[at] * window)
                seen.append(flat.seen[at] * window)
    if not places:
        return np.zeros((0, 2)), np.zeros((0, 2))
    shifts, height_of_peak = _peaks(np.array(expected), np.array(seen))
    good = height_of_peak > _AGREES
    return np.array(places, np.float64)[good], shifts[good]


def _peaks(expected: NDArray[np.float32], seen: NDArray[np.float32]) -> tuple[Floats, Floats]:
    """Where each pair of blocks (N, b, b) correlates best, (N, 2) px, and how well, (N,)."""
    both = np.conj(np.fft.rfft2(expected)) * np.fft.rfft2(seen)
    norm = np.sqrt((expected**2).sum(axis=(1, 2)) * (seen**2).sum(axis=(1, 2)))
    correlation = np.fft.fftshift(np.fft.irfft2(both, expected.shape[1:]), axes=(1, 2))
    correlation = correlation / np.maximum(norm, 1e-6)[:, None, None]
    middle = _BLOCK // 2
    near = correlation[:, middle - _REACH : middle + _REACH + 1, middle - _REACH : middle + _REACH + 1]
    side = 2 * _REACH + 1
    best = near.reshape(len(near), -1).argmax(axis=1)
    rows, columns = np.clip(best // side, 1, side - 2), np.clip(best % side, 1, side - 2)
    each = np.arange(len(near))
    peak = near[each, rows, columns]
    across = _vertex(near[each, rows, columns - 1], peak, near[each, rows, columns + 1])
    down = _vertex(near[each, rows - 1, columns], peak, near[each, rows + 1, columns])
    return np.column_stack([columns + across - _REACH, rows + down - _REACH]).astype(np.float64), peak.astype(
        float
    )


def _vertex(before: NDArray[np.float32], peak: NDArray[np.float32], after: NDArray[np.float32]) -> Floats:
    """How far from the middle one of three equidistant values the parabola through them has its top, -1..1."""
    bend = before - 2 * peak + after
    return np.clip(np.where(bend < 0, 0.5 * (before - after) / np.minimum(bend, -1e-9), 0), -1, 1).astype(
        float
    )
