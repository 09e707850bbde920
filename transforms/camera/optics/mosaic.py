"""The light that falls on each photosite, in one pass over the sensor.

For every photosite the ray is followed back through the lens to the plane; there the picture's luminance is
read (already blurred as the camera blurs), the subpixels' waves are added with the contrast that the camera
leaves them, and reflections, bezel and surroundings are laid over or beside it. Only the colour under the
photosite's own filter is computed: that is what makes twelve megapixels affordable.
"""

import math
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ...kernels.compiled import compiled, inlined

LOW_STEP = 4
"""Photosites between the nodes of maps of things that are out of focus or smooth anyway."""

WAVE_STEP = 32
"""Photosites between the nodes where the waves' contrast is computed."""

PHASES = 4096

Float32 = NDArray[np.float32]


class Rays(NamedTuple):
    """Parameters of the rays from a photosite back to the plane.

    Attributes:
        to_plane: Homography (3, 3) from undistorted photo px to plane px.
        centre: Principal point, photo px.
        focal_px: Focal length, photo px.
        radial: r_undistorted / r_distorted over equal steps of r_distorted² (focal lengths squared).
        r2_step: That step.
        lateral: Magnification (3,) of each colour.
    """

    to_plane: NDArray[np.float64]
    centre: tuple[float, float]
    focal_px: float
    radial: NDArray[np.float64]
    r2_step: float
    lateral: NDArray[np.float64]


class Surface(NamedTuple):
    """Light sources on the plane.

    Attributes:
        texture: Luminance (h, w, P), cd/m²: one layer for all primaries, or one each.
        texture_scale: Texture px per plane px.
        response: What filter colour c makes of layer p (3, P).
        orders: Harmonics (N, 2) of the plane's pixel grid.
        contrast: Complex contrast (3, P, gh, gw, N, 2) of each wave at every 32nd photosite, response included.
        waves: Cosine and sine table (4096, 2).
        edges: Luminous area in plane px (4,): left, top, right, bottom.
        frame: Outer edges of the bezel in plane px (4,).
        soft: Width of an edge's blur, plane px.
        frame_light: Light of the bezel (3,), cd/m².
    """

    texture: Float32
    texture_scale: float
    response: Float32
    orders: NDArray[np.int64]
    contrast: Float32
    waves: Float32
    edges: NDArray[np.float64]
    frame: NDArray[np.float64]
    soft: float
    frame_light: Float32


class Shading(NamedTuple):
    """Smooth or out-of-focus light on nodes at every 4th photosite, and the flicker.

    Attributes:
        gain: Share of the luminous area's light kept (gh, gw, 1): evenness, viewing angle, vignetting.
        over: Light reflected by the plane's surface (gh, gw, 3), cd/m².
        behind: Light of the surroundings (gh, gw, 3), cd/m².
        row_gain: Flicker of each row (H,).
        column_gain: Flicker of each column (W,).
    """

    gain: Float32
    over: Float32
    behind: Float32
    row_gain: Float32
    column_gain: Float32


def wave_table() -> Float32:
    """Return cosine and sine (4096, 2) of a full turn."""
    turn = 2 * np.pi * np.arange(PHASES) / PHASES
    return np.stack([np.cos(turn), np.sin(turn)], axis=1).astype(np.float32)


def low_shape(size: tuple[int, int]) -> tuple[int, int]:
    """Return the rows and columns of nodes that cover a photo of (width, height)."""
    return size[1] // LOW_STEP + 2, size[0] // LOW_STEP + 2


