"""The shapes of what tasks on pixels return: plain values, because they are journalled or kept as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypedDict

from capture.shapes import FoundXray
from dataset.images import ImageHeader
from dataset.json_values import JsonObject
from webapp.shapes.photo import Measures


class PhotoMeasures(Measures, total=False):
    """The measures of a photo's pixels.

    ``turn``: how far the photo is turned from upright; ``fitted_focal_35mm``: where angles rest on the phone's other
    photos.
    """

    turn: int
    fitted_focal_35mm: float


def header_values(header: ImageHeader) -> PhotoMeasures:
    """Return what is known of every photo that can be decoded: its size as stored, and its EXIF orientation."""
    return {
        "format": header.format,
        "width": header.width,
        "height": header.height,
        "orientation": header.orientation,
    }


class IdentifiedPhoto(TypedDict):
    """The x-ray of a gallery that a photo shows; ``measures`` are of the x-ray that it is assigned to."""

    outcome: Literal["assigned", "doubtful", "unknown"]
    index: int | None
    reason: str
    candidates: list[FoundXray]
    in_order: bool
    camera: JsonObject
    measures: PhotoMeasures


class SimilarXrays(TypedDict):
    """Candidates of near-duplicates, before any comparison.

    ``identical``: groups with the same bytes; ``candidates``: pairs of which the pictures may be the same;
    ``featureless``: too little in them to recognise a photo by; ``unreadable``: index and reason.
    """

    identical: Sequence[Sequence[int]]
    candidates: Sequence[tuple[int, int]]
    featureless: Sequence[int]
    unreadable: Sequence[tuple[int, str]]


class XrayGroups(TypedDict):
    """The same once the pairs are compared; ``twins``: groups that content cannot tell apart."""

    identical: Sequence[Sequence[int]]
    twins: Sequence[Sequence[int]]
    featureless: Sequence[int]
    unreadable: Sequence[tuple[int, str]]
