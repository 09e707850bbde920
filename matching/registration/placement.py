"""Placement of an x-ray in a photo: a perspective and the lens distortion.

A perspective alone misses the corners of a photo by up to ten pixels of 1920, because a phone's lens bends straight
lines. One number for the bend (the first radial term of Brown 1971, about the photo's middle) explains most of it.
"""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from matching.features.homographies import Floats, Size, frame, moved, scaled

MOST_BENT = 0.2
"""No phone's main lens bends the corner of its picture by more than this share of the distance to the middle."""
_FIT_GRID = 9


@dataclass(frozen=True, eq=False)
class Placement:
    """A perspective and a lens.

    Attributes:
        homography: float64 (3, 3), positions in the x-ray's frame to positions in the photo, before the lens.
        photo_size: (width, height) of the photo as looked at.
        bend: A point at distance r of the middle moves outwards by ``bend * r**3``, half the diagonal being 1.
    """

    homography: Floats
    photo_size: Size
    bend: float = 0.0

    @cached_property
    def middle(self) -> Floats:
        """Middle of the photo, float64 (2,)."""
        return np.array(self.photo_size, np.float64) / 2

    @property
    def radius(self) -> float:
        """Half the photo's diagonal, px."""
        return float(np.hypot(*self.middle))

    def moved(self, points: ArrayLike) -> Floats:
        """Map points (N, 2) of the frame to the photo, float64 (N, 2)."""
        straight = moved(self.homography, points) - self.middle
        squared = (straight**2).sum(axis=1, keepdims=True) / self.radius**2
        return np.asarray(self.middle + straight * (1 + self.bend * squared), np.float64)

    def of_frame(self, factor: ArrayLike) -> "Placement":
        """Return the placement of the same frame enlarged by ``factor`` (x, y)."""
        return Placement(scaled(self.homography, factor, 1.0), self.photo_size, self.bend)

    def perspective(self, size: Size) -> Floats:
        """Return the perspective nearest to all of a frame of ``size``, the lens included, float64 (3, 3)."""
        if not self.bend:
            return self.homography
        x, y = np.meshgrid(np.linspace(0, size[0], _FIT_GRID), np.linspace(0, size[1], _FIT_GRID))
        points = np.column_stack([x.ravel(), y.ravel()])
        fitted, _ = cv2.findHomography(points, self.moved(points), 0)
        return self.homography if fitted is None else np.asarray(fitted / fitted[2, 2], np.float64)

    def positions(
        self, size: Size, margin: int = 0, step: int = 1
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the position in the photo of each pixel of the frame.

        Args:
            size: (width, height) of the frame.
            margin: Pixels around the frame that are wanted as well.
            step: Only every so many pixels; unless 1, without the outermost.

        Returns:
            x and y, float32 (height + 2 margin, width + 2 margin), continuous positions; beyond the horizon, far off.
        """
        x, y = (centres(length, margin, step) for length in size)
        x, y = x[None, :], y[:, None]
        h = self.homography.astype(np.float32)
        depth = np.maximum(h[2, 0] * x + (h[2, 1] * y + h[2, 2]), np.float32(1e-6))
        # In place: twice as fast as with a new array for each operation.
        across = h[0, 0] * x + (h[0, 1] * y + h[0, 2])
        down = h[1, 0] * x + (h[1, 1] * y + h[1, 2])
        for part, middle in ((across, self.middle[0]), (down, self.middle[1])):
            part /= depth
            part -= np.float32(middle)
        if self.bend:
            factor = across * across
            factor += down * down
            factor *= np.float32(self.bend / self.radius**2)
            factor += np.float32(1)
            across *= factor
            down *= factor
        far = np.float32(4 * self.radius)
        for part, middle in ((across, self.middle[0]), (down, self.middle[1])):
            np.clip(part, -far, far, out=part)
            part += np.float32(middle)
        return across, down

    def corners(self, size: Size) -> Floats:
        """Return the corners of a frame of ``size`` in the photo, float64 (4, 2)."""
        return self.moved(frame(size))


def centres(length: int, margin: int, step: int) -> NDArray[np.float32]:
    """Return the centres of a frame's pixels along one side, as `Placement.positions` takes them."""
    every = np.arange(-margin, length + margin, dtype=np.float32) + np.float32(0.5)
    return every if step == 1 else every[1:-1:step]
