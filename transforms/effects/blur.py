"""Defocus: a Gaussian blur, approximated by three box blurs as in Pillow.

Three boxes of fractional width come close to a Gaussian at a cost that does not grow with the radius
(Gwosdek et al., "Theoretical Foundations of Gaussian Convolution by Extended Box Filtering", SSVM 2011).
"""

from dataclasses import dataclass
from typing import Annotated, cast

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..base import Transform
from ..boxes import boxes
from ..parameters import Params, parameters
from ..registry import register
from ..rendering import Image, Size

RADIUS = {1: 1.5, 2: 3.0, 3: 6.0, 4: 10.0}
NEAR = 16
"""Up to this many pixels on either side, one filter with all of them is quicker than three boxes."""
LARGE = 100
"""From this many times the width of its edges on a picture is blurred by that filter."""


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
    revision = 2

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> BlurParams:  # noqa: ARG002
        return BlurParams(RADIUS[level] * self.scale(size))

    def _apply(self, image: Image, params: BlurParams) -> Image:
        if params.radius == 0:
            return image.copy()
        filters = boxes(params.radius)
        # The filter sees the last pixel repeated beyond the edge, the boxes each what the one before made of it: along
        # the edges of a large picture, and hardly visible there.
        if filters.reach <= NEAR and min(image.shape[:2]) >= LARGE * filters.edge:
            return _filtered(image, filters.weights)
        return _boxed(image, filters.radius)


def _filtered(image: Image, weights: NDArray[np.float32]) -> Image:
    result = np.empty_like(image)
    cv2.sepFilter2D(image, -1, weights, weights, dst=result, borderType=cv2.BORDER_REPLICATE)
    return result


def _boxed(image: Image, radius: float) -> Image:
    from ..kernels.box import three_boxes

    if image.ndim == 3:
        # OpenCV turns a picture of one channel six times as fast.
        return cast(Image, cv2.merge([_boxed(cast(Image, plane), radius) for plane in cv2.split(image)]))
    turned = cv2.transpose(image)
    three_boxes(turned, radius)
    result = cast(Image, cv2.transpose(turned))
    three_boxes(result, radius)
    return result
