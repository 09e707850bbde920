"""Camera pose: from distance and angles to the homography of the photographed plane.

Plane coordinates are millimetres, x to the right and y down as seen from the camera, origin at the plane's
centre; z points away from the camera. Pixel centres have whole coordinates everywhere.
"""

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...parameters import parameters

MAX_ANGLE_DEG = 80.0
Tilt = Annotated[float, Field(ge=-MAX_ANGLE_DEG, le=MAX_ANGLE_DEG)]
"""Beyond this a plane is seen edge on: a degree more or less changes everything, and no one photographs so."""


@parameters
class Pose:
    """The camera relative to the plane.

    Attributes:
        distance_mm: From the lens to the point aimed at, along the optical axis; > 0.
        yaw_deg: How far the camera looks from the side (turns the plane about its vertical); |yaw| <= 80.
        pitch_deg: How far it looks from above or below; |pitch| <= 80.
        roll_deg: Turn about the optical axis, -180 to 180.
        offset_x_mm: Point aimed at, right of the plane's centre.
        offset_y_mm: Point aimed at, below the plane's centre.
    """

    distance_mm: Annotated[float, Field(gt=0, le=100_000)] = 500.0
    yaw_deg: Tilt = 0.0
    pitch_deg: Tilt = 0.0
    roll_deg: Annotated[float, Field(ge=-180, le=180)] = 0.0
    offset_x_mm: Annotated[float, Field(ge=-100_000, le=100_000)] = 0.0
    offset_y_mm: Annotated[float, Field(ge=-100_000, le=100_000)] = 0.0

    def rotation(self) -> NDArray[np.float64]:
        """Return the rotation (3, 3) from plane axes to camera axes: roll after pitch after yaw."""
        yaw, pitch, roll = (math.radians(a) for a in (self.yaw_deg, self.pitch_deg, self.roll_deg))
        ry = np.array([[math.cos(yaw), 0, math.sin(yaw)], [0, 1, 0], [-math.sin(yaw), 0, math.cos(yaw)]])
        rx = np.array(
            [[1, 0, 0], [0, math.cos(pitch), -math.sin(pitch)], [0, math.sin(pitch), math.cos(pitch)]]
        )
        rz = np.array([[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
        rotation: NDArray[np.float64] = rz @ rx @ ry
        return rotation

    def translation(self) -> NDArray[np.float64]:
        """Return the plane's origin in camera axes, mm (3,)."""
        aim = np.array([self.offset_x_mm, self.offset_y_mm, 0.0])
        moved: NDArray[np.float64] = np.array([0.0, 0.0, self.distance_mm]) - self.rotation() @ aim
        return moved

    def position(self) -> NDArray[np.float64]:
        """Return the lens in plane axes, mm (3,); its z is negative."""
        at: NDArray[np.float64] = -self.rotation().T @ self.translation()
        return at


@dataclass(frozen=True)
class Viewpoint:
    """A pose with the camera constants needed to compute pixels.

    Attributes:
        pose: Where the camera stands.
        photo_size: Width and height of the photo, px.
        focal_px: Focal length divided by the photosites' pitch.
    """

    pose: Pose
    photo_size: tuple[int, int]
    focal_px: float

    @property
    def centre(self) -> tuple[float, float]:
        """Principal point, px: the middle of the photo."""
        return (self.photo_size[0] - 1) / 2, (self.photo_size[1] - 1) / 2

    def homography_mm(self) -> NDArray[np.float64]:
        """Return the homography (3, 3) from plane mm to photo px: K [r1 r2 t], without lens distortion."""
        rotation = self.pose.rotation()
        cx, cy = self.centre
        k = np.array([[self.focal_px, 0, cx], [0, self.focal_px, cy], [0, 0, 1.0]])
        h = k @ np.column_stack([rotation[:, 0], rotation[:, 1], self.pose.translation()])
        scaled: NDArray[np.float64] = h / h[2, 2]
        return scaled

    def project(self, points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """Project points (N, 3) in plane axes to photo px (N, 2); points behind the lens are moved before it."""
        camera = points_mm @ self.pose.rotation().T + self.pose.translation()
        z = np.maximum(camera[:, 2:], 5.0)
        projected: NDArray[np.float64] = camera[:, :2] / z * self.focal_px + np.array(self.centre)
        return projected


def plane_to_photo(view: Viewpoint, size_px: tuple[int, int], pitch_mm: float) -> NDArray[np.float64]:
    """Return the homography (3, 3) from the pixels of a plane centred on the origin to photo pixels (pinhole)."""
    w, h = size_px
    to_mm = np.array(
        [[pitch_mm, 0, -pitch_mm * (w - 1) / 2], [0, pitch_mm, -pitch_mm * (h - 1) / 2], [0, 0, 1.0]]
    )
    product = view.homography_mm() @ to_mm
    scaled: NDArray[np.float64] = product / product[2, 2]
    return scaled


def map_points(homography: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Map points (N, 2) by a homography."""
    h = np.column_stack([points, np.ones(len(points))]) @ homography.T
    mapped: NDArray[np.float64] = h[:, :2] / h[:, 2:]
    return mapped


def jacobians(homography: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the derivatives (N, 2, 2) of a homography at points (N, 2): rows are outputs, columns inputs."""
    h = np.column_stack([points, np.ones(len(points))]) @ homography.T
    out = h[:, :2] / h[:, 2:]
    top = homography[:2, :2][None] - out[:, :, None] * homography[2, :2][None, None]
    derived: NDArray[np.float64] = top / h[:, 2][:, None, None]
    return derived
