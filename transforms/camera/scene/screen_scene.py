"""A screen showing an x-ray, in its room, as the scene of a photo."""

import numpy as np

from ...camera.optics.mosaic import LOW_STEP, WAVE_STEP, Float32, looked_up, low_shape, spread
from ...camera.optics.optics import Optics
from ...camera.shoot import Scene
from ...rendering import Image
from .reflection import Reflection, reflected
from .screen import Screen, luminance_table, subpixel_orders, subpixel_series
from .surroundings import Surroundings, behind_screen


def screen_texture(picture: Image, screen: Screen) -> Float32:
    """Return a screen's luminance (h, w, 1 or 3), cd/m²; one layer where red, green and blue are equal."""
    if picture.ndim == 3 and (picture[:, :, :1] == picture).all():
        picture = picture[:, :, 0]
    table = luminance_table(screen, int(np.iinfo(picture.dtype).max) + 1)
    light = looked_up(table, picture)
    return light[:, :, None] if light.ndim == 2 else light


def screen_scene(
    picture: Image,
    screen: Screen,
    surroundings: Surroundings,
    reflection: Reflection,
    optics: Optics,
    flicker_phase: float = 0.0,
) -> Scene:
    """Build the scene.

    Args:
        picture: The screen's pixels (height_px, width_px), grey or RGB, 8 or 16 bit.
        screen: The display.
        surroundings: The room behind it.
        reflection: The room before it.
        optics: The camera, whose plane is the screen.
        flicker_phase: Phase of the backlight when the shutter opens, radians.
    """
    texture = optics.blurred(screen_texture(picture, screen), 1.0)
    white = screen.white()
    orders = subpixel_orders(screen)
    w, h = screen.size_px
    side, chin = screen.bezel_mm / screen.pitch_mm, screen.chin_mm / screen.pitch_mm
    return Scene(
        texture=texture,
        texture_scale=1.0,
        primaries=white[:, None] if texture.shape[2] == 1 else np.diag(white),
        orders=orders,
        series=subpixel_series(screen, orders),
        edges=np.array([-0.5, -0.5, w - 0.5, h - 0.5]),
        frame=np.array([-0.5 - side, -0.5 - side, w - 0.5 + side, h - 0.5 + chin]),
        frame_light=surroundings.luminance(surroundings.bezel_reflectance),
        gain=evenness(screen, optics),
        over=reflected(reflection, surroundings, optics),
        behind=behind_screen(surroundings, screen, optics),
        flicker_hz=screen.flicker_hz,
        flicker_depth=screen.flicker_depth,
        flicker_phase=flicker_phase,
    )


def evenness(screen: Screen, optics: Optics) -> Float32:
    """Return the share of the screen's light (gh, gw) on the photo's nodes: backlight and viewing angle.

    The backlight falls off with the square of the distance from a place left and above the middle; the panel
    loses light as cos(angle)^exponent, the angle being that between the line of sight and the panel's normal.
    """
    rows, columns = low_shape(optics.sensor.size_px)
    if screen.unevenness == 0 and screen.viewing_exponent == 0:
        return np.ones((rows, columns), np.float32)
    nodes = optics.wave_nodes()
    at = optics.to_plane(nodes.reshape(-1, 2))
    share = at / np.array(screen.size_px) - np.array([0.45, 0.42])
    gain = 1 - screen.unevenness * np.clip((share**2).sum(axis=1) / 0.64, 0, 1)
    if screen.viewing_exponent:
        middle = (np.array(screen.size_px) - 1) / 2
        sight = np.column_stack([(at - middle) * screen.pitch_mm, np.zeros(len(at))]) - optics.pose.position()
        cosine = np.abs(sight[:, 2]) / np.linalg.norm(sight, axis=1)
        gain = gain * cosine**screen.viewing_exponent
    coarse = np.asarray(gain.reshape(nodes.shape[:2]), np.float32)
    return spread(coarse, WAVE_STEP // LOW_STEP, (columns, rows))
