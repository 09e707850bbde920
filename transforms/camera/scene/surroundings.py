"""The surroundings of the screen: the wall, the desk, the monitor's foot or the laptop's keyboard.

All of it is placed in millimetres about the screen and projected by the same pose, so that it tilts and
shifts with it; its brightness follows from the light in the room (a matt surface of reflectance R under E lux
has E R / pi cd/m²).
"""

import math
from typing import Annotated, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...camera.device.colour import white_of
from ...camera.optics.mosaic import LOW_STEP, Float32, low_shape
from ...camera.optics.optics import Optics
from ...parameters import Fraction, parameters
from .screen import Screen

_DESKS = {"wood": (0.42, 0.28, 0.17), "white": (0.75, 0.74, 0.72), "dark": (0.07, 0.07, 0.075)}


@parameters
class Surroundings:
    """The room behind and below the screen.

    Attributes:
        ambient_lux: Illuminance on wall, desk and screen.
        ambient_k: Colour temperature of the room's light.
        wall_reflectance: Share of light the wall gives back.
        wall_mm: Distance of the wall behind the screen.
        desk: What the desk is made of.
        bezel_reflectance: Share of light that the screen's frame gives back.
        paper: Whether a sheet of paper lies on the desk.
        variation: Seed of the grain of wall and desk.
    """

    ambient_lux: Annotated[float, Field(ge=0, le=100_000)] = 100.0
    ambient_k: Annotated[float, Field(ge=2000, le=20_000)] = 4000.0
    wall_reflectance: Fraction = 0.6
    wall_mm: Annotated[float, Field(ge=20, le=10_000)] = 300.0
    desk: Literal["wood", "white", "dark"] = "wood"
    bezel_reflectance: Fraction = 0.05
    paper: bool = False
    variation: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0

    def luminance(self, reflectance: float | tuple[float, float, float]) -> NDArray[np.float64]:
        """Return the light (3,), cd/m², of a matt surface of that reflectance in this room."""
        light: NDArray[np.float64] = (
            self.ambient_lux / math.pi * np.asarray(reflectance) * white_of(self.ambient_k)
        )
        return light