def spread(nodes: Float32, step: int, size: tuple[int, int]) -> Float32:
    """Interpolate nodes at every step-th px, (gh, gw) or (gh, gw, 2), to a map of (width, height)."""
    across = np.array([[1 / step, 0, 0], [0, 1 / step, 0]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(nodes, across, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32
    )


@inlined
def _low_row(grid: Float32, y: int, out: Float32) -> None:
    """Interpolate a map of nodes at row y (gw, C), from the two neighbouring rows of nodes."""
    gy = y // LOW_STEP
    t = np.float32(y - gy * LOW_STEP) * np.float32(1 / LOW_STEP)
    for g in range(out.shape[0]):
        for c in range(out.shape[1]):
            out[g, c] = grid[gy, g, c] + t * (grid[gy + 1, g, c] - grid[gy, g, c])


@inlined
def _along(row: Float32, c: int, x: int) -> Any:
    """Interpolate a row of nodes at photosite x."""
    gx = x // LOW_STEP
    t = np.float32(x - gx * LOW_STEP) * np.float32(1 / LOW_STEP)
    return row[gx, c] + t * (row[gx + 1, c] - row[gx, c])


@inlined
def _inside(u: float, v: float, edges: NDArray[np.float64], soft: float) -> Any:
    """Return the share of a photosite inside a rectangle with edges of width `soft`: 0..1."""
    nearest = min(min(u - edges[0], edges[2] - u), min(v - edges[1], edges[3] - v))
    return min(max(nearest / soft + 0.5, 0.0), 1.0)


@inlined
def texel(texture: Float32, p: int, u: float, v: float) -> Any:
    """Return layer p of a texture (H, W, P), bilinear, clamped at its edges."""
    height, width = texture.shape[0], texture.shape[1]
    u = min(max(u, 0.0), width - 1.0)
    v = min(max(v, 0.0), height - 1.0)
    i, j = min(int(u), width - 2), min(int(v), height - 2)
    fu, fv = np.float32(u - i), np.float32(v - j)
    above = texture[j, i, p] + fu * (texture[j, i + 1, p] - texture[j, i, p])
    below = texture[j + 1, i, p] + fu * (texture[j + 1, i + 1, p] - texture[j + 1, i, p])
    return above + fv * (below - above)


@inlined
def ray(rays: Any, x: int, y: int, c: int) -> tuple[float, float, float]:
    """Return the plane px seen by photosite (x, y) under filter c, and homogeneous w (positive before the camera)."""
    dx, dy = (x - rays.centre[0]) / rays.focal_px, (y - rays.centre[1]) / rays.focal_px
    step = (dx * dx + dy * dy) / rays.r2_step
    k = int(step)
    ratio = rays.radial[k] + (step - k) * (rays.radial[k + 1] - rays.radial[k])
    ratio *= rays.focal_px / rays.lateral[c]
    px, py = dx * ratio + rays.centre[0], dy * ratio + rays.centre[1]
    h = rays.to_plane
    w = h[2, 0] * px + h[2, 1] * py + h[2, 2]
    return (h[0, 0] * px + h[0, 1] * py + h[0, 2]) / w, (h[1, 0] * px + h[1, 1] * py + h[1, 2]) / w, w


@inlined
def _row_contrast(contrast: Float32, y: int, out: Float32) -> None:
    """Interpolate the contrast of each wave at row y, from the two neighbouring rows of nodes."""
    gy = y // WAVE_STEP
    t = np.float32((y - gy * WAVE_STEP) / WAVE_STEP)
    for c in range(out.shape[0]):
        for p in range(out.shape[1]):
            for g in range(out.shape[2]):
                for n in range(out.shape[3]):
                    for part in range(2):
                        a = contrast[c, p, gy, g, n, part]
                        out[c, p, g, n, part] = a + t * (contrast[c, p, gy + 1, g, n, part] - a)


@inlined
def _pattern(
    waves: Float32, orders: NDArray[np.int64], row: Float32, c: int, p: int, x: int, u: float, v: float
) -> Any:
    """Return the sum of the subpixels' waves at (u, v) for filter c and layer p, as far as they are resolved."""
    gx = x // WAVE_STEP
    t = np.float32(x - gx * WAVE_STEP) * np.float32(1 / WAVE_STEP)
    total = np.float32(0)
    for n in range(orders.shape[0]):
        phase = orders[n, 0] * u + orders[n, 1] * v
        index = int((phase - math.floor(phase)) * PHASES) & (PHASES - 1)
        re, im = row[c, p, gx, n, 0], row[c, p, gx, n, 1]
        re += t * (row[c, p, gx + 1, n, 0] - re)
        im += t * (row[c, p, gx + 1, n, 1] - im)
        total += re * waves[index, 0] - im * waves[index, 1]
    return total


@compiled
def gather(cfa: NDArray[np.int64], rays: Any, surface: Any, shading: Any, light: Float32) -> None:
    """Fill `light` (H, W), cd/m², with the light that each photosite of the colours `cfa` (2, 2) receives."""
    # Arrays are taken out of their tuples once: inside the loop each access would count references.
    texture, scale, response, orders, contrast, waves, edges, frame, soft, frame_light = surface
    gains, overs, behinds, row_gain, column_gain = shading
    layers, nodes = response.shape[1], gains.shape[1]
    row_contrast = np.zeros((3, layers, contrast.shape[3], orders.shape[0], 2), np.float32)
    gain, over = np.zeros((nodes, 1), np.float32), np.zeros((nodes, 3), np.float32)
    behind = np.zeros((nodes, 3), np.float32)
    for y in range(light.shape[0]):
        _row_contrast(contrast, y, row_contrast)
        _low_row(gains, y, gain)
        _low_row(overs, y, over)
        _low_row(behinds, y, behind)
        for x in range(light.shape[1]):
            c = cfa[y & 1, x & 1]
            u, v, w = ray(rays, x, y, c)
            lit = _inside(u, v, edges, soft) if w > 0 else 0.0
            value = 0.0
            if lit > 0:
                shine = np.float32(0)
                for p in range(layers):
                    factor = response[c, p] + _pattern(waves, orders, row_contrast, c, p, x, u, v)
                    there = texel(texture, p, (u + 0.5) * scale - 0.5, (v + 0.5) * scale - 0.5)
                    shine += max(factor, np.float32(0)) * there
                shine *= _along(gain, 0, x) * row_gain[y] * column_gain[x]
                value += lit * (shine + _along(over, c, x))
            if lit < 1:
                panel = _inside(u, v, frame, soft) if w > 0 else 0.0
                rest = panel * frame_light[c]
                if panel < 1:
                    rest += (1 - panel) * _along(behind, c, x)
                value += (1 - lit) * rest
            light[y, x] = value
