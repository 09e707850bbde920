"""The x-ray in a photo's grey levels, so that a soft edge lies in both where it is.

Screens and phones change tones. A curve that darkens what is dark moves a soft edge towards its bright side, by up to
three pixels of a photo 1920 long, and a picture with dark surroundings on all sides then seems smaller than it is.
"""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Floats, Grey
from matching.registration.agreement import Flat, structure

_LEVELS = 16
"""Grey levels that share one value of the curve, which is interpolated between them."""
_FEWEST = 80
"""Pixels by which a value can be told."""


def toned(flat: Flat) -> Flat:
    """Return the same photo beside its x-ray in the photo's grey levels."""
    shown = in_tones_of_photo(flat)
    return flat if shown is flat.shown else replace(flat, shown=shown, expected=structure(shown))


def in_tones_of_photo(flat: Flat) -> Grey:
    """Return the x-ray in the photo's grey levels, black around it; as it is where the photo does not show them.

    The curve is the mean of the photo wherever the x-ray has one level; it never falls, or it could make the x-ray's
    negative of it. The margin counts: where no part of the x-ray is black, only the margin tells how black looks.
    """
    levels, taken = (
        (flat.shown, flat.taken) if flat.is_whole else (flat.shown[flat.inside], flat.taken[flat.inside])
    )
    levels = levels.ravel()
    every = np.bincount(levels, minlength=256)
    count = _binned(every)
    known = count >= _FEWEST
    if not known.any():
        return flat.shown
    level = _binned(every * np.arange(256))[known] / count[known]
    value = _binned(np.bincount(levels, taken.ravel(), minlength=256))[known] / count[known]
    curve = np.interp(np.arange(256), level, np.maximum.accumulate(value))
    return np.asarray(cv2.LUT(flat.shown, np.rint(curve).astype(np.uint8)), np.uint8)


def _binned(levels: NDArray[Any]) -> Floats:
    """Sum neighbouring grey levels."""
    return np.asarray(levels.reshape(-1, _LEVELS).sum(axis=1), np.float64)
