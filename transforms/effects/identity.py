"""No effect: the picture as it is, for a baseline made by the same road as every other variant."""

from dataclasses import dataclass

import numpy as np

from transforms.base import Transform
from transforms.parameters import Params, parameters
from transforms.registry import register
from transforms.rendering import Image, Size


@parameters
class IdentityParams(Params):
    """Nothing to draw."""


@register
@dataclass(frozen=True)
class Identity(Transform[IdentityParams]):
    """The picture as it is."""

    name = "identity"
    summary = "The picture as it is."
    params_type = IdentityParams

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> IdentityParams:  # noqa: ARG002
        return IdentityParams()

    def _apply(self, image: Image, params: IdentityParams) -> Image:  # noqa: ARG002
        return image.copy()
