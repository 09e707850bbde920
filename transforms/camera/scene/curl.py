"""Curled film: its height above the light box, and its displacement as the camera sees it.

A point lifted by z towards a camera at distance d is seen where the straight line through it meets the plane:
moved away from the camera's foot point by z / (d - z). From straight above the centre that is a bulge, from the
side a shift.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...parameters import parameters

Floats = NDArray[np.float64]

CLOSE_MM = 1e-6
"""A step so small that another would change nothing."""


@parameters
class Curl:
    """Height of the film over the box.

    Attributes:
        bottom_mm: At its bottom edge, hanging free.
        left_mm: At its left edge.
        right_mm: At its right edge.
        wave_mm: Height of a slow wave over it.
        wave_phase: Where the wave is highest, radians.
    """

    bottom_mm: Annotated[float, Field(ge=0, le=80)] = 0.0
    left_mm: Annotated[float, Field(ge=0, le=80)] = 0.0
    right_mm: Annotated[float, Field(ge=0, le=80)] = 0.0
    wave_mm: Annotated[float, Field(ge=0, le=20)] = 0.0
    wave_phase: Annotated[float, Field(ge=-10, le=10)] = 0.0

    @property
    def flat(self) -> bool:
        """Whether the film is flat."""
        return self.bottom_mm == self.left_mm == self.right_mm == self.wave_mm == 0

    def height(self, share: Floats) -> Floats:
        """Return the height, mm (N,), at positions (N, 2) given as shares of the film's sides."""
        x, y = np.clip(share[:, 0], -0.1, 1.1), np.clip(share[:, 1], -0.1, 1.1)
        lifted = self.bottom_mm * np.clip((y - 0.35) / 0.65, 0, None) ** 2
        lifted = lifted + self.left_mm * np.clip(1 - x / 0.6, 0, None) ** 2
        lifted = lifted + self.right_mm * np.clip((x - 0.4) / 0.6, 0, None) ** 2
        wave = 0.5 + 0.5 * np.cos(2 * np.pi * (0.8 * x + 0.6 * y) + self.wave_phase)
        total: Floats = lifted + self.wave_mm * wave * np.clip(y / 0.3, 0, 1)
        return total


@dataclass(frozen=True)
class CurledSheet:
    """A curled film before a camera, in millimetres on the plane.

    Attributes:
        curl: Its shape.
        left_top_mm: The film's top left corner, lying flat.
        size_mm: Its width and height.
        camera_mm: The lens in plane axes; its z is negative.
    """

    curl: Curl
    left_top_mm: tuple[float, float]
    size_mm: tuple[float, float]
    camera_mm: tuple[float, float, float]

    def seen(self, points: Floats) -> Floats:
        """Map points (N, 2) of the flat film to the positions where the camera sees them."""
        lifted = np.minimum(self._height(points), -self.camera_mm[2] * 0.5)
        factor = lifted / (-self.camera_mm[2] - lifted)
        shifted: Floats = points + (points - np.array(self.camera_mm[:2])) * factor[:, None]
        return shifted

    def flattened(self, points: Floats) -> Floats:
        """Map seen positions (N, 2) back to the flat film; the inverse of `seen`, by iteration."""
        at = points.copy()
        for _ in range(12):
            missing = self.seen(at) - points
            at = at - missing
            if np.abs(missing).max(initial=0) < CLOSE_MM:
                break
        return at

    def _height(self, points: Floats) -> Floats:
        return self.curl.height((points - np.array(self.left_top_mm)) / np.array(self.size_mm))
