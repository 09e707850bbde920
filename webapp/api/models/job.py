"""Jobs: whole data sets of synthetic photos."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from webapp.api.models.paths import FolderName, Id, Index, Strict
from webapp.api.models.variant import Format, Level, Pipeline, Seed


class JobPath(BaseModel):
    """One job."""

    job: Id


class NewJob(Strict):
    """What to make of a data set's x-rays: every pipeline at every level."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"dataset": "k3m9qat2", "pipelines": ["photographic"], "levels": [1, 2], "limit": 1000}
            ]
        }
    )

    dataset: Id
    pipelines: list[Pipeline] = Field(min_length=1, max_length=64)
    levels: list[Level] = Field([1], min_length=1, max_length=4)
    name: FolderName = Field("CheXphoto-v1.0", description="Of the data set that is made.")
    split: Literal["train", "valid", "test"] | None = Field(
        None, description="Put everything into this split; without it, into each x-ray's own."
    )
    first: Index = 1
    limit: int | None = Field(None, ge=1, description="Most x-rays to work on.")
    seed: Seed = 0
    relative: bool = Field(False, description="Scale sizes that the paper gives in pixels with each x-ray.")
    format: Format = "jpeg"
    quality: int = Field(95, ge=1, le=100, description="Of JPEG and WebP.")
    truth: bool = Field(False, description="Write homography, displacement and masks beside each image.")
    workers: int | None = Field(
        None, ge=1, le=64, description="Processes; without it, as many as cores but one."
    )


class JobOrder(BaseModel):
    """What was asked for, with what was left out filled in."""

    dataset: str
    pipelines: list[str]
    levels: list[int]
    name: str
    split: str | None
    first: int
    limit: int | None
    seed: int
    relative: bool
    format: Format
    quality: int
    truth: bool
    workers: int


class JobProgress(BaseModel):
    """How far a job is, in images."""

    made: int = Field(description="In its latest run.")
    there: int = Field(description="In runs before.")
    failed: int
    total: int
    rate: float = Field(description="Images a second.")
    seconds_left: float | None


class Job(BaseModel):
    """A job."""

    id: str
    order: JobOrder
    created_at: float
    state: Literal["waiting", "running", "done", "cancelled", "failed"]
    progress: JobProgress
    started_at: float | None
    ended_at: float | None
    code: str = Field(description="Why it failed, for programs.")
    message: str = Field(description="Why it failed, for people.")
    folder: str = Field(description="Where the data set lies on the server's disk.")


class Jobs(BaseModel):
    """All jobs, newest first."""

    jobs: list[Job]


class JobFailure(BaseModel):
    """An x-ray of which something could not be made."""

    row: int = Field(description="Its index.")
    path: str
    reason: str


class JobDetail(Job):
    """A job with the first thousand failures of its latest run."""

    failures: list[JobFailure]
