"""Releases: what clients send."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from webapp.api.paths import FolderName, Id, Strict

Line = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f]*$")]


class ReleasePath(BaseModel):
    """One release."""

    release: FolderName


class NewRelease(Strict):
    """A release to make, or to add to."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "CheXphoto-Ours-v1.0", "studies": ["k3m9qat2"], "licence": "CC-BY-NC-4.0"}]
        }
    )

    name: FolderName = Field(description="Of the data set: its top folder.")
    studies: list[Id] = Field([], max_length=64, description="Studies, each with all its sessions.")
    sessions: list[Id] = Field([], max_length=1000, description="Further sessions.")
    jobs: list[Id] = Field([], max_length=64, description="Jobs whose synthetic images go in.")
    licence: Line = Field("", description="The licence that you give it under; empty is told as not stated.")
    title: Line = Field("", description="Without it, the name.")
    creators: list[Line] = Field([], max_length=100, description="Who made it.")
    test_labels: bool = Field(False, description="Give away the labels of the test split.")
    allow_incomplete: bool = Field(False, description="Release studies although photos are missing.")

    @model_validator(mode="after")
    def _has_sources(self) -> NewRelease:
        if not (self.studies or self.sessions or self.jobs):
            raise ValueError("Choose what goes into the release: studies, sessions, or jobs.")
        return self
