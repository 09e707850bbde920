"""A pipeline with random level and parameters, for training loops."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..base import Transform, check_level
from ..errors import ParameterError, nearest
from ..parameters import JsonValues, Params
from ..pipeline import Pipeline
from ..rendering import Size
from .drawn import Part, makes_colour
from .node import Node

Ranges = Mapping[str, tuple[float, float]]


class Augment(Node):
    """A pipeline with random level and parameters.

    >>> augment = Augment("glare_matte+moire+tilt", levels=(1, 2), p=0.5, seed=0)
    >>> photo = augment(picture)
    """

    def __init__(
        self,
        pipeline: str | Pipeline,
        levels: Sequence[int] = (1, 2, 3, 4),
        p: float = 1.0,
        seed: int | None = None,
        *,
        ranges: Ranges | None = None,
        relative: bool = False,
        **options: Any,
    ) -> None:
        """Prepare a pipeline and what is drawn for it.

        Args:
            pipeline: as `Pipeline.parse` reads it, or parsed.
            levels: one of them is drawn each time.
            p: share of pictures that are changed at all.
            seed: see `transforms.training.seeds`.
            ranges: parameters that are drawn evenly from a range instead of by level, by transform and field:
                `{"blur.radius": (1.0, 4.0), "screen_photo.pose.distance_mm": (400, 700)}`.
            relative: scale sizes given in pixels with the picture; for a parsed pipeline its own counts.
            options: of `Node`.

        Raises:
            TransformError: of the pipeline, a level, a range or an option.
        """
        super().__init__(p=p, seed=seed, **options)
        self.pipeline = Pipeline.parse(pipeline, relative=relative) if isinstance(pipeline, str) else pipeline
        self.relative = any(transform.relative for transform in self.pipeline.transforms)
        self.levels = tuple(check_level(level) for level in levels)
        if not self.levels:
            raise ParameterError("levels: at least one is needed")
        self.ranges = {name: (low, high) for name, (low, high) in (ranges or {}).items()}
        self._try_ranges()

    @property
    def colour(self) -> bool:
        """Whether results are in colour whatever was drawn."""
        return any(map(makes_colour, self.pipeline.transforms))

    def parts(self, size: Size, rng: np.random.Generator) -> list[Part]:
        """Draw level and parameters for a picture of that (width, height)."""
        level = self.levels[rng.integers(len(self.levels))]
        seed, done = int(rng.integers(2**63)), []
        for position, transform in enumerate(self.pipeline.transforms):
            params = transform.sample(level, size, np.random.default_rng([seed, 0, position]))
            params = self._in_ranges(transform, params, rng)
            size = transform.output_size(size, params)
            done.append((transform, params))
        return done

    def __repr__(self) -> str:
        return f"Augment({self.pipeline.name!r}, levels={self.levels}, p={self.p})"

    def _own_dict(self) -> JsonValues:
        own: JsonValues = {
            "pipeline": str(self.pipeline),
            "levels": list(self.levels),
            "relative": self.relative,
        }
        return own | {"ranges": {name: list(ends) for name, ends in self.ranges.items()}}

    def _in_ranges(self, transform: Transform[Any], params: Params, rng: np.random.Generator) -> Params:
        mine = {name: ends for name, ends in self.ranges.items() if name.startswith(f"{transform.name}.")}
        if not mine:
            return params
        values = params.to_dict()
        for name, (low, high) in mine.items():
            _, *path, field = name.split(".")
            holder: Any = values
            for step in path:
                holder = holder.get(step) if isinstance(holder, dict) else None
            if not isinstance(holder, dict) or not isinstance(holder.get(field), int | float):
                fields = [key for key, value in values.items() if isinstance(value, int | float | dict)]
                raise ParameterError(
                    f"ranges: {name!r} is no number of {transform.name}{nearest(field, fields)}"
                )
            whole = isinstance(holder[field], int)
            holder[field] = (
                int(rng.integers(int(low), int(high) + 1)) if whole else float(rng.uniform(low, high))
            )
        done: Params = transform.params_from(values)
        return done

    def _try_ranges(self) -> None:
        """Refuse a range now that would fail in the middle of a training."""
        names = [transform.name for transform in self.pipeline.transforms]
        for name, (low, high) in self.ranges.items():
            if name.partition(".")[0] not in names or "." not in name:
                raise ParameterError(
                    f"ranges: {name!r} must be a transform of {self.pipeline}, a dot and a field"
                )
            if not low <= high:
                raise ParameterError(
                    f"ranges: {name!r} must be two numbers, the smaller first, got {(low, high)}"
                )
        if self.ranges:
            for level in self.levels:
                for transform in self.pipeline.transforms:
                    params = transform.sample(level, (1024, 1024), np.random.default_rng(0))
                    for end in (0, 1):
                        self._in_ranges(transform, params, _End(end))  # type: ignore[arg-type]


class _End:
    """Draws one end of every range."""

    def __init__(self, end: int) -> None:
        self._end = end

    def uniform(self, low: float, high: float) -> float:
        return (low, high)[self._end]

    def integers(self, low: int, beyond: int) -> int:
        return (low, beyond - 1)[self._end]
