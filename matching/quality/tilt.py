"""Camera angles, from a homography.

The homography of a flat picture is K [r1 r2 t]: with the focal length known, the first two columns of the
rotation come out of it, up to a common factor and to noise. Square pixels are assumed, and a principal point
in the photo's middle, as in every phone's uncropped photo.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ASSUMED_FOCAL_35MM = 27.0
"""What main cameras of phones have (24 to 28 mm); a fifth off makes an angle of 10 degrees one of 8 or 12."""

_DIAGONAL_35MM = math.hypot(36.0, 24.0)


@dataclass(frozen=True, slots=True)
class PhotoTilt:
    """Camera angles relative to the x-ray, in degrees; all zero when it looked straight at it, upright.

    Attributes:
        yaw: Seen from the right when positive, from the left when negative (-90 to 90).
        pitch: Seen from above when positive, from below when negative (-90 to 90).
        roll: The x-ray is turned clockwise in the photo when positive (-180 to 180).
    """

    yaw: float
    pitch: float
    roll: float

    @property
    def turn(self) -> int:
        """Quarter turns clockwise of the x-ray in the photo: 0, 90, 180 or 270 degrees."""
        return round(self.roll / 90) % 4 * 90

    @property
    def askew(self) -> float:
        """Rest of ``roll`` beyond the nearest quarter turn, degrees (-45 to 45)."""
        return self.roll - round(self.roll / 90) * 90

    @property
    def total(self) -> float:
        """Angle between the line of sight and the perpendicular of the x-ray, degrees (0 to 90)."""
        cosine = math.cos(math.radians(self.yaw)) * math.cos(math.radians(self.pitch))
        return math.degrees(math.acos(min(1.0, cosine)))


def focal_px(photo_size: tuple[int, int], focal_35mm: float | None) -> float:
    """Return the focal length in photo pixels.

    Args:
        photo_size: (width, height) of the full photo.
        focal_35mm: EXIF's FocalLengthIn35mmFilm, mm; what cannot be one (None, 0, a thousand) is replaced by
            what phones have.
    """
    if focal_35mm is None or not 8 <= focal_35mm <= 300:
        focal_35mm = ASSUMED_FOCAL_35MM
    return focal_35mm / _DIAGONAL_35MM * math.hypot(*photo_size)


def tilt_of(
    homography: NDArray[np.float64],
    xray_size: tuple[int, int],
    photo_size: tuple[int, int],
    focal_35mm: float | None = None,
) -> PhotoTilt:
    """Compute the camera's angles from a homography.

    Args:
        homography: float64 (3, 3), x-ray px to photo px, both in continuous coordinates.
        xray_size: (width, height) of the x-ray, px.
        photo_size: (width, height) of the upright photo, px.
        focal_35mm: 35 mm equivalent of the focal length, where the photo's EXIF tells it.
    """
    middle, half = np.array(photo_size) / 2, max(xray_size) / 2
    focal = focal_px(photo_size, focal_35mm)
    to_camera = np.array([[1 / focal, 0, -middle[0] / focal], [0, 1 / focal, -middle[1] / focal], [0, 0, 1]])
    from_plane = np.array([[half, 0, xray_size[0] / 2], [0, half, xray_size[1] / 2], [0, 0, 1]])
    seen = to_camera @ homography @ from_plane
    seen *= np.sign(seen[2, 2])
    scale = (np.linalg.norm(seen[:, 0]) + np.linalg.norm(seen[:, 1])) / 2
    across, down = seen[:, 0] / scale, seen[:, 1] / scale
    u, _, vt = np.linalg.svd(np.column_stack([across, down, np.cross(across, down)]))
    return _angles(u @ np.diag([1, 1, np.linalg.det(u @ vt)]) @ vt)


def _angles(rotation: NDArray[np.float64]) -> PhotoTilt:
    """Return roll, pitch and yaw: rotation = Rz(roll) Rx(pitch) Ry(yaw), axes x right, y down, z ahead."""
    pitch = math.asin(float(np.clip(rotation[2, 1], -1, 1)))
    roll = math.atan2(-rotation[0, 1], rotation[1, 1])
    yaw = math.atan2(-rotation[2, 0], rotation[2, 2])
    return PhotoTilt(math.degrees(yaw), math.degrees(pitch), math.degrees(roll))
