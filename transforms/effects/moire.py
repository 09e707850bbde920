"""Moiré: the beat between a monitor's pixels and a camera's, drawn as two sets of lines.

The paper doubles the picture, lays two fields of thin dark lines over it (squeezed towards one side as if
seen at an angle, and turned to run downwards, one a degree or so off the other) and halves it again.
Levels bring the lines closer together and make them stronger.

The paper's lines are whole rows of the field chosen by remainder and sampled by nearest pixel, so that gaps
that are not whole numbers alternate (5 and 6 rows, 3 and 4). With `even_lines`, and always with `relative`,
lines have their true width and place and cover pixels partly.
"""

import math
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from ..base import Transform, size_of
from ..geometry import frame, homography_between
from ..lanczos import doubling, halving
from ..parameters import Fraction, Length, Params, Position, parameters
from ..registry import register
from ..rendering import Floats, Image, Size

GAP = {1: 20.0, 2: 4.5, 3: 2.5, 4: 1.0}
OPACITY = {1: 0.05, 2: 0.15, 3: 0.35, 4: 0.5}
FIXED_POINT = 65536.0


@parameters
class Lines:
    """One field of lines.

    Attributes:
        angle: degrees, counter-clockwise; at 90 the lines run downwards.
        spread: share of the field's side that its squeezed side shows: 0 a point, 1 no squeeze.
        offset: (x, y) by which the field is shifted, in pixels of the doubled picture.
    """

    angle: Annotated[float, Field(ge=-360, le=360)]
    spread: Fraction
    offset: tuple[Position, Position]


@parameters
class MoireParams(Params):
    """Usually two sets of lines.

    Attributes:
        gap: distance between lines in pixels of the doubled picture.
        thickness: their width there.
        opacity: 0..1.
        darkness: 0 white lines, 1 black ones.
        upsample: how much the picture is enlarged while the lines are drawn; 2.
        lines: the fields.
        even: lines cover pixels by area instead of by whole rows.
    """

    gap: Annotated[float, Field(ge=0, le=10_000)]
    thickness: Annotated[Length, Field(gt=0)]
    opacity: Fraction
    darkness: Fraction
    lines: Annotated[tuple[Lines, ...], Field(min_length=1, max_length=8)]
    upsample: Literal[2] = 2
    even: bool = False


@register
@dataclass(frozen=True)
class Moire(Transform[MoireParams]):
    """Two fields of thin dark lines over the doubled picture.

    Attributes:
        even_lines: draw lines of their true width and place instead of the paper's whole rows.
    """

    even_lines: bool = False

    name = "moire"
    summary = "Moiré of a monitor: two sets of thin dark lines that fan out and beat against each other."
    params_type = MoireParams

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> MoireParams:
        scale = self.scale(size)
        offsets = rng.uniform(0, 100 * scale, (2, 2)).tolist()
        angles = (90.0, 90.0 + rng.normal(0, 1))
        lines = tuple(Lines(angle, 0.5, (x, y)) for angle, (x, y) in zip(angles, offsets, strict=True))
        return MoireParams(
            gap=GAP[level] * scale,
            thickness=1.0 * scale,
            opacity=OPACITY[level],
            darkness=1.0,
            lines=lines,
            even=self.even_lines or self.relative,
        )

    def _apply(self, image: Image, params: MoireParams) -> Image:
        from ..kernels.moire import moire, work_for

        width, height = size_of(image)
        field = _Field(max(width, height) * 4, (2 * width, 2 * height))
        top = float(np.iinfo(image.dtype).max)
        result = np.empty_like(image)
        shape = (height, width, -1)
        moire(
            image.reshape(shape),
            result.reshape(shape),
            doubling(width),
            doubling(height),
            halving(width),
            halving(height),
            np.array([field.turn(lines) for lines in params.lines]),
            np.array([field.squeeze(lines).ravel()[:8] for lines in params.lines]),
            np.array([field.from_picture(lines) for lines in params.lines]),
            np.array([field.side, params.gap + params.thickness, params.thickness]),
            params.even,
            # The paper's masks are 8-bit: opacity and colour are whole numbers of 255.
            np.float32(int(params.opacity * 255) / 255),
            np.float32(int((1 - params.darkness) * 255) / 255 * top),
            np.float32(top),
            work_for(width, image.size // (width * height), len(params.lines)),
        )
        return result


@dataclass(frozen=True)
class _Field:
    """The square that lines are drawn in, `side` pixels, and the doubled picture's position in it."""

    side: int
    picture: Size

    def squeeze(self, lines: Lines) -> Floats:
        """Return the perspective from the squeezed field, which fills the square again, to the field as drawn."""
        near, far = self.side * (0.5 - lines.spread / 2), self.side * (0.5 + lines.spread / 2)
        seen = [(0, near), (self.side, 0), (self.side, self.side), (0, far)]
        return homography_between(frame((self.side, self.side)), seen)

    def turn(self, lines: Lines) -> Floats:
        """Return the affine map (6,) of the doubled picture's pixels to those of the squeezed field.

        Pixel (X, Y) comes from column t0 X + t1 Y + t2 and row t3 X + t4 Y + t5, rounded down.
        In sixteen-bit fixed point, as Pillow turns pictures; whole quarters are exact.
        """
        angle = -math.radians(lines.angle)
        cos, sin = round(math.cos(angle), 15), round(math.sin(angle), 15)
        half, (left, upper) = self.side / 2, self._corner(lines)
        steps = [math.floor(step * FIXED_POINT + 0.5) for step in (cos, sin, -sin, cos)]
        start_x = math.floor((half + (cos + sin) * (0.5 - half)) * FIXED_POINT + 0.5)
        start_y = math.floor((half + (cos - sin) * (0.5 - half)) * FIXED_POINT + 0.5)
        start_x += steps[0] * left + steps[1] * upper
        start_y += steps[2] * left + steps[3] * upper
        return np.array([steps[0], steps[1], start_x, steps[2], steps[3], start_y]) / FIXED_POINT

    def from_picture(self, lines: Lines) -> Floats:
        """Return the map (3, 3) from the doubled picture to the field as drawn, unrounded."""
        angle, half = -math.radians(lines.angle), self.side / 2
        cos, sin = math.cos(angle), math.sin(angle)
        left, upper = (
            (self.side - side) / 2 + by for side, by in zip(self.picture, lines.offset, strict=True)
        )
        shift = np.array([[1, 0, left - half], [0, 1, upper - half], [0, 0, 1]])
        turn = np.array([[cos, sin, half], [-sin, cos, half], [0, 0, 1]])
        result: Floats = self.squeeze(lines) @ turn @ shift
        return result

    def _corner(self, lines: Lines) -> tuple[int, int]:
        (width, height), (x, y) = self.picture, lines.offset
        return round((self.side - width) // 2 + x), round((self.side - height) // 2 + y)
