"""Several of them in order, or one of them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..errors import ParameterError
from ..parameters import JsonValues
from ..rendering import Size
from .drawn import Part
from .node import Node


class Group(Node):
    """Node that holds others. Seeds, formats and ranges of values are the outermost's.

    Args:
        transforms: Those inside.
        options: of `Node`.
    """

    def __init__(self, transforms: Sequence[Node], **options: Any) -> None:
        super().__init__(**options)
        self.transforms = list(transforms)
        if not self.transforms or not all(isinstance(child, Node) for child in self.transforms):
            raise ParameterError(
                f"{type(self).__name__}: transforms must be a list of Augment, Sequential or OneOf"
            )

    @property
    def colour(self) -> bool:
        """Whether one of them may make colour."""
        return any(child.colour for child in self.transforms)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.transforms!r}, p={self.p})"

    def _own_dict(self) -> JsonValues:
        return {"transforms": [child.to_dict() for child in self.transforms]}


class Sequential(Group):
    """All of them in order, each with its own `p`."""

    def parts(self, size: Size, rng: np.random.Generator) -> list[Part]:
        """Draw for each of them in order."""
        done: list[Part] = []
        for child in self.transforms:
            for transform, params in child.parts_or_none(size, rng):
                size = transform.output_size(size, params)
                done.append((transform, params))
        return done


class Compose(Sequential):
    """All of them in order: the usual name of the outermost."""


class OneOf(Group):
    """One of them, chosen by their `p` as weights."""

    def parts(self, size: Size, rng: np.random.Generator) -> list[Part]:
        """Choose one, and draw for it."""
        weights = np.array([child.p for child in self.transforms])
        if not weights.any():
            return []
        chosen = self.transforms[rng.choice(len(weights), p=weights / weights.sum())]
        return chosen.parts(size, rng)
