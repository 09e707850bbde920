"""Verification: is this photo really a photo of the x-ray it claims to show?

The photo is registered with the x-ray by features, laid flat on it and compared block by block. What fails is looked
at again, to say what it does show: a torn picture, a mirrored one, a black screen, something else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.agreement import Agreement, agreement
from matching.keypoints import PHOTO_FEATURES, Features, find_features, find_slow_features
from matching.match import Match
from matching.planes import Floats, Grey, Size, frame, moved, scaled, share_inside
from matching.reference import Reference, reduced
from matching.registration import Registration, register
from matching.thresholds import THRESHOLDS

LONG_SIDE = 1280
"""Long side, px, at which photos are looked at; a photo may be decoded reduced to no less."""
_SLOW_SIDE = 960
_SLOW_FEATURES = 2000


@dataclass(frozen=True, eq=False)
class _Sight:
    """A photo as it is looked at: reduced, with its features found when asked for."""

    grey: Grey
    factor: Floats
    """Pixels of the full-size photo per pixel of ``grey``, (x, y)."""

    @property
    def size(self) -> Size:
        return self.grey.shape[1], self.grey.shape[0]

    @cached_property
    def features(self) -> Features:
        return find_features(self.grey, PHOTO_FEATURES)

    @cached_property
    def slow_features(self) -> Features:
        small = np.asarray(reduced(self.grey, _SLOW_SIDE), np.uint8)
        found = find_slow_features(small, _SLOW_FEATURES)
        back = np.array([self.size[0] / small.shape[1], self.size[1] / small.shape[0]], np.float32)
        return Features(found.points * back, found.descriptors)


@dataclass(frozen=True, eq=False)
class _Finding:
    """One attempt to find the x-ray in the photo."""

    registration: Registration
    agreement: Agreement

    @property
    def reasons(self) -> tuple[str, ...]:
        short = {
            "few_pairs": self.registration.inliers < THRESHOLDS.inliers,
            "low_score": self.agreement.score < THRESHOLDS.score,
            "few_blocks": self.agreement.usable < THRESHOLDS.blocks,
        }
        return tuple(reason for reason, is_short in short.items() if is_short)


def verify(photo: NDArray[np.uint8], reference: Reference, *, scale: float = 1.0) -> Match:
    """Compare a photo with the x-ray it claims to show.

    Args:
        photo: uint8 (H, W), grey, upright, of any size.
        reference: The x-ray.
        scale: By how much the photo was reduced when it was decoded: its full size is its size times this.

    Returns:
        The verdict, with everything it rests on. It never fails: a photo in which nothing is found is ``wrong``.

    Raises:
        ValueError: The photo is another kind of array, or empty.
    """
    sight = _look(photo, scale)
    found = _search(sight, reference)
    if found is None or not _is_close(found):
        return _other(sight, reference, found)
    match = _outcome(found, sight, reference)
    torn = _is_torn(found.agreement)
    if torn:
        return replace(match, verdict="wrong", code="torn", reasons=("torn_rows",))
    if found.reasons:
        code = "unsure" if reference.has_texture else "few_features"
        return replace(match, verdict="doubtful", code=code, reasons=found.reasons)
    if match.inside < THRESHOLDS.inside:
        return replace(match, verdict="doubtful", code="cut", reasons=("outside",))
    return match


def which(photo: NDArray[np.uint8], candidates: Mapping[int, Reference]) -> int | None:
    """Which of these x-rays a photo shows, for one that does not show what it should.

    Args:
        photo: uint8 (H, W), grey, upright.
        candidates: X-rays by index, likeliest first.

    Returns:
        The index of the one that it shows (or shows a part of), None if none.
    """
    sight = _look(photo, 1.0)
    for index, reference in candidates.items():
        found = _attempt(sight, reference.features, sight.features, reference)
        if found is not None and not found.reasons:
            return index
    return None


def _look(photo: NDArray[np.uint8], scale: float) -> _Sight:
    if photo.ndim != 2 or photo.dtype != np.uint8 or not photo.size:
        raise ValueError(f"a photo is uint8 (H, W), not {photo.dtype} {photo.shape}")
    small = np.ascontiguousarray(reduced(photo, LONG_SIDE), np.uint8)
    factor = np.array([photo.shape[1] / small.shape[1], photo.shape[0] / small.shape[0]]) * scale
    return _Sight(small, factor)


def _search(sight: _Sight, reference: Reference) -> _Finding | None:
    found = _attempt(sight, reference.features, sight.features, reference)
    if found is not None and (not found.reasons or _is_torn(found.agreement)):
        return found
    if found is None or not (
        found.registration.inliers >= THRESHOLDS.doubtful_inliers
        or found.agreement.score >= THRESHOLDS.doubtful_score
    ):
        return found
    again = _attempt(sight, reference.slow_features, sight.slow_features, reference)
    return again if again is not None and again.agreement.score > found.agreement.score else found


def _attempt(sight: _Sight, features: Features, seen: Features, reference: Reference) -> _Finding | None:
    height, width = reference.frame.shape
    registration = register(features, (width, height), seen, sight.size)
    if registration is None:
        return None
    return _Finding(registration, agreement(reference.frame, sight.grey, registration.homography))


def _is_close(found: _Finding) -> bool:
    return _is_torn(found.agreement) or found.agreement.score >= THRESHOLDS.doubtful_score


def _is_torn(found: Agreement) -> bool:
    rows = np.array([np.nanmedian(row) if np.isfinite(row).sum() >= 4 else np.nan for row in found.rows])
    other = rows < THRESHOLDS.torn_score
    this = rows >= THRESHOLDS.score
    together = int(THRESHOLDS.torn_rows)
    run = np.convolve(other, np.ones(together), "valid").max() >= together
    return bool(run and np.count_nonzero(this) >= together)


def _outcome(found: _Finding, sight: _Sight, reference: Reference) -> Match:
    homography = scaled(found.registration.homography, reference.scale, sight.factor)
    corners = moved(homography, frame(reference.size))
    height, width = sight.grey.shape
    full = (round(width * sight.factor[0]), round(height * sight.factor[1]))
    return Match(
        "verified",
        "",
        max(0.0, found.agreement.score),
        found.registration.inliers,
        found.agreement.usable,
        share_inside(corners, full),
        homography,
        corners,
    )


def _other(sight: _Sight, reference: Reference, found: _Finding | None) -> Match:
    """What a photo does show in which the x-ray was not found."""
    score, inliers, blocks = 0.0, 0, 0
    if found is not None:
        score, inliers = max(0.0, found.agreement.score), found.registration.inliers
        blocks = found.agreement.usable
    reasons = found.reasons if found is not None else ("no_perspective",)
    nothing = Match("wrong", "not_this_xray", score, inliers, blocks, 0.0, None, None, reasons)
    if _is_black(sight.grey):
        return replace(nothing, code="black_screen")
    if not reference.has_texture:
        return replace(nothing, verdict="doubtful", code="few_features")
    mirrored = _attempt(sight, reference.mirrored.features, sight.features, reference.mirrored)
    if mirrored is not None and not mirrored.reasons:
        return replace(nothing, code="mirrored")
    return nothing


def _is_black(grey: Grey) -> bool:
    height, width = grey.shape
    middle = grey[height // 4 : height - height // 4, width // 4 : width - width // 4]
    if not middle.size:
        return True
    low, high = np.percentile(cv2.blur(middle, (9, 9)), (5, 95))
    return bool(high - low < THRESHOLDS.black_contrast and high < THRESHOLDS.black_level)
