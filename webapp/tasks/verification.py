"""Tasks that verify photos: every stored photo once, and frames during aiming."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import matching
from capture.framing import framing_sentence, wrong_xray_sentence
from capture.state.perspectives import Perspective
from dataset.errors import ImageError
from dataset.exif import jpeg_focal_35mm
from dataset.files import write_atomically
from dataset.images import ImageHeader, read_image, read_whole_at_least, thumbnail
from matching import SCREEN, Advice, Context, DisplayedScreen, Match, OnDemand, PreparedPhoto, Reference
from webapp.shapes.device import Aimed
from webapp.tasks.references import photo_grey, reference_of
from webapp.tasks.xray_file import UNKNOWN_CIRCUMSTANCES, Circumstances, XrayFile
from webapp.workers.results import PhotoMeasures, header_values

NEIGHBOURS = 2
"""So many of the x-rays that a photo may show instead are looked at even where that costs making their records."""


def verify_photo(
    path: Path,
    thumbnail_path: Path,
    max_side: int,
    xray: XrayFile,
    others: Sequence[XrayFile] = (),
    circumstances: Circumstances = UNKNOWN_CIRCUMSTANCES,
) -> PhotoMeasures:
    """Decode a photo fully, once; compare it with its x-ray, measure it, and make its thumbnail.

    Args:
        path: The photo.
        thumbnail_path: Where to write the small JPEG; the file appears there whole or not at all.
        max_side: The most that its longer side may have, in pixels.
        xray: What it should show.
        others: What it may show instead, the likeliest first.
        circumstances: How the photo came to be.

    Returns:
        As `check_photo`, and ``match``, ``homography``, ``corners``, ``quality``, ``warnings``,
        ``rejections`` and ``sentence`` (what to do better, "" for nothing), all as JSON values; without these where
        the x-ray cannot be read. ``fitted_focal_35mm`` where the angles rest on the phone's other photos.

    Raises:
        ImageError: The photo is not an image, or damaged anywhere.
    """
    header, pixels = read_whole_at_least(path, matching.LONG_SIDE)
    write_atomically(thumbnail_path, thumbnail(pixels, max_side))
    measures = header_values(header)
    photo = photo_grey(pixels)
    scale = header.upright_size[0] / photo.shape[1]
    files = {other.index: other for other in others[: circumstances.rivals]}
    context = Context(
        OnDemand(list(files), lambda index: _rival(files[index])),
        circumstances.before,
        DisplayedScreen(circumstances.screen, circumstances.drawn) if circumstances.screen else SCREEN,
        _focal_35mm(path, header),
    )
    fitted = None if context.focal_35mm else _fitted_focal(circumstances.perspectives)
    if fitted is not None:
        measures["fitted_focal_35mm"] = round(fitted, 1)
    return {**measures, **_compared(photo, scale, context, xray, others, fitted)}


def look_at_frame(frame: bytes, xray: XrayFile) -> Aimed:
    """Locate the x-ray in a frame during aiming, and give advice.

    Args:
        frame: A JPEG.
        xray: What is on the display.

    Returns:
        The answer of ``docs/protocol.md``: ``corners``, ``code``, ``sentence``, ``good``, ``quality``, ``verdict``.

    Raises:
        ImageError: The frame is not an image, or the x-ray cannot be read.
    """
    seen = matching.aim(photo_grey(read_image(frame)), reference_of(xray))
    return {**seen.to_json(), "sentence": framing_sentence(seen.advice)}


def _rival(file: XrayFile) -> Reference:
    try:
        return reference_of(file)
    except ImageError as error:
        raise KeyError(file.index) from error


def _compared(
    photo: NDArray[np.uint8],
    scale: float,
    context: Context,
    xray: XrayFile,
    others: Sequence[XrayFile],
    fitted: float | None,
) -> PhotoMeasures:
    try:
        reference = reference_of(xray)
    except ImageError:
        return {}
    prepared = matching.prepare_photo(photo, scale=scale)
    match = matching.verify(prepared, reference, context)
    # A fitted focal length serves the angles alone: verification must not hang on what other photos were like.
    focal = context.focal_35mm or fitted
    return measured(photo, scale, focal, reference, match, _shown(prepared, match, xray, others))


def _fitted_focal(perspectives: Sequence[Perspective]) -> float | None:
    views = [matching.View(np.array(one.homography).reshape(3, 3), one.photo_size) for one in perspectives]
    return matching.fit_focal_length(views)


def measured(
    photo: NDArray[np.uint8],
    scale: float,
    focal: float | None,
    reference: Reference,
    match: Match,
    shows: int | None,
) -> PhotoMeasures:
    """Return the journalled form of a comparison (JSON values); ``shows`` is the x-ray that the photo shows."""
    quality = matching.measure_quality(photo, reference, match, scale=scale, focal_35mm=focal)
    said = match.to_json()
    measures: PhotoMeasures = {
        "homography": said["homography"],
        "corners": said["corners"],
        "match": {
            "verdict": said["verdict"],
            "code": said["code"],
            "score": said["score"],
            "inliers": said["inliers"],
            "blocks": said["blocks"],
            "inside": said["inside"],
            "reasons": said["reasons"],
            "shows": shows if shows is not None else match.shows,
        },
        "quality": {**quality.to_json()},
        "warnings": list(quality.warnings),
        "rejections": list(quality.rejections),
        "sentence": wrong_xray_sentence(shows)
        if match.code == "not_this_xray"
        else _sentence(matching.advice(match, quality)),
    }
    if match.homography is not None:
        size = (round(photo.shape[1] * scale), round(photo.shape[0] * scale))
        measures["turn"] = matching.tilt_of(match.homography, reference.size, size).turn
    return measures


def _sentence(advice: Sequence[Advice]) -> str:
    return "" if advice[0].code == "framed_well" else framing_sentence(advice)


def _shown(prepared: PreparedPhoto, match: Match, xray: XrayFile, others: Sequence[XrayFile]) -> int | None:
    """Return the index of the x-ray that a photo shows, if it was identified, else None."""
    if match.verdict == "verified":
        return xray.index
    if match.code != "not_this_xray":
        return None
    if match.shows is not None:
        return match.shows
    for position, other in enumerate(others):
        if position >= NEIGHBOURS and not other.cache.exists():
            continue  # it was not on the display lately, and to make its record takes time that photos wait for
        try:
            if matching.which(prepared, {other.index: reference_of(other)}) is not None:
                return other.index
        except ImageError:
            continue
    return None


def _focal_35mm(path: Path, header: ImageHeader) -> float | None:
    if header.format != "jpeg":
        return None
    with path.open("rb") as file:
        return jpeg_focal_35mm(file)
