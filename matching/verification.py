"""Verification: whether a photo shows the x-ray that it claims to show.

The photo is registered with the x-ray by features, laid flat on it and compared block by block. What is not clear
beyond doubt is looked at again, to say what it does show: the x-ray after all, a torn picture, a mirrored one, a black
screen, something else.
"""

from collections.abc import Mapping
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.evidence.evidence import NOTHING_KNOWN, Context, Objection, objection
from matching.features.homographies import Grey, scaled, share_inside
from matching.features.prepared_photo import PreparedPhoto, prepare_photo
from matching.features.reference import Reference
from matching.match import Match, Verdict
from matching.registration.search import Finding, search, search_slowly, search_surely
from matching.thresholds import THRESHOLDS

_FINE, _COARSE = 8.0, 24.0
"""Coarser than noise and most moiré, finer than reflections: standard deviations, px of 1280."""
_LEAST_MIDDLE = 64
_PLACES = (8, 8)
_MOIRE = 4.0
"""Strong moiré on a black screen is everywhere; in few places it is no stronger than this."""
_DARK, _EVEN = 64.0, 4.0
"""Grey levels: a blank screen is darker than a faint x-ray, and its places differ by less."""
_WHITE, _MOSTLY = 250, 0.5


def verify(
    photo: NDArray[np.uint8] | PreparedPhoto,
    reference: Reference,
    context: Context = NOTHING_KNOWN,
    *,
    scale: float = 1.0,
) -> Match:
    """Compare a photo with the x-ray it claims to show.

    Args:
        photo: uint8 (H, W), grey, upright, of any size; or a `PreparedPhoto`, to compare it with several x-rays.
        reference: The x-ray.
        context: How the photo came to be, and the x-rays that it may show instead.
        scale: By how much the photo was reduced when it was decoded: its full size is its size times this. Not used
            where `prepare_photo` was told.

    Returns:
        The verdict, with everything it rests on. It never fails: a photo in which nothing is found is ``wrong``.

    Raises:
        ValueError: The photo is another kind of array, or empty.
    """
    prepared = photo if isinstance(photo, PreparedPhoto) else prepare_photo(photo, scale=scale)
    found = search(prepared, reference)
    if found is not None and found.is_clean and found.agreement.score >= THRESHOLDS.sure_score:
        return _held_against(_shown(found, prepared, reference), found, prepared, reference, context)
    if _is_mirrored(prepared, reference, found):
        return _not_shown("mirrored", found)
    found = _second_look(prepared, reference, found)
    if found is not None and (found.agreement.is_torn or found.agreement.score >= THRESHOLDS.doubtful_score):
        return _held_against(_shown(found, prepared, reference), found, prepared, reference, context)
    if not reference.has_texture:
        return replace(_not_shown("few_features", found), verdict="doubtful")
    code = _without_structure(prepared.grey, reference)
    verdict: Verdict = "doubtful" if code in ("overexposed", "unsure") else "wrong"
    return replace(_not_shown(code or "not_this_xray", found), verdict=verdict)


def which(photo: NDArray[np.uint8] | PreparedPhoto, candidates: Mapping[int, Reference]) -> int | None:
    """Find which of these x-rays a photo shows, for one that does not show its own.

    Args:
        photo: uint8 (H, W), grey, upright; or a `PreparedPhoto`.
        candidates: X-rays by index, likeliest first.

    Returns:
        The index of the one that it shows (or shows a part of), None if none.
    """
    prepared = photo if isinstance(photo, PreparedPhoto) else prepare_photo(photo)
    for index, reference in candidates.items():
        found = search_surely(prepared, reference)
        if found is not None and not found.shortfalls:
            return index
    return None


def _held_against(
    match: Match, found: Finding, prepared: PreparedPhoto, reference: Reference, context: Context
) -> Match:
    """Return a match, unless there is an objection."""
    if match.verdict != "verified":
        return match
    said = objection(prepared, reference, found, context)
    if said is None:
        return match
    if said.code == "covered" and found.agreement.is_overexposed:
        said = Objection("doubtful", "overexposed", "white")
    return replace(match, verdict=said.verdict, code=said.code, reasons=(said.reason,), shows=said.shows)


