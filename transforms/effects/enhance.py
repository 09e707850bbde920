"""Brightness and contrast by a factor, up and down.

Up is 1 + 0.2 f and down 1 / (1 + 0.4 f), f = 0.5, 2, 3, 4 for levels 1 to 4, so that level 1 is the paper's 1.1
and 0.83; before that, f times 0.2 or 0.4 gets U(-0.01, 0.01) added.
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from ..base import Transform
from ..parameters import Params, parameters
from ..registry import register
from ..rendering import Image, Size
from ..tone import brightness_table, contrast_table, through_table

STRENGTH = {1: 0.5, 2: 2.0, 3: 3.0, 4: 4.0}

Factor = Annotated[float, Field(ge=0, le=100)]


def draw_up(level: int, rng: np.random.Generator) -> float:
    """Draw a factor above 1."""
    return float(1 + STRENGTH[level] * 0.2 + rng.uniform(-0.01, 0.01))


def draw_down(level: int, rng: np.random.Generator) -> float:
    """Draw a factor below 1."""
    return float(1 / (1 + STRENGTH[level] * 0.4 + rng.uniform(-0.01, 0.01)))


@parameters
class EnhanceParams(Params):
    """Parameters of `Enhance`.

    Attributes:
        factor: 1 changes nothing, less takes away, more adds.
    """

    factor: Factor


@dataclass(frozen=True)
class Enhance(Transform[EnhanceParams]):
    """A factor drawn up or down."""

    params_type = EnhanceParams
    upwards: ClassVar[bool]

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> EnhanceParams:  # noqa: ARG002
        return EnhanceParams((draw_up if self.upwards else draw_down)(level, rng))


@dataclass(frozen=True)
class Brightness(Enhance):
    """Grey values times the factor."""

    def _apply(self, image: Image, params: EnhanceParams) -> Image:
        return through_table(image, brightness_table(image, params.factor))


@dataclass(frozen=True)
class Contrast(Enhance):
    """Distance of grey values from the picture's mean times the factor."""

    def _apply(self, image: Image, params: EnhanceParams) -> Image:
        return through_table(image, contrast_table(image, params.factor))


@register
@dataclass(frozen=True)
class BrightnessDown(Brightness):
    """The picture darker, as on a dim monitor or with a short exposure."""

    name = "brightness_down"
    summary = "The picture darker, as on a dim monitor or with a short exposure."
    upwards = False


@register
@dataclass(frozen=True)
class BrightnessUp(Brightness):
    """The picture brighter, as on a bright monitor or with a long exposure."""

    name = "brightness_up"
    summary = "The picture brighter, as on a bright monitor or with a long exposure."
    upwards = True


@register
@dataclass(frozen=True)
class ContrastDown(Contrast):
    """Less contrast around the picture's mean grey, as through haze on the glass."""

    name = "contrast_down"
    summary = "Less contrast around the picture's mean grey, as through haze on the glass."
    upwards = False


@register
@dataclass(frozen=True)
class ContrastUp(Contrast):
    """More contrast around the picture's mean grey."""

    name = "contrast_up"
    summary = "More contrast around the picture's mean grey."
    upwards = True
