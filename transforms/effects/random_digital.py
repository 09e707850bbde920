"""The paper's digital alteration: contrast up or down, then brightness up or down, each by a coin.

Both go through one table, so it costs no more than either.
"""

from dataclasses import dataclass

import numpy as np

from ..base import Transform
from ..parameters import Params, parameters
from ..registry import register
from ..rendering import Image, Size
from ..tone import brightness_table, contrast_table, through_table
from .enhance import Factor, draw_down, draw_up


@parameters
class RandomDigitalParams(Params):
    """Two factors.

    Attributes:
        contrast: applied first, around the picture's mean.
        brightness: applied to the outcome.
    """

    contrast: Factor
    brightness: Factor


@register
@dataclass(frozen=True)
class RandomDigital(Transform[RandomDigitalParams]):
    """Contrast and then brightness, each up or down."""

    name = "random-digital"
    summary = "Contrast and then brightness, each up or down by chance: the paper's digital set."
    params_type = RandomDigitalParams

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> RandomDigitalParams:  # noqa: ARG002
        contrast, brightness = (draw_up if rng.random() < 0.5 else draw_down for _ in range(2))
        return RandomDigitalParams(contrast(level, rng), brightness(level, rng))

    def _apply(self, image: Image, params: RandomDigitalParams) -> Image:
        brightness = brightness_table(image, params.brightness)
        return through_table(image, brightness[contrast_table(image, params.contrast)])
