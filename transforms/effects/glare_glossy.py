"""Glare on a glossy screen: a window's reflection, a white rectangle with sharp edges.

Its sides are level * 0.1 + U(0, 0.05) of the picture's, its place one of nine: at an edge or corner it touches
the edge, and along an axis where it does not, it is centred at U(0.3, 0.7) of the side.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from ..base import Transform, size_of
from ..parameters import Params, parameters
from ..registry import register
from ..rendering import Image, Mask, Size
from ..tone import replace_through_table, table_for

Edge = Annotated[int, Field(ge=-100_000, le=100_000)]


@parameters
class GlareGlossyParams(Params):
    """Position and strength.

    Attributes:
        box: left, top, right, bottom in pixels, right and bottom excluded.
        alpha: opacity of the white, of 255.
    """

    box: tuple[Edge, Edge, Edge, Edge]
    alpha: Annotated[int, Field(ge=0, le=255)]


@register
@dataclass(frozen=True)
class GlareGlossy(Transform[GlareGlossyParams]):
    """A white rectangle."""

    name = "glare_glossy"
    summary = "Reflection of a window in a glossy screen: a white rectangle."
    params_type = GlareGlossyParams

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> GlareGlossyParams:
        spans = [_span(side, level, rng) for side in size]
        (left, right), (top, bottom) = spans
        alpha = int(150 + 20 * level + rng.uniform(0, 20))
        return GlareGlossyParams(box=(left, top, right, bottom), alpha=alpha)

    def _apply(self, image: Image, params: GlareGlossyParams) -> Image:
        result = image.copy()
        self._whiten(result, params)
        return result

    def _masks(self, size: Size, params: GlareGlossyParams) -> Mapping[str, Mask]:
        glare: Mask = np.zeros((size[1], size[0]), np.uint8)
        self._whiten(glare, params)
        return {"glare": glare}

    def _whiten(self, image: Image, params: GlareGlossyParams) -> None:
        width, height = size_of(image)
        left, top, right, bottom = params.box
        left, top, right, bottom = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
        if left >= right or top >= bottom:
            return
        white = int(np.iinfo(image.dtype).max)
        value = np.arange(white + 1, dtype=np.float64)
        mixed = np.floor((white * params.alpha + value * (255 - params.alpha)) / 255 + 0.5)
        patch = image[top:bottom, left:right]
        replace_through_table(patch, table_for(image, mixed))


def _span(side: int, level: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return the first and last pixel along one axis: at the low edge, in the middle or at the high edge."""
    length = level * 0.1 * side + rng.uniform(0, 0.05) * side
    middle = rng.uniform(0.3, 0.7) * side
    places = [
        (0, int(length)),
        (int(middle - length / 2), int(middle + length / 2)),
        (side - int(length), side),
    ]
    return places[rng.integers(3)]