def _second_look(prepared: PreparedPhoto, reference: Reference, found: Finding | None) -> Finding | None:
    if found is None or found.is_clean or found.inliers < THRESHOLDS.doubtful_inliers:
        return found
    if found.agreement.is_torn and found.inliers >= THRESHOLDS.inliers:
        return found
    again = search_slowly(prepared, reference)
    return again if again is not None and again.agreement.score > found.agreement.score else found


def _is_mirrored(prepared: PreparedPhoto, reference: Reference, found: Finding | None) -> bool:
    """Return whether the mirror image matches more clearly: chests are nearly symmetrical."""
    mirrored = search_surely(prepared, reference.mirrored)
    if mirrored is None or not mirrored.is_clean:
        return False
    return found is None or mirrored.agreement.score > found.agreement.score


def _shown(found: Finding, prepared: PreparedPhoto, reference: Reference) -> Match:
    """Return the verdict on a photo in which the x-ray, or a part of it, was found."""
    small = (reference.frame.shape[1], reference.frame.shape[0])
    homography = scaled(found.placement.perspective(small), reference.scale, prepared.factor)
    corners = found.placement.corners(small) * prepared.factor
    width, height = np.array(prepared.size) * prepared.factor
    match = Match(
        "verified",
        "",
        max(0.0, found.agreement.score),
        found.inliers,
        found.agreement.usable,
        share_inside(corners, (round(width), round(height))),
        homography,
        corners,
    )
    if found.agreement.is_overexposed and not found.is_clean:
        return replace(match, verdict="doubtful", code="overexposed", reasons=("white",))
    if found.agreement.is_torn:
        return replace(match, verdict="wrong", code="torn", reasons=("torn_rows",))
    if found.shortfalls:
        code = "unsure" if reference.has_texture else "few_features"
        return replace(match, verdict="doubtful", code=code, reasons=found.shortfalls)
    if match.inside < THRESHOLDS.inside:
        return replace(match, verdict="doubtful", code="cut", reasons=("outside",))
    return match


def _not_shown(code: str, found: Finding | None) -> Match:
    """Return the verdict on a photo in which the x-ray was not found."""
    if found is None:
        return Match("wrong", code, 0.0, 0, 0, 0.0, None, None, ("no_perspective",))
    agrees = found.agreement
    return Match(
        "wrong", code, max(0.0, agrees.score), found.inliers, agrees.usable, 0.0, None, None, found.shortfalls
    )


def _without_structure(grey: Grey, reference: Reference) -> str:
    """Return why the middle of a photo lacks structure, as a code; empty where it has some.

    Black is also grey: a phone lifts it. A small x-ray far off is structure in few places, and a burnt one is white. A
    faint x-ray whose features are not found cannot be told from a screen that mirrors
    something; one that is dark and even is blank.
    """
    height, width = grey.shape
    middle = grey[height // 4 : height - height // 4, width // 4 : width - width // 4]
    if min(middle.shape, default=0) < _LEAST_MIDDLE:
        return ""
    if float(np.mean(middle >= _WHITE)) > _MOSTLY:
        return "overexposed"
    picture = middle.astype(np.float32)
    structure = np.abs(cv2.GaussianBlur(picture, (0, 0), _FINE) - cv2.GaussianBlur(picture, (0, 0), _COARSE))
    usual = float(np.median(structure))
    most = float(np.percentile(cv2.resize(structure, _PLACES, interpolation=cv2.INTER_AREA), 90))
    if usual >= THRESHOLDS.black_structure or most >= max(THRESHOLDS.black_places, _MOIRE * usual):
        return ""
    lightness = cv2.resize(picture, _PLACES, interpolation=cv2.INTER_AREA)
    blank = float(np.mean(lightness)) < _DARK and float(np.ptp(lightness)) < _EVEN
    return "unsure" if reference.is_faint and not blank else "black_screen"
