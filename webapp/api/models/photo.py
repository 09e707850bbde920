"""Photos as the operator and their phones see them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from dataset.names import EXPORT_NAME
from webapp.api.models.paths import FolderName, Id, SetName, Strict

PhotoState = Literal["pending", "accepted", "rejected", "lost"]


class Photo(BaseModel):
    """One kept photo and what became of it; ``id`` grows with the time of the capture."""

    id: int
    session: str
    set: str
    index: int
    attempt: int
    state: PhotoState
    code: str
    detail: str
    name: str
    size: int
    sha256: str
    device: str
    taken_at: float | None
    kept_at: float | None
    xray_path: str
    flag: str = Field(description="Why a person should look at an accepted photo; empty for no reason.")
    measures: dict[str, Any] = Field(
        description="What was found in its pixels: size, match, homography and corners in the upright photo, quality, "
        "warnings, rejections. Empty before the verdict."
    )
    thumbnail: str
    url: str


class Photos(BaseModel):
    """A page of photos, newest first."""

    photos: list[Photo]


class PhotosQuery(Strict):
    """Which photos: of one set, in one state, flagged, taken before another."""

    set: SetName | None = None
    state: PhotoState | None = None
    flagged: bool = Field(default=False, description="Only those that a person should look at.")
    before: int | None = Field(
        default=None, ge=1, le=2**53, description="The `id` of the last photo of the page before."
    )
    limit: int = Field(default=50, ge=1, le=500)


class UploadHeaders(BaseModel):
    """What an upload says about its body."""

    content_digest: str | None = Field(
        default=None,
        alias="Content-Digest",
        description="SHA-256 of the body (RFC 9530), `sha-256=:<base64>:`. An upload without it is refused (400).",
    )


class Kept(BaseModel):
    """The acknowledgement of an upload: kept, not yet filed."""

    index: int
    attempt: int
    name: str
    sha256: str
    size: int
    state: PhotoState


class ExportQuery(Strict):
    """Which sessions to export, and what to call the data set."""

    session: list[Id] = Field(min_length=1, max_length=500)
    name: FolderName = EXPORT_NAME
    split: Literal["train", "valid", "test"] | None = Field(
        default=None, description="Put everything into this split; without it, each path says its own."
    )
    usable_only: bool = Field(
        default=False, description="Only photos that were read, and that every reader calls usable."
    )
    rectified: bool = Field(
        default=False, description="Add each photo warped back to its x-ray's own frame, as a set of its own."
    )
    rectified_side: int | None = Field(
        default=None, ge=16, le=16_384, description="The most pixels of a rectified picture's longer side."
    )


class ExportProblem(BaseModel):
    """Something that stands in the way of an export, or that one should know before."""

    code: str
    message: str
    details: dict[str, Any]


class ExportCheck(BaseModel):
    """What an export would hold."""

    photos: int
    rectified: int
    sets: dict[str, int]
    splits: dict[str, int]
    problems: list[ExportProblem]
