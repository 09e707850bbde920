"""The input of the loop over the photosites: rays, luminous plane, shading; and how to look things up in them."""

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ...kernels.compiled import inlined
from ...rendering import Image

LOW_STEP = 4
"""Photosites between the nodes of maps of things that are out of focus or smooth anyway."""

WAVE_STEP = 32
"""Photosites between the nodes where the waves' contrast is computed."""

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


def looked_up(table: Float32, picture: Image) -> Float32:
    """Replace grey values by their entries."""
    if picture.dtype == np.uint8:
        return np.asarray(cv2.LUT(picture, table), np.float32)  # ten times as fast as indexing
    return table[picture]


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
    k = min(int(step), rays.radial.size - 2)
    ratio = rays.radial[k] + (step - k) * (rays.radial[k + 1] - rays.radial[k])
    ratio *= rays.focal_px / rays.lateral[c]
    px, py = dx * ratio + rays.centre[0], dy * ratio + rays.centre[1]
    h = rays.to_plane
    w = h[2, 0] * px + h[2, 1] * py + h[2, 2]
    return (h[0, 0] * px + h[0, 1] * py + h[0, 2]) / w, (h[1, 0] * px + h[1, 1] * py + h[1, 2]) / w, w
