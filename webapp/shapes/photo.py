"""Photos and exports, as the REST API gives them."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from capture.shapes import KeptState
from matching.match import Verdict
from webapp.shapes.message import VariationView


class MatchView(TypedDict):
    """Agreement of a photo with its x-ray, see `matching.Match`; ``shows`` is the x-ray shown instead."""

    verdict: Verdict
    code: str
    score: float
    inliers: int
    blocks: int
    inside: NotRequired[float]
    reasons: list[str]
    shows: NotRequired[int | None]


class Measures(TypedDict, total=False):
    """Results of verification; empty before the verdict, without a match where pixels were not compared."""

    format: str
    width: int
    height: int
    orientation: int
    match: MatchView | None
    homography: list[float] | None
    corners: list[list[float]] | None
    quality: dict[str, float | str | None]
    warnings: list[str]
    rejections: list[str]
    sentence: str
    display: VariationView


class PhotoView(TypedDict):
    """One stored photo and its verdict; ``id`` increases with the time of the capture."""

    id: int
    session: str
    set: str
    index: int
    attempt: int
    state: KeptState
    code: str
    detail: str
    name: str
    size: int
    sha256: str
    device: str
    taken_at: float | None
    kept_at: float | None
    xray_path: str
    flag: Annotated[
        str, Field(description="Why a person should look at an accepted photo; empty for no reason.")
    ]
    measures: Measures
    note: Annotated[str, Field(description="What a person noted on the photo; empty for nothing.")]
    thumbnail: str
    url: str


class Photos(TypedDict):
    """A page of photos, newest first."""

    photos: list[PhotoView]


class Receipt(TypedDict):
    """The acknowledgement of an upload: stored, not yet filed."""

    index: int
    attempt: int
    name: str
    sha256: str
    size: int
    state: KeptState


class ExportProblem(TypedDict):
    """An obstacle to an export, or a warning."""

    code: str
    message: str
    details: dict[str, Any]  # each code has details of its own


class ExportCheck(TypedDict):
    """The contents of an export."""

    photos: int
    rectified: int
    sets: dict[str, int]
    splits: dict[str, int]
    problems: list[ExportProblem]
