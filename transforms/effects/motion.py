"""Camera shake: every pixel becomes the mean of its neighbours along a row.

The paper's kernel of even size sits in the row above its middle, which moves the picture down by a row and left
or right by half a pixel. `centred` keeps it in place: same length, half a pixel at either end; `relative`
implies it, since its lengths have fractions.
"""

from dataclasses import dataclass
from typing import Annotated

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..base import Transform
from ..errors import ParameterError
from ..parameters import Params, parameters
from ..registry import register
from ..rendering import Floats, Image, Size

LENGTH = {1: 2, 2: 10, 3: 25, 4: 45}
FEW = 8
"""Up to this length OpenCV's general filter is as quick as its running sum, and rounds better."""


@parameters
class MotionParams(Params):
    """Length of the smear.

    Attributes:
        size: length of the smear in pixels; a whole number unless `centred`.
        centred: the smear is symmetric about each pixel.
    """

    size: Annotated[float, Field(ge=1, le=1000)]
    centred: bool = False

    def __post_init__(self) -> None:
        if not self.centred and not float(self.size).is_integer():
            raise ParameterError(f"size: must be a whole number of pixels unless centred, got {self.size!r}")


@register
@dataclass(frozen=True)
class Motion(Transform[MotionParams]):
    """A horizontal smear.

    Attributes:
        centred: keep the picture in its place when the smear's length is even.
    """

    centred: bool = False

    name = "motion"
    summary = "A shaken camera: the picture smeared along its rows."
    params_type = MotionParams

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> MotionParams:  # noqa: ARG002
        length = max(LENGTH[level] * self.scale(size), 1.0)
        return MotionParams(length, self.centred or self.relative)

    def _apply(self, image: Image, params: MotionParams) -> Image:
        result = np.empty_like(image)
        if params.centred:
            kernel = _symmetric(params.size)
            cv2.sepFilter2D(image, -1, kernel, np.ones(1, np.float32), dst=result)
            return result
        length = int(params.size)
        if length % 2:
            _smear(image, length, result)
            return result
        # One row down; the row above the first is the second, as OpenCV mirrors pictures at their edges.
        _smear(image[min(1, len(image) - 1) :][:1], length, result[:1])
        if len(image) > 1:
            _smear(image[:-1], length, result[1:])
        return result

    def _homography(self, size: Size, params: MotionParams) -> Floats:  # noqa: ARG002
        moved = np.eye(3)
        if not params.centred and params.size % 2 == 0:
            moved[:2, 2] = 0.5, 1.0
        return moved


def _symmetric(length: float) -> NDArray[np.float32]:
    reach = int(np.ceil((length - 1) / 2))
    kernel = np.ones(2 * reach + 1)
    if reach:
        kernel[[0, -1]] = (length - (2 * reach - 1)) / 2
    normal: NDArray[np.float32] = (kernel / kernel.sum()).astype(np.float32)
    return normal


def _smear(image: Image, length: int, result: Image) -> None:
    if length <= FEW:
        cv2.filter2D(image, -1, np.full((1, length), 1 / length, np.float32), dst=result)
    else:
        cv2.boxFilter(image, -1, (length, 1), dst=result)
