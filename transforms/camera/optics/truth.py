"""Ground-truth geometry of a synthetic photo: the position of every source pixel in the output.

Inside the camera pixel centres are whole numbers; what leaves this module is in the continuous coordinates of
`transforms.rendering`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ... import geometry
from ...camera.device.delivery import Delivery
from ...errors import ParameterError
from ...rendering import Floats, Mask, Size
from .mosaic import LOW_STEP, Float32, spread
from .optics import Optics

_STRIP = 128


def _no_curl(points: Floats) -> Floats:
    return points


@dataclass(frozen=True)
class Geometry:
    """Mapping from the source picture by way of the plane to the photo as delivered.

    Attributes:
        optics: The camera.
        delivery: What scaled the photo afterwards.
        source_size: Width and height of the source, px.
        source_to_plane: Homography (3, 3) from source positions to plane positions.
        flatten: From plane positions (N, 2) to where the same point lies on a flat plane (curled film).
        curl: The other way.
    """

    optics: Optics
    delivery: Delivery
    source_size: Size
    source_to_plane: Floats
    flatten: Callable[[Floats], Floats] = _no_curl
    curl: Callable[[Floats], Floats] = _no_curl

    def __post_init__(self) -> None:
        corners = geometry.move_points(self.source_to_plane, geometry.frame(self.source_size))
        if (self.optics.depths(corners - 0.5) <= self.optics.lens.focal_mm).any():
            raise ParameterError(
                f"pose.distance_mm is {self.optics.pose.distance_mm:g}: at these angles part of the x-ray would be "
                "behind the camera; take a greater distance or smaller angles"
            )

    @property
    def size(self) -> Size:
        """Width and height of the photo as delivered."""
        return self.delivery.size(self.optics.sensor.size_px)

    @property
    def projective(self) -> bool:
        """Whether a homography is exact: no lens distortion, no curl."""
        lens = self.optics.lens
        return lens.k1 == 0 and lens.k2 == 0 and self.flatten is _no_curl

    def _scale(self) -> Floats:
        shot, sent = self.optics.sensor.size_px, self.size
        return np.array([sent[0] / shot[0], sent[1] / shot[1]])

    def homography(self) -> Floats:
        """Return the homography (3, 3), source to photo: exact if `projective`, else the nearest."""
        if self.projective:
            sx, sy = self._scale()
            pinhole = geometry.from_pixel_centres(self.optics.homography())
            h = np.diag([sx, sy, 1.0]) @ pinhole @ self.source_to_plane
            return np.asarray(h / h[2, 2], np.float64)
        width, height = self.source_size
        x, y = np.meshgrid(np.linspace(0, width, 15), np.linspace(0, height, 15))
        grid = np.column_stack([x.ravel(), y.ravel()])
        return np.asarray(cv2.findHomography(grid, self.forward(grid))[0], np.float64)

    def forward(self, points: Floats) -> Floats:
        """Map source positions (N, 2) to photo positions, including lens and curl."""
        on_plane = self.curl(geometry.move_points(self.source_to_plane, points))
        moved: Floats = (self.optics.to_photo(on_plane - 0.5) + 0.5) * self._scale()
        return moved

    def backward(self, points: Floats) -> Floats:
        """Map photo positions (N, 2) to source positions."""
        on_plane = self.optics.to_plane(points / self._scale() - 0.5) + 0.5
        inverse = np.asarray(np.linalg.inv(self.source_to_plane), np.float64)
        return geometry.move_points(inverse, self.flatten(on_plane))

    def corners(self) -> Floats:
        """Return the photo positions (4, 2) of the source's corners."""
        return self.forward(geometry.frame(self.source_size))

    def displacement(self) -> NDArray[np.float32] | None:
        """Return source position minus own position per output pixel (H, W, 2); None if `projective`."""
        if self.projective:
            return None
        width, height = self.size
        field = np.empty((height, width, 2), np.float32)
        for top in range(0, height, _STRIP):
            rows = field[top : top + _STRIP]
            y, x = np.indices(rows.shape[:2])
            here = np.column_stack([x.ravel() + 0.5, y.ravel() + top + 0.5])
            rows[:] = (self.backward(here) - here).reshape(rows.shape)
        return field

    def on_photo(self, nodes: Float32) -> Mask:
        """Convert a map 0..1 of nodes (gh, gw) to a mask 0..255 of the delivered photo."""
        full = spread(np.clip(nodes, 0, 1) * 255, LOW_STEP, self.optics.sensor.size_px)
        return self._sent(np.rint(full).astype(np.uint8))

    def polygons(self, outlines: list[Floats]) -> Mask:
        """Return the mask of polygons (N, 2) given in plane positions."""
        return self._filled([self.optics.to_photo(_dense(outline) - 0.5) for outline in outlines])

    def source_polygons(self, outlines: list[Floats]) -> Mask:
        """Return the mask of polygons (N, 2) given in source positions."""
        placed = [self.curl(geometry.move_points(self.source_to_plane, _dense(o))) for o in outlines]
        return self._filled([self.optics.to_photo(outline - 0.5) for outline in placed])

    def _filled(self, outlines: list[Floats]) -> Mask:
        """Return the mask of polygons (N, 2) given in pixels of the photo as shot."""
        shot = self.optics.sensor.size_px
        mask = np.zeros((shot[1], shot[0]), np.uint8)
        for outline in outlines:
            points = np.rint(np.clip(outline, -30_000, 30_000) * 16).astype(np.int32)
            cv2.fillPoly(mask, [points], 255, cv2.LINE_8, 4)
        return self._sent(mask)

    def _sent(self, mask: Mask) -> Mask:
        if (mask.shape[1], mask.shape[0]) == self.size:
            return np.asarray(mask, np.uint8)
        return np.asarray(cv2.resize(mask, self.size, interpolation=cv2.INTER_AREA), np.uint8)


def _dense(outline: Floats) -> Floats:
    """Subdivide a polygon to sixteen points a side, so that lens and curl may bend it."""
    ahead = np.roll(outline, -1, axis=0)
    steps = np.arange(16)[None, :, None] / 16
    dense: Floats = (outline[:, None] + (ahead - outline)[:, None] * steps).reshape(-1, 2)
    return dense
