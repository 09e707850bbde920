"""The x-ray in a photo's grey levels, so that a soft edge lies in both where it is.

Screens and phones change tones. A curve that darkens what is dark moves a soft edge towards its bright side, by up to
three pixels of a photo 1920 long, and a picture with dark surroundings on all sides then seems smaller than it is.
"""

from dataclasses import replace

import numpy as np

from matching.registration.agreement import Flat, structure

_LEVELS = 16
"""Grey levels that share one value of the curve, which is interpolated between them."""
_FEWEST = 80
"""Pixels by which a value can be told."""


def toned(flat: Flat) -> Flat:
    """Return the same photo beside its x-ray in the photo's grey levels.

    The curve is the mean of the photo wherever the x-ray has one level; it never falls, or it could make the x-ray's
    negative of it. The margin counts: where no part of the x-ray is black, only the margin tells how black looks.
    """
    levels, taken = flat.shown[flat.inside], flat.taken[flat.inside]
    bins = levels // _LEVELS
    count = np.bincount(bins, minlength=256 // _LEVELS)
    known = count >= _FEWEST
    if not known.any():
        return flat
    level = np.bincount(bins, levels, minlength=len(count))[known] / count[known]
    value = np.bincount(bins, taken, minlength=len(count))[known] / count[known]
    curve = np.interp(np.arange(256), level, np.maximum.accumulate(value))
    shown = np.rint(curve).astype(np.uint8)[flat.shown]
    return replace(flat, shown=shown, expected=structure(shown))
