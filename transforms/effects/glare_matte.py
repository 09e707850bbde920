"""Glare on a matte screen: a lamp's reflection, spread into a white bell with no edge.

White is laid over the picture with opacity min(max_alpha, peak_alpha g(x) g(y)) of 255, g a Gaussian around the
lamp's place. Being separable, it costs two short vectors and the pixels that it reaches.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..base import Transform, size_of
from ..parameters import Params, Position, parameters
from ..registry import register
from ..rendering import Image, Mask, Size


@parameters
class GlareMatteParams(Params):
    """Position and strength.

    Attributes:
        center: (x, y) in pixels, the first pixel's centre being (0, 0).
        sigma: standard deviation of the bell in pixels.
        peak_alpha: opacity at the centre before it is cut, of 255.
        max_alpha: where it is cut, of 255.
    """

    center: tuple[Position, Position]
    sigma: Annotated[float, Field(gt=0, le=100_000)]
    peak_alpha: Annotated[float, Field(ge=0, le=100_000)]
    max_alpha: Annotated[float, Field(ge=0, le=255)]


@register
@dataclass(frozen=True)
class GlareMatte(Transform[GlareMatteParams]):
    """A soft white bell."""

    name = "glare_matte"
    summary = "Reflection of a lamp in a matte screen: a soft white patch."
    params_type = GlareMatteParams

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> GlareMatteParams:
        width, height = size
        return GlareMatteParams(
            center=(rng.uniform(0, width), rng.uniform(0, height)),
            sigma=50.0 * level * self.scale(size),
            peak_alpha=100.0 * level,
            max_alpha=150.0 + 20.0 * level,
        )

    def _apply(self, image: Image, params: GlareMatteParams) -> Image:
        result = image.copy()
        self._whiten(result, params)
        return result

    def _masks(self, size: Size, params: GlareMatteParams) -> Mapping[str, Mask]:
        # White laid over black leaves its opacity.
        glare: Mask = np.zeros((size[1], size[0]), np.uint8)
        self._whiten(glare, params)
        return {"glare": glare}

    def _whiten(self, image: Image, params: GlareMatteParams) -> None:
        from ..kernels.glare import whiten

        width, height = size_of(image)
        channels = image.size // (width * height)
        across = _bell(width, params.center[0], params.sigma)
        down = _bell(height, params.center[1], params.sigma) * np.float32(params.peak_alpha)
        rows, columns = np.flatnonzero(down >= 1), np.flatnonzero(across * down.max() >= 1)
        if rows.size and columns.size:
            whiten(
                image.reshape(height, -1),
                (int(rows[0]), int(rows[-1]) + 1),
                (int(columns[0]) * channels, (int(columns[-1]) + 1) * channels),
                np.repeat(across, channels),
                down,
                np.float32(params.max_alpha),
            )


def _bell(length: int, center: float, sigma: float) -> NDArray[np.float32]:
    # Relative to the nearest pixel, which therefore has the peak itself, as in the paper's code.
    squared = (np.arange(length) - center) ** 2
    bell: NDArray[np.float32] = np.exp((squared.min() - squared) / (2 * sigma**2)).astype(np.float32)
    return bell
