"""Perspective with cubic interpolation, a row at a time in two steps.

First where every pixel of the row comes from, which the processor does for eight pixels at once; then the
sixteen neighbours of each. Rows and columns beyond the source's edge repeat the last one, but a pixel whose
centre falls outside the source is black.
"""

import numpy as np
from numpy.typing import NDArray

from .compiled import Pixels, compiled

OUTSIDE, AT_EDGE, WITHIN = 0, 1, 2
"""Where a pixel comes from: no source, some of the sixteen neighbours missing, all there."""
WHOLE = 1e-6
"""Share of the largest grey value added before cutting to a whole number, against rounding errors."""

Weights = tuple[np.float32, np.float32, np.float32, np.float32]


@compiled
def cubic_weights(t: np.float32) -> Weights:
    """Return the weights of four neighbours for position t, 0 <= t < 1, from the second to the third; a = -1."""
    s = np.float32(1) - t
    return -t * s * s, np.float32(1) + t * t * (t - np.float32(2)), t * (np.float32(1) + t * s), -t * t * s


@compiled
def row_places(
    back: NDArray[np.float64],
    y: int,
    width: int,
    height: int,
    corner: NDArray[np.int64],
    part: NDArray[np.float32],
    kind: NDArray[np.uint8],
) -> None:
    """Return the source positions of the pixels of output row y.

    Args:
        back: (3, 3) from output to source positions.
        y: the row.
        width: of the source.
        height: of the source.
        corner: (2, N), filled: column and row of the first of the sixteen neighbours.
        part: (2, N), filled: place between the second and the third, x and y, 0..1.
        kind: (N,), filled: OUTSIDE, AT_EDGE or WITHIN.
    """
    b00, b10, b20 = back[0, 0], back[1, 0], back[2, 0]
    cy = y + 0.5
    start_x = back[0, 1] * cy + back[0, 2]
    start_y = back[1, 1] * cy + back[1, 2]
    start_depth = back[2, 1] * cy + back[2, 2]
    columns, rows, part_x, part_y = corner[0], corner[1], part[0], part[1]
    for x in range(kind.size):
        cx = x + 0.5
        depth = b20 * cx + start_depth
        per_depth = 1.0 / depth
        sx, sy = (b00 * cx + start_x) * per_depth, (b10 * cx + start_y) * per_depth
        inside = (depth > 0) & (sx >= 0) & (sx < width) & (sy >= 0) & (sy < height)
        sx, sy = min(max(sx - 0.5, -1.0), float(width)), min(max(sy - 0.5, -1.0), float(height))
        left, upper = np.floor(sx), np.floor(sy)
        part_x[x], part_y[x] = sx - left, sy - upper
        complete = (left >= 1) & (left < width - 2) & (upper >= 1) & (upper < height - 2)
        columns[x], rows[x] = np.int64(left) - 1, np.int64(upper) - 1
        kind[x] = (WITHIN if complete else AT_EDGE) if inside else OUTSIDE


@compiled
def column_value(a: int, b: int, c: int, d: int, w: Weights) -> np.float32:
    """Return the weighted sum of four values."""
    return np.float32(a) * w[0] + np.float32(b) * w[1] + np.float32(c) * w[2] + np.float32(d) * w[3]


@compiled
def value_within(flat: Pixels, at: np.uint64, across: int, down: int, wx: Weights, wy: Weights) -> np.float32:
    """Return the weighted sum of sixteen neighbours in a flat picture.

    Args:
        flat: the picture's values.
        at: index of the first neighbour.
        across: distance of neighbours in a row.
        down: distance of rows.
        wx: weights of the columns.
        wy: weights of the rows.
    """
    # Unsigned indices: numba tests signed ones for negative values.
    step, d1, d2, d3 = np.uint64(across), np.uint64(down), np.uint64(2 * down), np.uint64(3 * down)
    second, third, fourth = at + step, at + step + step, at + step + step + step
    return (
        column_value(flat[at], flat[at + d1], flat[at + d2], flat[at + d3], wy) * wx[0]
        + column_value(flat[second], flat[second + d1], flat[second + d2], flat[second + d3], wy) * wx[1]
        + column_value(flat[third], flat[third + d1], flat[third + d2], flat[third + d3], wy) * wx[2]
        + column_value(flat[fourth], flat[fourth + d1], flat[fourth + d2], flat[fourth + d3], wy) * wx[3]
    )


@compiled
def value_at_edge(image: Pixels, column: int, row: int, c: int, wx: Weights, wy: Weights) -> np.float32:
    """Return the weighted sum of neighbours beyond the edge, which repeat the last pixel."""
    right, bottom = image.shape[1] - 1, image.shape[0] - 1
    total = np.float32(0)
    for i in range(4):
        x = min(max(column + i, 0), right)
        for j in range(4):
            y = min(max(row + j, 0), bottom)
            total += np.float32(image[y, x, c]) * wy[j] * wx[i]
    return total


@compiled
def cubic_perspective(image: Pixels, result: Pixels, back: NDArray[np.float64], top: np.float32) -> None:
    """Draw uint8 or uint16 (H, W, C) in perspective.

    Args:
        image: the source, C-contiguous.
        result: the output, any height and width.
        back: (3, 3) from output to source positions; its depth is positive before the camera.
        top: largest grey value.
    """
    height, width, channels = image.shape
    flat, down = image.reshape(-1), width * channels
    columns = result.shape[1]
    corner, part = np.empty((2, columns), np.int64), np.empty((2, columns), np.float32)
    kind = np.empty(columns, np.uint8)
    for y in range(result.shape[0]):
        row_places(back, y, width, height, corner, part, kind)
        for x in range(columns):
            if kind[x] == OUTSIDE:
                result[y, x] = 0
                continue
            wx, wy = cubic_weights(part[0, x]), cubic_weights(part[1, x])
            for c in range(channels):
                at = np.uint64(corner[1, x] * down + corner[0, x] * channels + c)
                if kind[x] == WITHIN and channels == 1:
                    value = value_within(flat, at, 1, down, wx, wy)
                elif kind[x] == WITHIN:
                    value = value_within(flat, at, channels, down, wx, wy)
                else:
                    value = value_at_edge(image, corner[0, x], corner[1, x], c, wx, wy)
                whole = min(max(value + top * np.float32(WHOLE), np.float32(0)), top)
                result[y, x, c] = np.int32(whole)
