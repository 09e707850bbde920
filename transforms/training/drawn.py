"""Transforms drawn for one picture, with their parameters: they can be applied, placed and written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypedDict

import numpy as np

from ..base import OutputKind, Transform
from ..errors import ParameterError
from ..parameters import Params
from ..pipeline import Pipeline, Step
from ..rendering import Image, Rendering, Size

Part = tuple[Transform[Any], Params]
"""A transform and the parameters drawn for it."""


class Replay(TypedDict):
    """A draw as plain values for JSON.

    `steps` are those of `Pipeline.describe`; `colour` says that a grey picture becomes colour even if nothing is done.
    """

    steps: list[Step]
    colour: bool


@dataclass(frozen=True)
class Draw:
    """A draw for a picture.

    Attributes:
        size: (width, height) of the picture.
        parts: in order of application; none leaves the picture as it is.
        colour: whether the result is in colour whatever was drawn.
    """

    size: Size
    parts: tuple[Part, ...]
    colour: bool = False

    @classmethod
    def of_replay(cls, replay: Mapping[str, Any], size: Size) -> "Draw":
        """Read what `replay` wrote.

        Raises:
            ParameterError: it is not such a mapping.
            TransformError: of a transform or its parameters.
        """
        if not isinstance(replay, Mapping) or not {"steps", "colour"} <= set(replay):
            raise ParameterError("a replay is a dictionary with 'steps' and 'colour'")
        steps: Sequence[Mapping[str, Any]] = replay["steps"]
        if not steps:
            return cls(size, (), bool(replay["colour"]))
        pipelines = [Pipeline.parse(str(step.get("transform", ""))) for step in steps]
        params = [one.params_from([step])[0] for one, step in zip(pipelines, steps, strict=True)]
        transforms = [one.transforms[0] for one in pipelines]
        return cls(size, tuple(zip(transforms, params, strict=True)), bool(replay["colour"]))

    @property
    def params(self) -> tuple[Params, ...]:
        """The parameters of `pipeline`."""
        return tuple(params for _, params in self.parts)

    @cached_property
    def pipeline(self) -> Pipeline:
        """The transforms."""
        transforms = tuple(transform for transform, _ in self.parts)
        return Pipeline("+".join(map(str, transforms)), transforms)

    @cached_property
    def place(self) -> Rendering:
        """Compute where everything goes, without pixels."""
        return self.pipeline.place(self.size, self.params)

    def replay(self) -> Replay:
        """Return the draw as plain values."""
        return Replay(steps=self.pipeline.describe(self.params), colour=self.colour)

    def image(self, picture: Image) -> Image:
        """Apply it to a picture of its size; one that stays as it is, is returned itself."""
        return self._coloured(self.pipeline.apply(picture, self.params))

    def render(self, picture: Image) -> Rendering:
        """Apply it, and return the geometry and masks too."""
        if self.parts:
            return self.pipeline.render(picture, self.params)
        return Rendering(self.image(picture), self.size, self.place.homography, self.place.corners)

    def _coloured(self, picture: Image) -> Image:
        if not self.colour or picture.ndim == 3:
            return picture
        eight = picture if picture.dtype == np.uint8 else (picture.astype(np.uint32) + 128) // 257
        return np.dstack([eight.astype(np.uint8)] * 3)


def makes_colour(transform: Transform[Any]) -> bool:
    """Return whether what a transform makes is always in colour."""
    return transform.output_kind is OutputKind.COLOUR
