"""Detection of x-rays cut off by the edge of the screen, as on a zoomed or scrolled page.

Two hypotheses are compared for each side: the border is where the placement puts it, or the screen ended a few pixels
further in. Each says how the structure along that side looks, and what the photo has besides says how much it matters
which one fits better. So a border that a reflection hides speaks for neither, and one that is drawn in full clearly.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Grey
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


def cut_off(flat: Flat, shown: Grey) -> float:
    """Return how much more likely it is that the screen cut a side off than that all of it was shown.

    Args:
        flat: The photo laid flat on its x-ray.
        shown: uint8 (h, w), the x-ray in the photo's tones, black around it.

    Returns:
        The log likelihood ratio of the clearest side, at least 0.
    """
    taken = flat.taken.astype(np.float32)
    seen = cv2.GaussianBlur(taken, (0, 0), _FINE) - cv2.GaussianBlur(taken, (0, 0), _COARSE)
    sides = (_upper(*(np.rot90(part, turns) for part in (shown, seen, flat.inside))) for turns in range(4))
    return max(0.0, *sides)


def _upper(shown: Grey, seen: Structure, inside: NDArray[np.bool_]) -> float:
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
    # How the strip looks if nothing was lost, or the first so many rows, float32 (ways to end, rows, columns).
    endings = (_ENDINGS @ np.concatenate(blurred)).reshape(1 + len(_LOST), rows.stop - rows.start, -1)
    here = np.stack([seen[rows.start + s : rows.stop + s, columns][:, ::_STEP] for s in _SHIFTS])
    whole = _misfit(endings[:1], here, pieces).min(axis=0)
    lost = _misfit(endings[1:], here[_SHIFTS.index(0)][None], pieces)
    ratios = np.log((whole + _NOISE) / (lost + _NOISE))
    count = (rows.stop - rows.start) * _ALONG / _STEP / _INDEPENDENT
    return float(ratios[:, usable].sum(axis=1).max() * count / 2)


def _along(strip: Structure, sigma: float) -> Structure:
    kernel = cv2.getGaussianKernel(2 * round(4 * sigma) + 1, sigma)
    return np.asarray(cv2.sepFilter2D(strip, cv2.CV_32F, kernel, np.ones(1)), np.float32)


def _misfit(expected: Structure, seen: Structure, pieces: int) -> Structure:
    """Return the residual variance of each piece when ``expected`` explains it, at any contrast.

    Args:
        expected: float32 (n, rows, columns), or (1, rows, columns) for all of ``seen``.
        seen: float32 (n, rows, columns), or (1, rows, columns) for all of ``expected``.
        pieces: How many pieces the columns are.

    Returns:
        float32 (n, pieces).
    """
    both, of_seen, of_expected = (
        product.sum(axis=1).reshape(len(product), pieces, -1).sum(axis=2)
        for product in (expected * seen, seen * seen, expected * expected)
    )
    left = of_seen - np.maximum(both, 0) ** 2 / np.maximum(of_expected, 1e-6)
    return np.asarray(np.maximum(left, 0) * pieces / expected[0].size, np.float32)


def _down(sigma: float) -> Structure:
    """Return the blur matrix for the columns of a strip: float32 (compared rows, all rows)."""
    compared, every = np.arange(MARGIN - _OUTER, MARGIN + _INNER), np.arange(MARGIN + _INNER + _BELOW)
    weights = np.exp(-((compared[:, None] - every[None]) ** 2) / (2 * sigma**2))
    return np.asarray(weights / (sigma * np.sqrt(2 * np.pi)), np.float32)


def _endings() -> Structure:
    """Return what makes the structure of a strip of it as blurred along both ways, one below the other.

    Returns:
        float32 (ways to end * compared rows, 2 * all rows): for nothing lost and for each of `_LOST`, whose first rows
        are black, as cut off by the screen.
    """
    fine, coarse = _down(_FINE), _down(_COARSE)
    left = [np.arange(fine.shape[1]) >= MARGIN + lost for lost in (0, *_LOST)]
    return np.concatenate([np.hstack([fine * kept, -coarse * kept]) for kept in left])


_ENDINGS = _endings()
