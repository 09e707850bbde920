"""Photos as the operator and their phones see them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from capture.shapes import KeptState
from dataset.layout import Split
from dataset.names import EXPORT_NAME
from webapp.api.models.paths import FolderName, Id, SetName, Strict


class PhotosQuery(Strict):
    """Which photos: of one set, in one state, flagged, taken before another."""

    set: SetName | None = None
    state: KeptState | None = None
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


class ExportQuery(Strict):
    """Which sessions to export, and what to call the data set."""

    session: list[Id] = Field(min_length=1, max_length=500)
    name: FolderName = EXPORT_NAME
    split: Split | None = Field(
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
