"""A monitor that does not fill the photo: the picture smaller and off-centre, black around it.

The paper shrinks the picture by a border of 100 px on every side and shifts it by 20 level px in x and y. A
picture whose sides do not both exceed 200 px has no room for that: there the border is a quarter of the
shorter side, and the shift shrinks with the border. `keep_scale` shifts without shrinking.
"""

from dataclasses import dataclass

import numpy as np

from ..base import Transform, size_of
from ..errors import ParameterError
from ..parameters import Length, Params, Position, parameters
from ..perspective import draw
from ..registry import register
from ..rendering import Floats, Image, Size

BORDER, STEP = 100.0, 20.0


@parameters
class TranslationParams(Params):
    """Shift and border, all in pixels.

    Attributes:
        dx: shift to the right.
        dy: shift downwards.
        border: left free on every side before shifting.
    """

    dx: Position
    dy: Position
    border: Length


@register
@dataclass(frozen=True)
class Translation(Transform[TranslationParams]):
    """The picture smaller and shifted.

    Attributes:
        keep_scale: shift only.
    """

    keep_scale: bool = False

    name = "translation"
    summary = "A monitor that does not fill the photo: the picture smaller and off the middle."
    params_type = TranslationParams
    revision = 2

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> TranslationParams:
        border = BORDER * self.scale(size)
        if min(size) <= 2 * border:
            border = min(size) / 4
        shift = STEP * level * border / BORDER
        dx, dy = (shift * sign for sign in rng.choice([-1.0, 1.0], 2).tolist())
        return TranslationParams(dx, dy, 0.0 if self.keep_scale else border)

    def _apply(self, image: Image, params: TranslationParams) -> Image:
        return draw(image, self._homography(size_of(image), params))

    def _homography(self, size: Size, params: TranslationParams) -> Floats:
        width, height = (side - 2 * params.border for side in size)
        if min(width, height) <= 0:
            raise ParameterError(
                f"translation: border: {params.border:g} px on every side leaves nothing of a picture of "
                f"{size[0]} x {size[1]}"
            )
        left, top = params.border + params.dx, params.border + params.dy
        return np.array([[width / size[0], 0, left], [0, height / size[1], top], [0, 0, 1]])
