"""Homographies: from four corners, between conventions, applied to points.

All in the continuous coordinates of `transforms.rendering`.
"""

import numpy as np
from numpy.typing import ArrayLike

from .rendering import Floats, Size

IDENTITY: Floats = np.eye(3)
IDENTITY.setflags(write=False)


def frame(size: Size) -> Floats:
    """Return the corners of a picture, float64 (4, 2): top left, top right, bottom right, bottom left."""
    width, height = size
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)


def homography_between(source: ArrayLike, target: ArrayLike) -> Floats:
    """Return the homography that maps four points to four others.

    Solves x' = (ax + by + c) / (gx + hy + 1), y' = (dx + ey + f) / (gx + hy + 1) for the eight unknowns.

    Args:
        source: (4, 2) points.
        target: (4, 2) points.

    Returns:
        float64 (3, 3) with the last element 1.

    Raises:
        numpy.linalg.LinAlgError: three of the points lie on one line.
    """
    rows, values = [], []
    for (x, y), (u, v) in zip(np.asarray(source, float), np.asarray(target, float), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    solved = np.linalg.solve(np.array(rows), np.array(values))
    return np.append(solved, 1.0).reshape(3, 3)


def move_points(homography: Floats, points: ArrayLike) -> Floats:
    """Map points (N, 2) by a homography, float64 (N, 2)."""
    flat = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    moved = np.column_stack([flat, np.ones(len(flat))]) @ homography.T
    result: Floats = moved[:, :2] / moved[:, 2:]
    return result


def inverse(homography: Floats) -> Floats:
    """Invert a homography, with the last element 1.

    Raises:
        numpy.linalg.LinAlgError: there is none.
    """
    back = np.asarray(np.linalg.inv(homography), np.float64)
    result: Floats = back / back[2, 2]
    return result


def from_pixel_centres(matrix: ArrayLike) -> Floats:
    """Convert a homography of OpenCV's convention (centres on whole numbers) to ours (centres at + 0.5)."""
    return _shifted(matrix, 0.5)


def between_pixel_centres(homography: ArrayLike) -> Floats:
    """Convert a homography of ours to OpenCV's convention, for `cv2.warpPerspective` and the like."""
    return _shifted(homography, -0.5)


def _shifted(matrix: ArrayLike, by: float) -> Floats:
    to = np.array([[1, 0, by], [0, 1, by], [0, 0, 1]])
    back = np.array([[1, 0, -by], [0, 1, -by], [0, 0, 1]])
    result: Floats = to @ np.asarray(matrix, dtype=np.float64) @ back
    return result
