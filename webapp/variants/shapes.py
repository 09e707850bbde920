"""Transforms, images and variants, as the REST API gives them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from webapp.variants.order import Format

Steps = list[dict[str, Any]]  # as `transforms.pipeline.Step`, which is documented no further
"""Transforms in order, with the parameters drawn; each transform has parameters of its own."""


class TransformInfo(TypedDict):
    """One transform."""

    name: str
    summary: str
    levels: list[int]
    output: Annotated[str, Field(description="`same` kind as what goes in, or `rgb8`.")]
    options: Annotated[
        list[str], Field(description="Switches, written after the name: `rotation.keep_size`.")
    ]
    # A JSON schema may hold anything.
    parameters: Annotated[dict[str, Any], Field(description="JSON schema of the parameters that are drawn.")]


class Recipe(TypedDict):
    """A named pipeline."""

    name: str
    pipeline: str


class Catalogue(TypedDict):
    """All transforms, and the version that decides their pixels."""

    version: str
    recipes: list[Recipe]
    transforms: list[TransformInfo]


class DrawnParameters(TypedDict):
    """Parameters drawn for each transform of a pipeline, in order."""

    pipeline: str
    steps: Steps


class Account(TypedDict):
    """Metadata of a variant."""

    pipeline: str
    level: int
    seed: int
    relative: bool
    version: str
    steps: Annotated[Steps, Field(description="Transforms in order, with the parameters drawn.")]
    homography: Annotated[
        list[list[float]] | None, Field(description="Takes source positions to the variant's.")
    ]
    corners: Annotated[list[list[float]], Field(description="Where the source's corners went.")]
    source_width: int
    source_height: int
    width: int
    height: int
    format: Format


class AccountWithImage(Account):
    """A variant as JSON: its bytes and its metadata."""

    image: Annotated[str, Field(description="The bytes, in base64.")]


class ImageView(TypedDict):
    """A stored image."""

    id: str
    width: int
    height: int
    format: str
