"""Jobs: whole data sets of synthetic photos."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from dataset.layout import Split
from webapp.api.paths import FolderName, Id, Index, Strict
from webapp.variants.models import Level, Pipeline, Seed
from webapp.variants.order import Format


class JobPath(BaseModel):
    """One job."""

    job: Id


class NewJob(Strict):
    """A data set of synthetic photos to make: every pipeline at every level."""

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
    split: Split | None = Field(
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
