"""Transforms, images and their variants."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from webapp.api.paths import Id, Index, Strict
from webapp.variants.order import Format

Pipeline = Annotated[
    str,
    Field(
        min_length=1,
        max_length=500,
        description="Transforms in order, joined by `+`, or a recipe: `photographic`, `glare_matte+moire+tilt`.",
        json_schema_extra={"example": "photographic"},
    ),
]
Level = Annotated[
    int, Field(ge=1, le=4, description="1 (the paper's) to 4 (strongest).", json_schema_extra={"example": 2})
]
Seed = Annotated[
    int,
    Field(
        ge=0,
        le=2**53 - 1,
        description="The same seed gives the same bytes.",
        json_schema_extra={"example": 7},
    ),
]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the image's bytes.")]


class PipelinePath(BaseModel):
    """A pipeline."""

    pipeline: Pipeline


class ImagePath(BaseModel):
    """An uploaded image, or a photo of a session."""

    image: Digest


class VariantPath(ImagePath):
    """A pipeline applied to an image."""

    pipeline: Pipeline


class Drawing(Strict):
    """Parameters that decide the pixels of a variant, except its pipeline."""

    level: Level = 1
    seed: Seed = 0
    relative: bool = Field(False, description="Scale sizes that the paper gives in pixels with the image.")


class VariantQuery(Drawing):
    """Parameters that decide a variant, except its pipeline."""

    format: Format = "jpeg"
    quality: int = Field(95, ge=1, le=100, description="Of JPEG and WebP.")
    width: int | None = Field(None, ge=1, le=20_000, description="Greatest width in pixels.")


class ParametersQuery(Drawing):
    """The image whose parameters are to be drawn: only its size matters."""

    image_width: int = Field(ge=1, le=100_000)
    image_height: int = Field(ge=1, le=100_000)


class XrayChoice(Strict):
    """An x-ray of a data set of this server."""

    dataset: Id
    index: Index


class Variants(Strict):
    """Many variants of one image: every pipeline at every level with every seed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "image": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "pipelines": ["photographic", "screen_photo"],
                    "levels": [1, 2, 3, 4],
                    "seeds": [0, 1],
                }
            ]
        }
    )

    image: Digest
    pipelines: list[Pipeline] = Field(min_length=1, max_length=64)
    levels: list[Level] = Field([1], min_length=1, max_length=4)
    seeds: list[Seed] = Field([0], min_length=1, max_length=1000)
    format: Format = "jpeg"
    quality: int = Field(95, ge=1, le=100)
    width: int | None = Field(None, ge=1, le=20_000)
    relative: bool = False
