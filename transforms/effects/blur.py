"""Defocus: a Gaussian blur, approximated by three box blurs as in Pillow.

Three boxes of fractional width come close to a Gaussian at a cost that does not grow with the radius
(Gwosdek et al., "Theoretical Foundations of Gaussian Convolution by Extended Box Filtering", SSVM 2011).
"""

import math
from dataclasses import dataclass
from typing import Annotated, cast

import cv2
import numpy as np
from pydantic import Field

from ..base import Transform
from ..parameters import Params, parameters
from ..registry import register
from ..rendering import Image, Size

RADIUS = {1: 1.5, 2: 3.0, 3: 6.0, 4: 10.0}
PASSES = 3


@parameters
class BlurParams(Params):
    """Parameters of `Blur`.

    Attributes:
        radius: standard deviation of the Gaussian in pixels.
    """

    radius: Annotated[float, Field(ge=0, le=1000)]


@register
@dataclass(frozen=True)
class Blur(Transform[BlurParams]):
    """A Gaussian blur."""

    name = "blur"
    summary = "The camera out of focus: a Gaussian blur."
    params_type = BlurParams

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> BlurParams:  # noqa: ARG002
        return BlurParams(RADIUS[level] * self.scale(size))

    def _apply(self, image: Image, params: BlurParams) -> Image:
        if params.radius == 0:
            return image.copy()
        from ..kernels.box import three_boxes

        radius = box_radius(params.radius)
        turned = cv2.transpose(image)
        three_boxes(turned.reshape(len(turned), -1), radius)
        result = cast(Image, cv2.transpose(turned))
        three_boxes(result.reshape(len(result), -1), radius)
        return result


def box_radius(sigma: float) -> float:
    """Return the fractional box radius with which three box blurs approximate a Gaussian of `sigma`."""
    variance = sigma * sigma / PASSES
    whole = math.floor((math.sqrt(12 * variance + 1) - 1) / 2)
    part = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance)
    return whole + part / (6 * (variance - (whole + 1) ** 2))
