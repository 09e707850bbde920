"""Detection of x-rays that the screen shows in other proportions than their own.

A perspective of a rectangle tells how long its sides are to each other, once the focal length is known (Zhang 2000,
section 2: the columns of K^-1 H are equally long). At the angles of a phone on a tripod the focal length hardly
matters; where it does, the one at which both columns are at right angles is taken.
"""

import numpy as np

from matching.features.homographies import Floats, Size

USUAL_35MM = 27.0
"""35 mm equivalent of a phone's main lens."""
_OTHERS_35MM = (13.0, 22.0, 35.0, 54.0, 77.0)
_DIAGONAL_35MM = float(np.hypot(36, 24))
_AT_RIGHT_ANGLES = 0.01


def stretch(homography: Floats, photo_size: Size, focal_35mm: float | None = None) -> float:
    """Return the factor by which the x-ray is stretched: 1.1 or 1 / 1.1 is ten percent.

    Args:
        homography: float64 (3, 3), x-ray px to photo px.
        photo_size: (width, height) of the photo.
        focal_35mm: 35 mm equivalent of the focal length; None where unknown.
    """
    candidates = [focal_35mm] if focal_35mm else [USUAL_35MM, *_OTHERS_35MM]
    found = [_sides(homography, photo_size, focal) for focal in candidates]
    ratio, skew = found[0]
    if focal_35mm or skew <= _AT_RIGHT_ANGLES:
        return ratio
    return min(found, key=lambda one: one[1])[0]


def _sides(homography: Floats, photo_size: Size, focal_35mm: float) -> tuple[float, float]:
    """Return relative height over width, and the deviation of the sides from right angles, 0..1."""
    focal = focal_35mm / _DIAGONAL_35MM * float(np.hypot(*photo_size))
    camera = np.array([[focal, 0, photo_size[0] / 2], [0, focal, photo_size[1] / 2], [0, 0, 1]])
    sides = np.linalg.inv(camera) @ homography
    across, down = np.linalg.norm(sides[:, 0]), np.linalg.norm(sides[:, 1])
    return float(down / across), float(abs(sides[:, 0] @ sides[:, 1]) / (across * down))
