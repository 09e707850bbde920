"""The x-ray in a photo's grey levels, so that a soft edge lies in both where it is.

Screens and phones change tones. A curve that darkens what is dark moves a soft edge towards its bright side, by up to
three pixels of a photo 1920 long, and a picture with dark surroundings on all sides then seems smaller than it is.
"""

from dataclasses import replace

import cv2
import numpy as np

from matching.features.homographies import Floats, Grey
from matching.registration.agreement import Flat, Mask, Structure, structure

_BINS = 32
"""Ranges of grey levels, each with a slope of its own."""
_APART, _STEP = 8, 6
"""Pixels between the two of a pair, further than blur reaches, and between pairs."""
_CALM = (3, 3)
_ROUNDS = 2
_USUAL = 6.0
"""A difference, grey levels, that the curve leaves unexplained in a pair and that counts half."""
_STIFF = 0.005
"""How much a slope is drawn to the next ones, as a share of the average evidence on one."""


def toned(flat: Flat) -> Flat:
    """Return the same photo beside its x-ray in the photo's grey levels.

    The margin counts: where no part of the x-ray is black, only the margin tells how black looks.
    """
    shown = in_tones_of(flat.taken, flat.shown, flat.inside)
    expected = structure(shown)
    kept = float(np.std(expected) / max(float(np.std(flat.expected)), 1e-6))
    return replace(flat, shown=shown, expected=expected, contrast=flat.contrast * kept)


def in_tones_of(other: Grey, picture: Grey, where: Mask) -> Structure:
    """Return a picture in the grey levels of another one that shows the same, float32.

    The curve is told by differences of near pixels alone: a reflection adds light to all of its surroundings, and would
    bend a curve that is told by the grey levels themselves. It never falls, or it could make a picture's negative of
    it.

    Args:
        other: uint8 (h, w).
        picture: uint8 (h, w).
        where: bool (h, w), the pixels that can be compared.
    """
    steps, seen = _pairs(other, picture, where)
    if not len(seen):
        return picture.astype(np.float32)
    slopes = np.maximum(_fitted(steps, seen), 0)
    curve = (_RAMPS @ slopes).astype(np.float32)
    shown = np.asarray(cv2.LUT(picture, curve), np.float32)
    return shown + np.float32(np.median(other[where]) - np.median(shown[where]))


def _pairs(other: Grey, picture: Grey, where: Mask) -> tuple[Structure, Structure]:
    """Return how far each pair of pixels goes through each range of levels, (pairs, bins), and what the other shows."""
    # Both alike, or the slope is told too low wherever structure is fine.
    calm = [cv2.blur(part, _CALM) for part in (picture, other)]
    steps, seen = [], []
    for turned in (np.asarray, np.transpose):
        levels, shown, inside = (turned(part) for part in (*calm, where))
        first, second = np.s_[::_STEP, :-_APART:_STEP], np.s_[::_STEP, _APART::_STEP]
        both = inside[first] & inside[second] & (levels[first] != levels[second])
        steps.append(_RAMPS[levels[second][both]] - _RAMPS[levels[first][both]])
        seen.append(shown[second][both].astype(np.float32) - shown[first][both])
    return np.concatenate(steps), np.concatenate(seen)


def _fitted(steps: Structure, seen: Structure) -> Floats:
    """Return the slope of the curve in each range of levels."""
    weights: Structure = np.ones(len(seen), np.float32)
    for _ in range(_ROUNDS):
        weighted = steps * weights[:, None]
        normal = (weighted.T @ steps).astype(np.float64)
        stiff = _STIFF * np.trace(normal) / _BINS * _ROUGH + 1e-6 * np.eye(_BINS)
        slopes = np.linalg.solve(normal + stiff, (weighted.T @ seen).astype(np.float64))
        left = seen - steps @ slopes.astype(np.float32)
        weights = np.asarray(1 / (1 + (left / _USUAL) ** 2), np.float32)
    return np.asarray(slopes, np.float64)


def _ramps() -> Structure:
    """Return the part of each grey level that lies in each range, float32 (256, bins), 0..the range's length."""
    length = 256 / _BINS
    return np.clip(np.arange(256)[:, None] - np.arange(_BINS)[None] * length, 0, length).astype(np.float32)


_RAMPS = _ramps()
_DIFFERENCES = np.diff(np.eye(_BINS), axis=0)
_ROUGH = _DIFFERENCES.T @ _DIFFERENCES
