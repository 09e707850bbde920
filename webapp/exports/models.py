"""Requests for exports."""

from __future__ import annotations

from pydantic import Field

from dataset.layout import Split
from dataset.names import EXPORT_NAME
from webapp.api.paths import FolderName, Id, Strict


class ExportQuery(Strict):
    """The sessions to export, and the name of the data set."""

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
