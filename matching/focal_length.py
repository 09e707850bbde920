"""Estimation of a phone's focal length from the homographies of several of its photos.

A browser does not say which lens took a photo. A perspective of a rectangle does, once the rectangle is seen at an
angle: its sides come out at right angles and as long as they are for one focal length only (Zhang 2000, section 3.1).
A photo taken nearly straight on fits every focal length equally well; it neither helps nor hurts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.features.homographies import Floats, Size

_SHORTEST, _LONGEST, _STEPS = 10.0, 160.0, 241
"""35 mm equivalents that are tried, mm, in steps of about one percent."""
_NOISE = 0.004
"""How far sides of a photo's x-ray are from their true proportions and angle, at most, as a rule."""
_MOST_UNSURE = 0.08
"""Relative standard deviation of the outcome; an angle of 20 degrees is then off by less than two."""
_DIAGONAL_35MM = float(np.hypot(36, 24))


@dataclass(frozen=True, eq=False, slots=True)
class View:
    """Placement of the x-ray in one photo.

    Attributes:
        homography: float64 (3, 3), x-ray px to photo px, both in continuous coordinates, as `Match.homography`.
        photo_size: (width, height) of that photo, px.
    """

    homography: Floats
    photo_size: Size


def fit_focal_length(views: Sequence[View]) -> float | None:
    """Fit the focal length shared by all these photos.

    Square pixels are assumed on the screen and in the phone, and a principal point in the photo's middle. All photos
    are of one phone, one lens and one zoom; they may be turned and of several sizes. A few that are none of this, or
    whose homography is wrong, do not decide.

    Args:
        views: The photos of verified matches, in any order; a few tilted by 15 degrees are enough.

    Returns:
        35 mm equivalent, mm, by the diagonal, as `tilt_of`, `measure_quality` and `Context` take it. None where the
        photos cannot tell: there are none, or all were taken nearly straight on.
    """
    if not views:
        return None
    focals = np.geomspace(_SHORTEST, _LONGEST, _STEPS)
    residuals = np.stack([_residuals(view, focals) for view in views])
    # Beyond three times the usual noise a photo has less and less of a say (Geman and McClure).
    squared = (residuals**2).sum(axis=2) / (3 * _NOISE) ** 2
    cost = (squared / (1 + squared)).sum(axis=0)
    best = int(cost.argmin())
    if not 0 < best < _STEPS - 1:
        return None
    step = float(np.log(focals[1] / focals[0]))
    slopes = (residuals[:, best + 1] - residuals[:, best - 1]) / (2 * step)
    telling = slopes[squared[:, best] < 1]
    if _MOST_UNSURE * float(np.sqrt((telling**2).sum())) < _NOISE:
        return None
    before, here, after = cost[best - 1 : best + 2]
    bowl = before - 2 * here + after
    return (
        float(focals[best] * np.exp(step * (before - after) / (2 * bowl)))
        if bowl > 0
        else float(focals[best])
    )


def _residuals(view: View, focals: Floats) -> Floats:
    """Return inequality of the sides and deviation from right angles per focal length, float64 (focals, 2)."""
    width, height = view.photo_size
    h = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]]) @ view.homography
    px = focals / _DIAGONAL_35MM * float(np.hypot(width, height))
    across, down = (np.stack([h[0, i] / px, h[1, i] / px, np.full_like(px, h[2, i])]) for i in (0, 1))
    long, high = np.linalg.norm(across, axis=0), np.linalg.norm(down, axis=0)
    return np.stack([np.log(high / long), (across * down).sum(axis=0) / (long * high)], axis=1)
