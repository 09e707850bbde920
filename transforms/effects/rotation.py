"""A camera held askew: the picture turned about its centre, black corners, bilinear.

As in the paper the canvas grows until the whole picture fits. `keep_size` turns within the picture's own frame
instead, which cuts the corners off.
"""

from dataclasses import dataclass
from typing import Annotated

import cv2
import numpy as np
from pydantic import Field

from ..base import Transform, size_of
from ..geometry import from_pixel_centres
from ..parameters import Params, parameters
from ..registry import register
from ..rendering import Floats, Image, Size

STEP = 5.0


@parameters
class RotationParams(Params):
    """Angle of the rotation.

    Attributes:
        degrees: counter-clockwise.
        keep_size: the canvas does not grow.
    """

    degrees: Annotated[float, Field(ge=-360, le=360)]
    keep_size: bool = False


@register
@dataclass(frozen=True)
class Rotation(Transform[RotationParams]):
    """The picture turned.

    Attributes:
        keep_size: keep the picture's size and lose its corners.
    """

    keep_size: bool = False

    name = "rotation"
    summary = "A camera held askew: the picture turned, on a canvas that grows to hold it."
    params_type = RotationParams
    keeps_size = False

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> RotationParams:  # noqa: ARG002
        sign = 1.0 if rng.random() < 0.5 else -1.0
        return RotationParams(sign * STEP * level, self.keep_size)

    def output_size(self, size: Size, params: RotationParams) -> Size:
        """Return (width, height) of the grown canvas, or of the picture."""
        if params.keep_size:
            return size
        width, height = size
        cos, sin = np.abs(_turn((0, 0), params.degrees)[0, :2])
        return max(int(height * sin + width * cos), 1), max(int(height * cos + width * sin), 1)

    def _apply(self, image: Image, params: RotationParams) -> Image:
        size = size_of(image)
        width, height = self.output_size(size, params)
        result = np.empty((height, width, *image.shape[2:]), image.dtype)
        cv2.warpAffine(image, self._matrix(size, params), (width, height), dst=result)
        return result

    def _homography(self, size: Size, params: RotationParams) -> Floats:
        return from_pixel_centres(np.vstack([self._matrix(size, params), [0, 0, 1]]))

    def _matrix(self, size: Size, params: RotationParams) -> Floats:
        """Return the matrix (2, 3) in OpenCV's convention."""
        width, height = size
        if params.keep_size:
            return _turn(((width - 1) / 2, (height - 1) / 2), params.degrees)
        matrix = _turn((width // 2, height // 2), params.degrees)
        grown = np.array(self.output_size(size, params))
        matrix[:, 2] += grown / 2 - np.array(size) // 2
        return matrix


def _turn(centre: tuple[float, float], degrees: float) -> Floats:
    return np.asarray(cv2.getRotationMatrix2D(centre, degrees, 1.0), dtype=np.float64)
