"""Points, boxes and masks carried along with a picture's pixels.

A detector or segmenter trained on transformed x-rays needs its annotations where the pixels went. All positions
are continuous (see `transforms.rendering`), so that a box of a whole w x h picture is (0, 0, w, h).
"""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import geometry
from .errors import AnnotationError
from .rendering import Floats, Rendering

M = TypeVar("M", bound=np.generic)

ROWS = 64
"""Rows of a mask worked on together, which bounds the memory that positions take."""
EDGE_POINTS = 17
"""Points along each edge of a box where edges become curves."""
ROUNDS = 8


def warp_points(points: ArrayLike, rendering: Rendering) -> Floats:
    """Map points of the source to the output.

    Args:
        points: (N, 2), x and y.
        rendering: what happened to the picture.

    Returns:
        float64 (N, 2), beyond the output's frame too.

    Raises:
        AnnotationError: not (N, 2) finite numbers, or the rendering does not say where pixels went.
    """
    source = _numbers(points, 2, "points")
    forward = _perspective(rendering)
    guess = geometry.move_points(forward, source)
    if rendering.displacement is None:
        return guess
    # Near the perspective, so that its own inverse corrects what is left of the error.
    for _ in range(ROUNDS):
        reached = guess + _sampled(rendering.displacement, guess)
        guess = guess + geometry.move_points(forward, source) - geometry.move_points(forward, reached)
    return guess


def warp_boxes(boxes: ArrayLike, rendering: Rendering) -> Floats:
    """Map boxes of the source to upright bounding boxes, clipped to the output's frame.

    Args:
        boxes: (N, 4), left, top, right, bottom.
        rendering: what happened to the picture.

    Returns:
        float64 (N, 4) in the same order; a box that left the frame has no area.

    Raises:
        AnnotationError: not (N, 4) finite numbers, or the rendering does not say where pixels went.
    """
    source = _numbers(boxes, 4, "boxes")
    if not len(source):
        return source
    outline = source[:, _outline_columns()] * (1 - _along()) + source[:, _outline_columns(1)] * _along()
    moved = warp_points(outline.reshape(-1, 2), rendering).reshape(len(source), -1, 2)
    hull = np.concatenate([moved.min(axis=1), moved.max(axis=1)], axis=1)
    result: Floats = np.clip(hull, 0, [*rendering.size, *rendering.size])
    return result


def warp_mask(mask: NDArray[M], rendering: Rendering, fill: Any = 0) -> NDArray[M]:
    """Warp a label mask into the frame of the output, by nearest neighbour.

    Args:
        mask: (H, W) of the source's size, any type.
        rendering: what happened to the picture.
        fill: value where the output shows nothing of the source.

    Raises:
        AnnotationError: of another size, or the rendering does not say where pixels went.
    """
    width, height = rendering.source_size
    if mask.shape != (height, width):
        raise AnnotationError(f"the mask is {mask.shape}, the picture it belongs to {(height, width)}")
    columns, rows = rendering.size
    result = np.full((rows, columns), fill, mask.dtype)
    for first in range(0, rows, ROWS):
        part = result[first : first + ROWS]
        source = np.floor(source_positions(rendering, first, first + len(part)))
        x, y = source[..., 0], source[..., 1]
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        part[inside] = mask[y[inside].astype(np.intp), x[inside].astype(np.intp)]
    return result


def source_positions(rendering: Rendering, first: int = 0, last: int | None = None) -> Floats:
    """Return the source positions of the pixel centres in output rows first..last, float64 (rows, W, 2)."""
    width, height = rendering.size
    rows = np.arange(first, height if last is None else last)
    x, y = np.meshgrid(np.arange(width) + 0.5, rows + 0.5)
    centres: Floats = np.stack([x, y], axis=-1)
    if rendering.displacement is not None:
        return np.asarray(centres + rendering.displacement[rows], np.float64)
    return source_of(centres.reshape(-1, 2), rendering).reshape(centres.shape)


def source_of(points: ArrayLike, rendering: Rendering) -> Floats:
    """Map points (N, 2) of the output to the source, float64 (N, 2): the inverse of `warp_points`."""
    output = _numbers(points, 2, "points")
    if rendering.displacement is not None:
        return output + _sampled(rendering.displacement, output)
    return geometry.move_points(geometry.inverse(_perspective(rendering)), output)


def _perspective(rendering: Rendering) -> Floats:
    """Return the homography, or the affine map nearest to a displacement."""
    if rendering.homography is not None:
        return rendering.homography
    if rendering.displacement is None:
        raise _unknown()
    width, height = rendering.size
    x, y = np.meshgrid(np.linspace(0.5, width - 0.5, 9), np.linspace(0.5, height - 0.5, 9))
    there = np.column_stack([x.ravel(), y.ravel()])
    here = there + _sampled(rendering.displacement, there)
    fitted = np.linalg.lstsq(np.column_stack([here, np.ones(len(here))]), there, rcond=None)[0]
    return np.vstack([fitted.T, [0, 0, 1]])


def _sampled(field: NDArray[np.float32], points: Floats) -> Floats:
    """Sample a field (H, W, 2) at positions (N, 2): bilinear between pixel centres, clamped at the edge."""
    last = np.array([field.shape[1] - 1, field.shape[0] - 1])
    at = np.clip(points - 0.5, 0, last)
    low = np.minimum(at.astype(np.intp), np.maximum(last - 1, 0))
    high = np.minimum(low + 1, last)
    part = (at - low)[:, :, None]
    upper = field[low[:, 1], low[:, 0]] * (1 - part[:, 0]) + field[low[:, 1], high[:, 0]] * part[:, 0]
    lower = field[high[:, 1], low[:, 0]] * (1 - part[:, 0]) + field[high[:, 1], high[:, 0]] * part[:, 0]
    result: Floats = upper * (1 - part[:, 1]) + lower * part[:, 1]
    return result


def _outline_columns(turn: int = 0) -> NDArray[np.intp]:
    """Repeat columns of a box for the (x, y) of its corners along each edge, (4 * EDGE_POINTS, 2)."""
    corners = np.array([(0, 1), (2, 1), (2, 3), (0, 3)])
    return np.repeat(np.roll(corners, -turn, axis=0), EDGE_POINTS, axis=0)


def _along() -> Floats:
    """Return the relative position of each outline point along its edge, (4 * EDGE_POINTS, 1)."""
    return np.tile(np.linspace(0, 1, EDGE_POINTS), 4)[:, None]


def _numbers(values: ArrayLike, columns: int, what: str) -> Floats:
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise AnnotationError(f"{what} must be an array of numbers (N, {columns})") from None
    if array.size == 0:
        return np.empty((0, columns))
    if array.ndim != 2 or array.shape[1] != columns or not np.isfinite(array).all():
        raise AnnotationError(f"{what} must be finite numbers (N, {columns}), got shape {array.shape}")
    return array


def _unknown() -> AnnotationError:
    return AnnotationError("this rendering does not say where pixels went")
