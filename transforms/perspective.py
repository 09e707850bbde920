"""Perspective warps with Pillow's cubic interpolation, shared by tilt and translation.

Each output pixel's centre is taken back into the source; outside the source it is black. The cubic is the one
with a = -1 (Keys, 1981), as Pillow's, a little crisper than OpenCV's a = -0.75.
"""

from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from .rendering import Floats, Image


def draw(image: Image, homography: Floats) -> Image:
    """Warp the picture by a homography within a frame of its own size, black around it.

    Args:
        image: any of the three kinds.
        homography: (3, 3) from source to output positions, invertible, with positive depth on the source.
    """
    # Not normalised: the sign of its depth tells what lies before the camera from what lies behind.
    back = np.asarray(np.linalg.inv(homography), np.float64)
    is_upright = not (back[0, 1] or back[1, 0] or back[2, :2].any())
    return _upright(image, back) if is_upright else _in_perspective(image, back)


def _in_perspective(image: Image, back: Floats) -> Image:
    from .kernels.cubic import MARGIN, cubic_perspective, work_for

    wide = cv2.copyMakeBorder(image, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_REPLICATE)
    result = np.empty_like(image)
    top = np.float32(np.iinfo(image.dtype).max)
    height, width = image.shape[:2]
    source = wide.reshape((*wide.shape[:2], -1))
    work = work_for(source, width)
    cubic_perspective(source, _words(wide), result.reshape((height, width, -1)), back, top, work)
    return result


def _words(image: NDArray[Any]) -> NDArray[np.uint32]:
    """Return words of 32 bits, one beginning at every value; they share the picture's memory."""
    count = (image.nbytes - 4) // image.itemsize + 1
    return np.ndarray((count,), np.uint32, buffer=image, strides=(image.itemsize,))


def _upright(image: Image, back: Floats) -> Image:
    """Draw a picture that is only scaled and shifted: across and then down, from four neighbours each."""
    from .kernels.cubic import WHOLE
    from .kernels.rows import weigh_rows

    height, width = image.shape[:2]
    first_column, columns, across = _neighbours(width, back[0, 0] / back[2, 2], back[0, 2] / back[2, 2])
    first_row, rows, down = _neighbours(height, back[1, 1] / back[2, 2], back[1, 2] / back[2, 2])
    if not (len(columns) and len(rows)):
        return np.zeros_like(image)
    top = np.float32(np.iinfo(image.dtype).max)
    # Between the two, values keep a fraction, and the quarter by which the cubic leaves the range.
    kind, fine = (np.int16, np.float32(100)) if image.dtype == np.uint8 else (np.int32, np.float32(10_000))
    wide, corner, add = np.float32(1.25) * top * fine, (first_row, first_column), top * np.float32(WHOLE)
    across, down = across * fine, down / fine
    # One channel after the other, in the same memory: OpenCV turns three together six times as slowly.
    planes = cv2.split(image)
    turned, narrow = np.empty((width, height), image.dtype), np.empty((len(columns), height), kind)
    upright = np.empty((height, len(columns)), kind)
    for plane in planes:
        cv2.transpose(plane, dst=turned)
        weigh_rows(turned, columns, across, np.float32(0.5), (-wide, wide), (0, 0), narrow)
        cv2.transpose(narrow, dst=upright)
        plane.fill(0)
        weigh_rows(upright, rows, down, add, (np.float32(0), top), corner, plane)
    return cast(Image, cv2.merge(planes))


def _neighbours(length: int, step: float, start: float) -> tuple[int, NDArray[np.int64], NDArray[np.float32]]:
    """Return the first pixel along an axis that comes from the source, and the four neighbours of each with weights.

    Args:
        length: of source and output.
        step: in the source, from one pixel to the next.
        start: position in the source of the output's edge.
    """
    at = step * (np.arange(length) + 0.5) + start
    inside = np.flatnonzero((at >= 0) & (at < length))
    left = np.floor(at[inside] - 0.5)
    t = at[inside] - 0.5 - left
    s = 1 - t
    weights = np.column_stack([-t * s * s, 1 + t * t * (t - 2), t * (1 + t * s), -t * t * s]).astype(
        np.float32
    )
    pixels = np.clip(left.astype(np.int64)[:, None] + np.arange(-1, 3), 0, length - 1)
    return int(inside[0]) if inside.size else 0, pixels, weights
