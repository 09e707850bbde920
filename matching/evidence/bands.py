"""Detection of a band across or along a photo that shows the previously displayed x-ray.

A screen painted half or a late shutter leaves a straight edge, and beyond it is the other x-ray, where the display drew
it. Both x-rays are known, so for each strip of the photo two hypotheses are compared: which of them leaves less of it
unexplained, relative to what the better one leaves. Neither explains a reflection, so it decides nothing.
"""

import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Floats
from matching.registration.agreement import Flat, Structure, within

_STEP, _ALONG = 4, 24
_HIGH = 2 * _STEP
"""How far apart strips are, px, and how long their pieces are; and the height of a strip."""
_FEWEST = 3
_STRONGEST = 1.5
"""A band is at most so much more contrasty than all of the photo; by chance weak structure explains more."""
_NOISE = 0.5
"""Variance, grey levels squared, that every photo has by rounding."""
_INDEPENDENT = 12.0
"""Pixels per one whose noise is its own."""
_FOR, _AGAINST = 10.0, 30.0
"""What one piece may say at most: a bright edge must not decide for a whole strip."""
_WHOLE = 0.98


def banded(flat: Flat, own: Structure, rival: Structure) -> float:
    """Return how clearly a band shows another x-ray.

    Args:
        flat: The photo laid flat on its own x-ray.
        own: float32 (h, w), structure of its own x-ray where the display drew it, without the margin.
        rival: The same of the other x-ray.

    Returns:
        The log likelihood ratio of the clearest strip, times the share of it that the other x-ray explains.
    """
    pictures = [
        np.asarray(part, np.float32)
        for part in (within(flat.expected), own, within(flat.seen), rival, within(flat.inside))
    ]
    turned = [np.ascontiguousarray(part.T) for part in pictures]
    return max(_clearest(*pictures), _clearest(*turned))


def _clearest(
    expected: Structure, drawn: Structure, seen: Structure, rival: Structure, inside: Structure
) -> float:
    pieces = expected.shape[1] // _ALONG
    if pieces < _FEWEST or len(expected) < 2 * _HIGH:
        return 0.0
    contrast = float((expected * seen).sum() / max(float((expected * expected).sum()), 1e-6))
    usable = _means(inside, pieces) > _WHOLE
    mean = _means(seen, pieces)
    power = np.maximum(_means(seen * seen, pieces) - mean**2, 0)
    aligned, own, other = (
        _left(power, mean, seen, picture, pieces, _STRONGEST * contrast)
        for picture in (expected, drawn, rival)
    )
    # A copy is drawn a fraction of a pixel off, and may explain a border better than the x-ray as it was aligned. The
    # own x-ray is therefore tried in both ways.
    own = np.minimum(aligned, own)
    ratio = np.log((own + _NOISE) / (other + _NOISE)) * (_HIGH * _ALONG / _INDEPENDENT / 2)
    told = np.where(usable, np.clip(ratio, -_AGAINST, _FOR), 0).sum(axis=1)
    unexplained = (other * usable).sum(axis=1) / np.maximum((power * usable).sum(axis=1), 1e-6)
    return float((told * (1 - unexplained)).max(initial=0))


def _left(
    power: Floats, mean: Floats, seen: Structure, picture: Structure, pieces: int, strongest: float
) -> Floats:
    """Return the variance of each piece that a picture leaves unexplained at its best-fitting contrast."""
    of_picture = _means(picture, pieces)
    strength = np.maximum(_means(picture * picture, pieces) - of_picture**2, 0)
    both = _means(picture * seen, pieces) - of_picture * mean
    contrast = np.clip(both / np.maximum(strength, 1e-3), 0, max(strongest, 0))
    return np.asarray(np.maximum(power - 2 * contrast * both + contrast**2 * strength, 0), np.float64)


def _means(picture: NDArray[np.float32], pieces: int) -> Floats:
    """Return the mean of each piece of each strip, float64 (strips, pieces)."""
    steps = len(picture) // _STEP
    down = picture[: steps * _STEP, : pieces * _ALONG].reshape(steps, _STEP, -1).sum(axis=1, dtype=np.float64)
    sums = down.reshape(steps, pieces, _ALONG).sum(axis=2)
    # A strip is two steps high, and the next begins at its middle.
    return np.asarray((sums[:-1] + sums[1:]) / (_HIGH * _ALONG), np.float64)
