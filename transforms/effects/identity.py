"""No effect: the picture unchanged, as a baseline produced by the same pipeline as every other variant."""

from dataclasses import dataclass

import numpy as np

from ..base import Transform
from ..parameters import Params, parameters
from ..registry import register
from ..rendering import Image, Size


@parameters
class IdentityParams(Params):
    """No parameters."""


@register
@dataclass(frozen=True)
class Identity(Transform[IdentityParams]):
    """The picture unchanged."""

    name = "identity"
    summary = "The picture as it is."
    params_type = IdentityParams

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> IdentityParams:  # noqa: ARG002
        return IdentityParams()

    def _apply(self, image: Image, params: IdentityParams) -> Image:  # noqa: ARG002
        return image.copy()
