"""A second x-ray on the screen, beside the one that a photo is for.

The strongest features of a photo may all lie on a bright x-ray, and none on a faint one beside it. So each side on
which the screen shows anything is looked at by itself.
"""

from collections.abc import Iterable

import numpy as np

from matching.features.homographies import Floats, Size, moved
from matching.features.keypoints import Features, find_features, no_features
from matching.features.prepared_photo import PreparedPhoto
from matching.features.reference import Reference
from matching.registration.placement import Placement
from matching.registration.search import Finding, attempt
from matching.thresholds import THRESHOLDS

_SIDES = ((-1, 0), (1, 0), (0, -1), (0, 1))
_REACH = 1.3
"""How far a second x-ray goes at most, in widths (heights) of the first."""
_NEAR, _FAR, _ALONG = 0.04, 0.5, (0.1, 0.9)
"""The strip beside the first in which a second one that is no mere thumbnail shows, in its widths and heights."""
_SAMPLES = 24
_SEEN = 0.5
_DARK_AND_BRIGHT = (10, 90)
_BLANK = 10.0
"""Grey levels between what is dark and what is bright in a strip that shows nothing."""
_ASKEW = 0.2
_FEATURES = 1000
_OUTSIDE = 0.02
_THUMBNAIL = 0.25


def shows_second(prepared: PreparedPhoto, found: Finding, size: Size, others: Iterable[Reference]) -> bool:
    """Return whether one of some x-rays lies beside the one that was found.

    Args:
        prepared: The photo.
        found: The first.
        size: (width, height) of the frame of the first.
        others: X-rays that may be there; the first may be there twice.
    """
    beside = [_features(prepared, found.placement, size, side) for side in _SIDES]
    seen = [features for features in beside if len(features) >= THRESHOLDS.inliers]
    least = _THUMBNAIL * _area(found.placement.corners(size))
    return bool(seen) and any(_is_there(prepared, other, seen, least) for other in others)


def _is_there(prepared: PreparedPhoto, other: Reference, seen: list[Features], least: float) -> bool:
    """Return whether an x-ray is there, and no mere thumbnail, as viewers show beside the one that is open."""
    small = (other.frame.shape[1], other.frame.shape[0])
    for features in seen:
        second = attempt(prepared, other, other.features, features, int(THRESHOLDS.inliers))
        if second is not None and not second.shortfalls and _area(second.placement.corners(small)) > least:
            return True
    return False


def _features(prepared: PreparedPhoto, first: Placement, size: Size, side: tuple[int, int]) -> Features:
    """Return what is found on one side of the first x-ray; nothing where the photo or the screen shows nothing."""
    if _is_blank(prepared, first.moved(_grid(side, (_NEAR, _FAR), _ALONG, _SAMPLES) * size)):
        return no_features()
    around = first.moved(_grid(side, (0, _REACH), (-_ASKEW, 1 + _ASKEW), 2) * size)
    left, top = np.clip(np.floor(around.min(axis=0)), 0, prepared.size).astype(int)
    right, bottom = np.clip(np.ceil(around.max(axis=0)), 0, prepared.size).astype(int)
    found = find_features(np.ascontiguousarray(prepared.grey[top:bottom, left:right]), _FEATURES)
    points = found.points + np.array([left, top], np.float32)
    back = np.asarray(np.linalg.inv(first.homography), np.float64)
    at = moved(back, points) / size
    outside = ((at < -_OUTSIDE) | (at > 1 + _OUTSIDE)).any(axis=1)
    return Features(points[outside], found.descriptors[outside])


def _is_blank(prepared: PreparedPhoto, points: Floats) -> bool:
    """Return whether the photo shows nothing at some points of it, or most of them lie outside."""
    columns, rows = np.floor(points).astype(int).T
    inside = (columns >= 0) & (rows >= 0) & (columns < prepared.size[0]) & (rows < prepared.size[1])
    if inside.mean() < _SEEN:
        return True
    dark, bright = np.percentile(prepared.grey[rows[inside], columns[inside]], _DARK_AND_BRIGHT)
    return bool(bright - dark < _BLANK)


def _grid(side: tuple[int, int], away: tuple[float, float], along: tuple[float, float], count: int) -> Floats:
    """Return points on one side of the first x-ray, float64 (count ** 2, 2), in widths and heights of it."""
    distance, across = (
        part.ravel() for part in np.meshgrid(*(np.linspace(*r, count) for r in (away, along)))
    )
    beyond = 1 + distance if max(side) > 0 else -distance
    return np.column_stack([beyond, across] if side[0] else [across, beyond])


def _area(corners: Floats) -> float:
    x, y = corners.T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)
