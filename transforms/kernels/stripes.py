"""Coverage of each pixel of a row by a warped field of lines.

A field of horizontal lines is squeezed to a trapezoid, turned, shifted and cropped. Whether a pixel is dark
depends only on the row of the field that it comes from, so the field itself, a picture sixteen times the
size of the x-ray, is never made: the maps are composed and evaluated pixel by pixel.

Rows come in planar order, as the moiré kernel wants them: the even columns first, then the odd ones.
"""

import numpy as np
from numpy.typing import NDArray

from .compiled import inlined

BARELY = np.float32(1e-3)
"""Keeps a row that lies exactly on a line from being counted to the one before."""
HARDLY = np.float32(1e-6)
"""A row that lies this much before a line may lie on it, but for rounding."""


@inlined
def sharp_lines(
    covered: NDArray[np.float32],
    y: int,
    turn: NDArray[np.float64],
    squeeze: NDArray[np.float64],
    field: NDArray[np.float64],
) -> None:
    """Compute lines sampled by the nearest pixel twice, when turned and when squeezed: 0 or 1 per pixel.

    Args:
        covered: (2 W,), filled in planar order.
        y: row of the doubled picture.
        turn: (6,) affine map of whole pixels to pixels of the squeezed field.
        squeeze: (8,) perspective from there to the field's rows and columns.
        field: (3,) side of the square field, period and thickness of the lines, in pixels.
    """
    half = covered.size // 2
    for odd in range(2):
        start_x = turn[0] * odd + turn[1] * y + turn[2]
        start_y = turn[3] * odd + turn[4] * y + turn[5]
        step_x, step_y = 2.0 * turn[0], 2.0 * turn[3]
        part = covered[odd * half : (odd + 1) * half]
        if step_x == 0.0 and squeeze[7] == 0.0:
            _straight_lines(part, np.floor(start_x) + 0.5, start_y, step_y, squeeze, field)
        else:
            _slanted_lines(part, start_x, start_y, step_x, step_y, squeeze, field)
        last = half - 1
        if not (
            _is_inside(start_x, start_y, field[0])
            and _is_inside(start_x + step_x * last, start_y + step_y * last, field[0])
        ):
            for k in range(half):
                if not _is_inside(start_x + step_x * k, start_y + step_y * k, field[0]):
                    part[k] = 0.0


@inlined
def _is_inside(x: float, y: float, side: float) -> bool:
    middle = side / 2
    return bool(max(abs(np.floor(x) + 0.5 - middle), abs(np.floor(y) + 0.5 - middle)) < middle)


@inlined
def _line_profile(field: NDArray[np.float64]) -> tuple[np.float32, np.float32, np.float32, np.float32]:
    """Return the period in 256ths, what it has beyond them, its inverse, and the thickness of the lines."""
    period = np.floor(field[1] * 256) / 256
    return np.float32(period), np.float32(field[1] - period), np.float32(1 / field[1]), np.float32(field[2])


@inlined
def _is_dark(row: np.float32, profile: tuple[np.float32, np.float32, np.float32, np.float32]) -> np.float32:
    """Return 1 for a whole row of the field on a line, 0 between two.

    In 32 bits, twice as many at once: rows and their distance from 256ths of the period are exact in them.
    """
    period, beyond, per_period, thickness = profile
    line = np.floor((row + BARELY) * per_period)
    rest = (row - period * line) - beyond * line
    return np.float32(1) if (rest < thickness) & (rest > -HARDLY) else np.float32(0)


@inlined
def _straight_lines(
    part: NDArray[np.float32],
    mx: float,
    start_y: float,
    step_y: float,
    squeeze: NDArray[np.float64],
    field: NDArray[np.float64],
) -> None:
    """Compute one column of the squeezed field, which shares one perspective."""
    profile = _line_profile(field)
    per_depth = 1.0 / (squeeze[6] * mx + 1.0)
    slope, first = squeeze[4] * per_depth, (squeeze[3] * mx + squeeze[5]) * per_depth
    for j in range(part.size):
        row = np.floor(slope * (np.floor(start_y + step_y * j) + 0.5) + first)
        part[j] = _is_dark(np.float32(row), profile)


@inlined
def _slanted_lines(
    part: NDArray[np.float32],
    start_x: float,
    start_y: float,
    step_x: float,
    step_y: float,
    squeeze: NDArray[np.float64],
    field: NDArray[np.float64],
) -> None:
    profile = _line_profile(field)
    q3, q4, q5, q6, q7 = squeeze[3], squeeze[4], squeeze[5], squeeze[6], squeeze[7]
    for j in range(part.size):
        mx = np.floor(start_x + step_x * j) + 0.5
        my = np.floor(start_y + step_y * j) + 0.5
        row = np.floor((q3 * mx + q4 * my + q5) / (q6 * mx + q7 * my + 1.0))
        part[j] = _is_dark(np.float32(row), profile)


@inlined
def even_lines(
    covered: NDArray[np.float32],
    y: int,
    to_field: NDArray[np.float64],
    field: NDArray[np.float64],
) -> None:
    """Compute lines of any width by the share of each pixel that they cover: 0..1 per pixel.

    The share is the integral of the line profile over the pixel's extent in field rows, |dr/dx| + |dr/dy|.

    Args:
        covered: (2 W,), filled in planar order.
        y: row of the doubled picture.
        to_field: (3, 3) from positions in the doubled picture to positions in the field.
        field: (3,) side of the square field, period and thickness of the lines, in pixels.
    """
    half = covered.size // 2
    period, thickness = field[1], field[2]
    per_period = 1.0 / period
    m3, m4, m5 = to_field[1, 0], to_field[1, 1], to_field[1, 2]
    m6, m7, m8 = to_field[2, 0], to_field[2, 1], to_field[2, 2]
    py = y + 0.5
    for odd in range(2):
        part = covered[odd * half : (odd + 1) * half]
        for j in range(half):
            px = 2.0 * j + odd + 0.5
            per_depth = 1.0 / (m6 * px + m7 * py + m8)
            row = (m3 * px + m4 * py + m5) * per_depth
            extent = max((abs(m3 - row * m6) + abs(m4 - row * m7)) * abs(per_depth), 1e-9)
            first, last = (row - extent / 2) * per_period, (row + extent / 2) * per_period
            lines = np.floor(last) - np.floor(first)
            ends = min((last - np.floor(last)) * period, thickness)
            ends -= min((first - np.floor(first)) * period, thickness)
            part[j] = (lines * thickness + ends) / extent
