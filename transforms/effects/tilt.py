"""A camera at an angle to the monitor: the picture in perspective, black around it.

Each corner moves inwards by U(0, 0.05 level) of the side in x and in y.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from ..base import Transform, size_of
from ..errors import ParameterError
from ..geometry import frame, homography_between
from ..parameters import Params, parameters
from ..perspective import draw
from ..registry import register
from ..rendering import Floats, Image, Size

REACH = 0.05

Share = Annotated[float, Field(ge=-1, le=2)]
Corner = tuple[Share, Share]


@parameters
class TiltParams(Params):
    """Displacements of the corners.

    Attributes:
        corners: top left, top right, bottom right, bottom left, as fractions of width and height; they
            form a convex quadrilateral in that order.
    """

    corners: tuple[Corner, Corner, Corner, Corner]

    def __post_init__(self) -> None:
        points = np.array(self.corners)
        edge, following = np.roll(points, -1, 0) - points, np.roll(points, -2, 0) - np.roll(points, -1, 0)
        turns = edge[:, 0] * following[:, 1] - edge[:, 1] * following[:, 0]
        if not (turns > 1e-6).all():
            raise ParameterError(
                f"corners: must form a convex quadrilateral, clockwise, got {self.corners!r}"
            )


@register
@dataclass(frozen=True)
class Tilt(Transform[TiltParams]):
    """The picture in perspective."""

    name = "tilt"
    summary = "A camera held at an angle: the picture in perspective, black around it."
    params_type = TiltParams
    revision = 2

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> TiltParams:  # noqa: ARG002
        inwards = rng.uniform(0, REACH * level, (4, 2))
        signs = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])
        (a, b), (c, d), (e, f), (g, h) = (frame((1, 1)) + signs * inwards).tolist()
        return TiltParams(corners=((a, b), (c, d), (e, f), (g, h)))

    def _apply(self, image: Image, params: TiltParams) -> Image:
        return draw(image, self._homography(size_of(image), params))

    def _homography(self, size: Size, params: TiltParams) -> Floats:
        return homography_between(frame(size), np.array(params.corners) * size)
