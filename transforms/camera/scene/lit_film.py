"""The light of a box through the film before it, a row at a time."""

import numpy as np
from numpy.typing import NDArray

from ...camera.optics.mosaic import Float32
from ...kernels.compiled import compiled, inlined

GRID_STEP = 16
"""Texture px between the nodes at which the flat film's places are computed: smooth enough to interpolate."""


@compiled
def light_through(sheet: Float32, tint: Float32, grid: Float32, light: Float32, texture: Float32) -> None:
    """Fill `texture` (h, w, 3), cd/m², with a box's light, through the film where there is film.

    Args:
        sheet: Share of light that the flat film lets through, before its base's colour (sh, sw).
        tint: That colour (3,).
        grid: Place on the flat film, its px, seen at every 16th texture px (gh, gw, 2).
        light: Light of the box (h, w), cd/m².
        texture: Filled.
    """
    width = texture.shape[1]
    columns = (width + GRID_STEP - 1) // GRID_STEP * GRID_STEP
    rows = np.empty((4, columns), np.float32)
    x, y, through, cover = rows[0], rows[1], rows[2], rows[3]
    for row in range(texture.shape[0]):
        above, below = grid[row // GRID_STEP], grid[row // GRID_STEP + 1]
        t = np.float32((row % GRID_STEP) / GRID_STEP)
        _along(above, below, t, 0, x)
        _along(above, below, t, 1, y)
        _read(sheet, x, y, through, cover)
        for c in range(3):
            _lay(light[row], through, cover, tint[c], c, texture[row].reshape(-1))


@inlined
def _along(above: Float32, below: Float32, t: np.float32, axis: int, out: Float32) -> None:
    for g in range(out.size // GRID_STEP):
        first = above[g, axis] + t * (below[g, axis] - above[g, axis])
        last = above[g + 1, axis] + t * (below[g + 1, axis] - above[g + 1, axis])
        step, part = (last - first) * np.float32(1 / GRID_STEP), out[g * GRID_STEP : (g + 1) * GRID_STEP]
        for k in range(GRID_STEP):
            part[k] = first + np.float32(k) * step


@inlined
def _read(sheet: Float32, x: Float32, y: Float32, through: Float32, cover: Float32) -> None:
    """Read the film, bilinear, black around it; `cover` is the share of each pixel that has film."""
    height, width = sheet.shape
    one, none = np.float32(1), np.float32(0)
    for j in range(x.size):
        inside = min(min(x[j] + one, np.float32(width) - x[j]), one)
        cover[j] = max(inside, none) * max(min(min(y[j] + one, np.float32(height) - y[j]), one), none)
    for j in range(x.size):
        if cover[j] <= 0:
            through[j] = 0
            continue
        u, v = min(max(x[j], none), np.float32(width - 1)), min(max(y[j], none), np.float32(height - 1))
        i, k = min(int(u), width - 2), min(int(v), height - 2)
        fu, fv = u - np.float32(i), v - np.float32(k)
        upper = sheet[k, i] + fu * (sheet[k, i + 1] - sheet[k, i])
        lower = sheet[k + 1, i] + fu * (sheet[k + 1, i + 1] - sheet[k + 1, i])
        through[j] = cover[j] * (upper + fv * (lower - upper))


@inlined
def _lay(
    light: Float32, through: Float32, cover: Float32, tint: np.float32, c: int, out: NDArray[np.float32]
) -> None:
    for j in range(light.size):
        out[np.uint64(3 * j + c)] = light[j] * (tint * through[j] + np.float32(1) - cover[j])