def stamp(canvas: Float32, corners_px: NDArray[np.float64], light: NDArray[np.float64]) -> None:
    """Fill a polygon (N, 2), photo px, on a map of nodes with a light (3,), edges smoothed."""
    points = np.clip(corners_px / LOW_STEP, -2000, 4000)
    size = (canvas.shape[1], canvas.shape[0])
    left, top = (int(v) for v in np.clip(points.min(axis=0) - 2, 0, size))
    right, bottom = (int(v) for v in np.clip(points.max(axis=0) + 3, 0, size))
    if right <= left or bottom <= top:
        return
    mask = np.zeros((bottom - top, right - left), np.uint8)
    cv2.fillPoly(mask, [np.rint((points - [left, top]) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    window = canvas[top:bottom, left:right]
    cover = np.asarray(mask, np.float32)[:, :, None] * np.float32(1 / 255)
    window += cover * (light.astype(np.float32) - window)


def softened(canvas: Float32, sigma_px: float) -> Float32:
    """Blur a map of nodes by a Gaussian given in photo px; a wide blur uses a smaller map."""
    sigma = min(sigma_px / LOW_STEP, 80.0)
    if sigma < 0.3:
        return canvas
    rows, columns = canvas.shape[:2]
    smaller = max(1, int(sigma / 3))
    if smaller > 1:
        small = (max(2, columns // smaller), max(2, rows // smaller))
        canvas = np.asarray(cv2.resize(canvas, small, interpolation=cv2.INTER_AREA), np.float32)
    soft = cv2.GaussianBlur(canvas, (0, 0), sigma / smaller, borderType=cv2.BORDER_REPLICATE)
    if smaller > 1:
        soft = cv2.resize(soft, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(soft, np.float32).reshape(rows, columns, -1)


def wall(surroundings: Surroundings, optics: Optics) -> Float32:
    """Return a map of nodes (gh, gw, 3), cd/m², of the wall: brighter above, slightly uneven."""
    rows, columns = low_shape(optics.sensor.size_px)
    canvas = np.empty((rows, columns, 3), np.float32)
    canvas[:] = surroundings.luminance(surroundings.wall_reflectance)
    canvas *= np.linspace(1.15, 0.8, rows, dtype=np.float32)[:, None, None]
    canvas *= _grain(surroundings.variation, rows, columns, 0.03)
    return canvas


def behind_screen(surroundings: Surroundings, screen: Screen, optics: Optics) -> Float32:
    """Return a map of nodes (gh, gw, 3), cd/m², of everything but the screen, as out of focus as the wall."""
    canvas = wall(surroundings, optics)
    _desk(canvas, surroundings, screen, optics)
    return softened(canvas, optics.blur_at(surroundings.wall_mm) / 3)


def _grain(seed: int, rows: int, columns: int, depth: float) -> Float32:
    rng = np.random.default_rng(seed)
    grain = np.zeros((rows, columns), np.float32)
    for cells in (5, 13, 40):
        noise = rng.normal(0, depth, (cells, cells)).astype(np.float32)
        grain += cv2.resize(noise, (columns, rows), interpolation=cv2.INTER_CUBIC)
    return np.asarray(1 + grain, np.float32)[:, :, None]


def _desk(canvas: Float32, surroundings: Surroundings, screen: Screen, optics: Optics) -> None:
    half_w, half_h = screen.width_px * screen.pitch_mm / 2, screen.height_px * screen.pitch_mm / 2
    below = half_h + screen.chin_mm
    laptop = screen.stand == "laptop"
    top = below + (8.0 if laptop else 90.0)
    near = -0.75 * optics.pose.distance_mm

    def flat(x0: float, x1: float, z0: float, z1: float, y: float) -> NDArray[np.float64]:
        return optics.view.project(np.array([[x0, y, z1], [x1, y, z1], [x1, y, z0], [x0, y, z0]]))

    before = canvas.copy()
    stamp(
        canvas,
        flat(-2500, 2500, near, surroundings.wall_mm, top),
        surroundings.luminance(_DESKS[surroundings.desk]),
    )
    rows, columns = canvas.shape[:2]
    streaks = _grain(surroundings.variation + 1, rows, columns, 0.04)
    canvas *= np.where(canvas == before, np.float32(1), streaks)
    if surroundings.paper:
        stamp(
            canvas,
            flat(half_w * 0.6, half_w * 0.6 + 297, near * 0.6, near * 0.6 + 210, top),
            surroundings.luminance(0.85),
        )
    if laptop:
        _keyboard(canvas, surroundings, flat, half_w, top)
    else:
        _foot(canvas, surroundings, optics, flat, below, top)


def _keyboard(canvas: Float32, surroundings: Surroundings, flat, half_w: float, y: float) -> None:  # type: ignore[no-untyped-def]
    stamp(canvas, flat(-half_w - 8, half_w + 8, -225, 0, y - 4), surroundings.luminance(0.12))
    pitch = (2 * half_w - 20) / 14
    keys = surroundings.luminance(0.035)
    for row in range(5):
        for column in range(14):
            x, z = -half_w + 10 + column * pitch, -30 - row * 19.0
            stamp(canvas, flat(x, x + pitch - 3, z - 16, z, y - 4), keys)
    stamp(canvas, flat(-52, 52, -205, -138, y - 4), surroundings.luminance(0.09))


def _foot(canvas: Float32, surroundings: Surroundings, optics: Optics, flat, below: float, y: float) -> None:  # type: ignore[no-untyped-def]
    stamp(
        canvas, flat(-120, 120, -90, 90, y - 3), surroundings.luminance(surroundings.bezel_reflectance * 1.3)
    )
    neck = np.array([[-32, below - 30, 40], [32, below - 30, 40], [32, y, 40], [-32, y, 40.0]])
    stamp(canvas, optics.view.project(neck), surroundings.luminance(surroundings.bezel_reflectance))
