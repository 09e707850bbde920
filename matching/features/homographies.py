"""Perspectives between an x-ray and its photo: mapping of points, scaling, and plausibility.

Positions are continuous: a picture of width w and height h covers 0..w by 0..h and the centre of pixel (x, y) is at
(x + 0.5, y + 0.5). OpenCV puts centres on whole numbers; `for_opencv` translates.
"""

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Grey = NDArray[np.uint8]
Size = tuple[int, int]
"""(width, height) in pixels."""

_MOST_UNEQUAL = 3.0
"""An edge this many times as long as the opposite one is seen at more than 60 degrees."""
_LEAST_AREA = 0.01
_FARTHEST = 1.0


def frame(size: Size) -> Floats:
    """Return the corners of a picture, float64 (4, 2): top left, top right, bottom right, bottom left."""
    width, height = size
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)


def moved(homography: Floats, points: ArrayLike) -> Floats:
    """Map points (N, 2) by a homography, float64 (N, 2)."""
    flat = np.asarray(points, np.float64).reshape(-1, 2)
    through = np.column_stack([flat, np.ones(len(flat))]) @ homography.T
    return np.asarray(through[:, :2] / through[:, 2:], np.float64)


def scaled(homography: Floats, source: ArrayLike, target: ArrayLike) -> Floats:
    """Return the perspective between both pictures enlarged by (x, y) or one factor each; last element 1."""
    before = np.diag([*np.broadcast_to(np.asarray(source, float), 2), 1.0])
    after = np.diag([*np.broadcast_to(np.asarray(target, float), 2), 1.0])
    result = after @ homography @ np.linalg.inv(before)
    return np.asarray(result / result[2, 2], np.float64)


def for_opencv(homography: Floats) -> Floats:
    """Convert a homography of ours to OpenCV's convention, for `cv2.warpPerspective`."""
    to, back = np.eye(3), np.eye(3)
    to[:2, 2], back[:2, 2] = -0.5, 0.5
    result: Floats = to @ homography @ back
    return result


def onto_xray(photo: Grey, homography: Floats, size: Size) -> tuple[Grey, NDArray[np.bool_]]:
    """Warp the photo back onto the x-ray.

    Args:
        photo: uint8 (H, W).
        homography: From positions in a picture of ``size`` to positions in the photo.
        size: (width, height) of the outcome.

    Returns:
        uint8 (height, width), and bool of the same shape: which of its pixels lie in the photo.
    """
    matrix = for_opencv(homography)
    flat = cv2.warpPerspective(photo, matrix, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    inside = cv2.warpPerspective(
        np.full(photo.shape, 255, np.uint8), matrix, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    )
    return np.asarray(flat, np.uint8), inside > 0


def share_inside(corners: Floats, size: Size) -> float:
    """Return the share of the quadrilateral (4, 2) that lies within a picture of ``size``, 0..1."""
    quad = corners.astype(np.float32)
    whole = abs(float(cv2.contourArea(quad)))
    if whole <= 0:
        return 0.0
    common, _ = cv2.intersectConvexConvex(quad, frame(size).astype(np.float32))
    return min(1.0, float(common) / whole)


def is_possible(corners: Floats, size: Size) -> bool:
    """Return whether a camera could see a rectangle with these corners (4, 2) in a photo of ``size``.

    Not mirrored, not folded, not edge-on, not a speck and not mostly outside.
    """
    if not np.isfinite(corners).all():
        return False
    edges = np.roll(corners, -1, axis=0) - corners
    following = np.roll(edges, -1, axis=0)
    turns = edges[:, 0] * following[:, 1] - edges[:, 1] * following[:, 0]
    if not (turns > 0).all():
        return False
    lengths = np.hypot(edges[:, 0], edges[:, 1])
    unequal = max(
        lengths[0] / lengths[2], lengths[2] / lengths[0], lengths[1] / lengths[3], lengths[3] / lengths[1]
    )
    area = float(cv2.contourArea(corners.astype(np.float32)))
    reach = np.array(size) * _FARTHEST
    near = bool((corners > -reach).all() and (corners < np.array(size) + reach).all())
    return bool(near and unequal < _MOST_UNEQUAL and area > _LEAST_AREA * size[0] * size[1])
