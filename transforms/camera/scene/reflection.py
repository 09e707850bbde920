"""Reflections in the screen or film: the room, a window, a lamp, the photographer's outline.

A flat surface mirrors an object as if it stood as far behind the surface as it stands before it, so the
objects are put there and projected by the same pose. A glossy surface shows them, out of focus; a matte one
spreads them into a haze of the same light.
"""

import math
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...camera.device.colour import white_of
from ...camera.optics.mosaic import Float32, low_shape
from ...camera.optics.optics import Optics
from ...parameters import Fraction, parameters
from .surroundings import Surroundings, softened, stamp

Millimetres = Annotated[float, Field(ge=-20_000, le=20_000)]


@parameters
class Reflection:
    """The surface, and the objects on the photographer's side of it.

    Attributes:
        mirrored: Share of light mirrored (bare glass 0.04, coated 0.01 to 0.02).
        scattered: Share of the room's light given back evenly.
        roughness_deg: Half-width of the haze into which a matte surface spreads what it mirrors; 0 is a mirror.
        room_reflectance: Share of light given back by the wall behind the photographer.
        window_cd_m2: Luminance of a window behind the photographer; 0: none.
        window_x_mm: Its centre, right of the plane's centre.
        window_y_mm: Its centre, below the plane's centre.
        window_z_mm: Its distance before the plane.
        window_width_mm: Its width.
        window_height_mm: Its height.
        lamp_cd_m2: Luminance of a ceiling lamp; 0: none.
        lamp_x_mm: Its centre, right of the plane's centre.
        lamp_y_mm: Its centre, below the plane's centre.
        lamp_z_mm: Its distance before the plane.
        lamp_radius_mm: Its radius.
        photographer: Whether head, shoulders and phone stand before the room.
    """

    mirrored: Fraction = 0.0
    scattered: Fraction = 0.0
    roughness_deg: Annotated[float, Field(ge=0, le=30)] = 0.0
    room_reflectance: Fraction = 0.5
    window_cd_m2: Annotated[float, Field(ge=0, le=100_000)] = 0.0
    window_x_mm: Millimetres = -900.0
    window_y_mm: Millimetres = -300.0
    window_z_mm: Annotated[float, Field(ge=100, le=20_000)] = 2000.0
    window_width_mm: Annotated[float, Field(ge=10, le=10_000)] = 1000.0
    window_height_mm: Annotated[float, Field(ge=10, le=10_000)] = 1300.0
    lamp_cd_m2: Annotated[float, Field(ge=0, le=1_000_000)] = 0.0
    lamp_x_mm: Millimetres = 300.0
    lamp_y_mm: Millimetres = -900.0
    lamp_z_mm: Annotated[float, Field(ge=100, le=20_000)] = 1200.0
    lamp_radius_mm: Annotated[float, Field(ge=1, le=2000)] = 80.0
    photographer: bool = False


def reflected(reflection: Reflection, surroundings: Surroundings, optics: Optics) -> Float32:
    """Return a map of nodes (gh, gw, 3), cd/m², of the light that the surface reflects."""
    rows, columns = low_shape(optics.sensor.size_px)
    scene = np.empty((rows, columns, 3), np.float32)
    scene[:] = surroundings.luminance(reflection.room_reflectance)
    scene *= np.linspace(1.2, 0.8, rows, dtype=np.float32)[:, None, None]
    _window(scene, reflection, optics)
    _lamp(scene, reflection, optics)
    if reflection.photographer:
        _photographer(scene, surroundings, optics)
    focus = optics.blur_at(optics.pose.distance_mm + 500) / 3
    haze = math.radians(reflection.roughness_deg) * optics.view.focal_px
    scene = softened(scene, math.hypot(focus, haze))
    even = surroundings.luminance(reflection.scattered).astype(np.float32)
    return scene * np.float32(reflection.mirrored) + even


def _quad(optics: Optics, x: float, y: float, z: float, width: float, height: float) -> NDArray[np.float64]:
    """Return the photo px (4, 2) of the mirror image of an upright rectangle `z` mm before the plane."""
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) / 2
    points = np.column_stack([x + signs[:, 0] * width, y + signs[:, 1] * height, np.full(4, z)])
    return optics.view.project(points)


def _window(scene: Float32, reflection: Reflection, optics: Optics) -> None:
    if not reflection.window_cd_m2:
        return
    x, y, z = reflection.window_x_mm, reflection.window_y_mm, reflection.window_z_mm
    width, height = reflection.window_width_mm, reflection.window_height_mm
    sky = reflection.window_cd_m2 * white_of(7000)
    stamp(scene, _quad(optics, x, y, z, width, height), sky * 0.06)
    for i in (-1, 1):
        for j in (-1, 1):
            pane = _quad(optics, x + i * width / 4, y + j * height / 4, z, width / 2 - 60, height / 2 - 60)
            stamp(scene, pane, sky * (1.0 if j < 0 else 0.75))


def _lamp(scene: Float32, reflection: Reflection, optics: Optics) -> None:
    if not reflection.lamp_cd_m2:
        return
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    r = reflection.lamp_radius_mm
    x, y = reflection.lamp_x_mm + r * np.cos(turn), reflection.lamp_y_mm + r * np.sin(turn)
    points = np.column_stack([x, y, np.full(24, reflection.lamp_z_mm)])
    stamp(scene, optics.view.project(points), reflection.lamp_cd_m2 * white_of(3000))


def _photographer(scene: Float32, surroundings: Surroundings, optics: Optics) -> None:
    """Draw head and shoulders 350 mm behind the phone, and the phone, dark against the room."""
    x, y, z = optics.pose.position() * np.array([1.0, 1.0, -1.0])
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    body = np.array(
        [[-70, 80], [70, 80], [90, 150], [230, 210], [270, 700], [-270, 700], [-230, 210], [-90, 150.0]]
    )
    head = np.column_stack([80 * np.cos(turn), 115 * np.sin(turn) - 20])
    for outline, reflectance in ((body, 0.06), (head, 0.14)):
        points = np.column_stack([outline + np.array([x, y]), np.full(len(outline), z + 350)])
        stamp(scene, optics.view.project(points), surroundings.luminance(reflectance))
    stamp(scene, _quad(optics, x + 20, y + 30, z, 75, 150), surroundings.luminance(0.03))
