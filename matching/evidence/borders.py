"""Detection of x-rays cut off by the edge of the screen, as on a zoomed or scrolled page.

Two hypotheses are compared for each side: the border is where the placement puts it, or the screen ended a few pixels
further in. Each says how the structure along that side looks, and what the photo has besides says how much it matters
which one fits better. So a border that a reflection hides speaks for neither, and one that is drawn in full clearly.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.registration.agreement import MARGIN, Flat, Structure

_LOST = (3, 4, 5, 6, 8, 10, 13, 17, 22)
"""How many pixels, of 320, may have been cut off; what is more leaves an area that `covered` sees."""
_OUTER, _INNER, _BELOW = 5, 34, 12
"""How far, px, the strip reaches outwards and inwards, and what is needed below it to blur it."""
_ALONG, _STEP = 24, 2
"""How long the pieces of a strip are, px, and which of their columns have a say."""
_FEWEST = 3
_SHIFTS = range(-2, 3)
"""Where the border may be without being cut: placements and bent screens are off by so much."""
_FINE, _COARSE = 1.0, 4.0
_NOISE = 0.5
"""Variance, grey levels squared, that every photo has by rounding."""
_INDEPENDENT = 6.0
"""Pixels, of those that have a say, per one whose noise is its own."""


def cut_off(flat: Flat) -> float:
    """Return how much more likely it is that the screen cut a side off than that all of it was shown.

    Returns:
        The log likelihood ratio of the clearest side, at least 0.
    """
    taken = flat.taken.astype(np.float32)
    seen = cv2.GaussianBlur(taken, (0, 0), _FINE) - cv2.GaussianBlur(taken, (0, 0), _COARSE)
    sides = (
        _upper(*(np.ascontiguousarray(np.rot90(part, turns)) for part in (flat.shown, seen, flat.inside)))
        for turns in range(4)
    )
    return max(0.0, *sides)


def _upper(shown: Structure, seen: Structure, inside: NDArray[np.bool_]) -> float:
    """Return the log likelihood ratio of the upper side; 0 where it cannot be determined."""
    pieces = (shown.shape[1] - 2 * MARGIN) // _ALONG
    columns = slice(MARGIN, MARGIN + pieces * _ALONG)
    rows = slice(MARGIN - _OUTER, MARGIN + _INNER)
    if pieces < _FEWEST or len(shown) < rows.stop + _BELOW + MARGIN:
        return 0.0
    usable = inside[rows, columns].reshape(-1, pieces, _ALONG).all(axis=(0, 2))
    # Above a screen's edge nothing shines, which is as dark as the margin of the x-ray, and no darker.
    strip = shown[: rows.stop + _BELOW].astype(np.float32) - float(shown[0, 0])
    blurred = [_along(strip, sigma)[:, columns][:, ::_STEP] for sigma in (_FINE, _COARSE)]

    def misfit(lost: int, shift: int) -> Structure:
        here = seen[rows.start + shift : rows.stop + shift, columns][:, ::_STEP]
        return _misfit(_ending(blurred, lost), here, pieces)

    whole = np.min([misfit(0, shift) for shift in _SHIFTS], axis=0)
    ratios = [np.log((whole + _NOISE) / (misfit(lost, 0) + _NOISE)) for lost in _LOST]
    count = (rows.stop - rows.start) * _ALONG / _STEP / _INDEPENDENT
    return float(max(ratio[usable].sum() for ratio in ratios) * count / 2)


def _along(strip: Structure, sigma: float) -> Structure:
    kernel = cv2.getGaussianKernel(2 * round(4 * sigma) + 1, sigma)
    return np.asarray(cv2.sepFilter2D(strip, cv2.CV_32F, kernel, np.ones(1)), np.float32)


def _ending(blurred: list[Structure], lost: int) -> Structure:
    """Return the structure of a strip whose first ``lost`` rows are black, as cut off by the screen."""
    first = MARGIN + lost
    fine, coarse = (down[:, first:] @ part[first:] for down, part in zip(_DOWN, blurred, strict=True))
    return np.asarray(fine - coarse, np.float32)


def _misfit(expected: Structure, seen: Structure, pieces: int) -> Structure:
    """Return the residual variance of each piece when ``expected`` explains it, at any contrast."""
    expected, seen = (part.reshape(len(part), pieces, -1) for part in (expected, seen))
    both = np.maximum(np.einsum("ijk,ijk->j", expected, seen), 0)
    left = (seen**2).sum(axis=(0, 2)) - both**2 / np.maximum((expected**2).sum(axis=(0, 2)), 1e-6)
    return np.asarray(np.maximum(left, 0) / expected[:, 0].size, np.float32)


def _down(sigma: float) -> Structure:
    """Return the blur matrix for the columns of a strip: float32 (compared rows, all rows)."""
    compared, every = np.arange(MARGIN - _OUTER, MARGIN + _INNER), np.arange(MARGIN + _INNER + _BELOW)
    weights = np.exp(-((compared[:, None] - every[None]) ** 2) / (2 * sigma**2))
    return np.asarray(weights / (sigma * np.sqrt(2 * np.pi)), np.float32)


_DOWN = (_down(_FINE), _down(_COARSE))
