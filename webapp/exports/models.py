"""Requests for exports."""

from __future__ import annotations

from pydantic import Field, model_validator

from dataset.layout import Split
from dataset.names import EXPORT_NAME
from webapp.api.paths import FolderName, Id, Strict


class ExportQuery(Strict):
    """The sessions to export, or a study, and the name of the data set."""

    session: list[Id] = Field(default=[], max_length=500)
    study: Id | None = Field(default=None, description="All sessions of a study, instead of single ones.")
    allow_incomplete: bool = Field(
        default=False,
        description="With a study: export it although photos are missing, refused or without a verdict.",
    )
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

    @model_validator(mode="after")
    def check(self) -> ExportQuery:
        """Refuse an export of nothing, and one of both sessions and a study."""
        if bool(self.session) == (self.study is not None):
            raise ValueError("Say what to export: sessions, or one study.")
        return self
