"""One photo: a luminous plane, its surroundings, and the camera, in the order of the light's path.

`Scene` is what a screen or a light box has to say about itself; everything behind it is the same for both. Exposing
and developing are two calls, so that a caller can let go of the scene in between: at twelve megapixels it counts.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from .device.delivery import Delivery, delivered
from .device.processing import Processing, developed, finished, from_mosaic
from .device.sensor import VEIL_STEP, Sensor, colour_pattern, noisy
from .device.strips import ROWS
from .optics.gathering import gather
from .optics.lens import vignette
from .optics.mosaic import (
    LOW_STEP,
    Float32,
    Rays,
    Shading,
    Surface,
    low_shape,
)
from .optics.optics import Optics

METER_STEP = 16
"""Photosites along a side of the meter's fields."""

METERED_GREY = 0.18
"""Share of saturation at which a meter puts the mean: mid grey."""


@dataclass(frozen=True, eq=False)
class Scene:
    """A luminous plane in its surroundings, as seen through given optics.

    Attributes:
        texture: Luminance (h, w, P), cd/m², already blurred as the optics blur it.
        texture_scale: Texture px per plane px.
        primaries: Linear RGB light (3, P) of each layer at luminance one.
        orders: Harmonics (N, 2) of its pixel structure.
        series: Their coefficients (3, N) for red, green and blue light.
        edges: Luminous area, plane px: left, top, right, bottom.
        frame: The bezel's outer edges, plane px.
        frame_light: Light (3,) of the bezel.
        gain: Share of light kept (gh, gw), on the nodes of the photo.
        over: Light reflected (gh, gw, 3).
        behind: Light of the surroundings (gh, gw, 3).
        flicker_hz: Frequency of the plane's flicker.
        flicker_depth: Its depth.
        flicker_phase: Its phase when the first row opens.
    """

    texture: Float32
    texture_scale: float
    primaries: NDArray[np.float64]
    orders: NDArray[np.int64]
    series: NDArray[np.complex128]
    edges: NDArray[np.float64]
    frame: NDArray[np.float64]
    frame_light: NDArray[np.float64]
    gain: Float32
    over: Float32
    behind: Float32
    flicker_hz: float = 0.0
    flicker_depth: float = 0.0
    flicker_phase: float = 0.0


def expose(scene: Scene, optics: Optics, seed: int) -> NDArray[np.uint16]:
    """Return a scene's raw data: (H, W) under a Bayer pattern, else (H, W, 3); overwrites the scene's texture."""
    sensor = optics.sensor
    shading, rays = shading_of(scene, optics), rays_of(optics)
    surface = through_filters(surface_of(scene, optics))
    # At twelve megapixels all that has been used has to go before more is made.
    del scene
    if sensor.bayer == "none":
        return _three_layers(surface, shading, rays, optics, seed)
    light = np.empty((sensor.height_px, sensor.width_px), np.float32)
    gather(colour_pattern(sensor.bayer), rays, surface, shading, light)
    del surface, shading
    return read(light, optics, seed)


def develop(
    raw: NDArray[np.uint16], sensor: Sensor, processing: Processing, delivery: Delivery
) -> NDArray[np.uint8]:
    """Develop raw data to the photo (h, w, 3) as delivered; equal input gives equal bytes."""
    convert = developed if sensor.bayer == "none" else from_mosaic
    photo = convert(raw, processing, sensor)
    del raw
    return delivered(finished(photo, processing), delivery)


def _three_layers(
    surface: Surface, shading: Shading, rays: Rays, optics: Optics, seed: int
) -> NDArray[np.uint16]:
    sensor = optics.sensor
    lights = np.empty((3, sensor.height_px, sensor.width_px), np.float32)
    for c in range(3):
        gather(colour_pattern("none", c), rays, surface, shading, lights[c])
    per_cd = exposure(lights[1], sensor)
    return np.dstack([read(lights[c], optics, seed, per_cd, c) for c in range(3)])


def read(
    light: Float32, optics: Optics, seed: int, per_cd: float | None = None, channel: int = 0
) -> NDArray[np.uint16]:
    """Return raw data (H, W) from the light on the photosites: metered unless given, veiled, with noise."""
    lens, sensor = optics.lens, optics.sensor
    per_cd = exposure(light, sensor) if per_cd is None else per_cd
    veil = veiling(light, lens.glare, lens.bloom, sensor.bayer)
    return noisy(sensor, light, veil, lens.glare + lens.bloom, per_cd, seed, channel)


def exposure(light: Float32, sensor: Sensor) -> float:
    """Return the share of saturation per cd/m²: given, or metered over all colours, centre-weighted."""
    if sensor.saturation_cd_m2:
        return 1 / sensor.saturation_cd_m2
    size = (max(2, light.shape[1] // METER_STEP), max(2, light.shape[0] // METER_STEP))
    # Through whole fourths first: their means are taken many times as fast as those of broken numbers.
    fourths = (max(light.shape[1] // 4, 1), max(light.shape[0] // 4, 1))
    whole = light[: fourths[1] * 4, : fourths[0] * 4]
    reduced = cv2.resize(whole, fourths, interpolation=cv2.INTER_AREA)
    seen = np.asarray(cv2.resize(reduced, size, interpolation=cv2.INTER_AREA), np.float64)
    y, x = np.indices(seen.shape) / np.array(seen.shape)[:, None, None] - 0.5
    mean = float(np.average(seen, weights=np.exp(-(x**2 + y**2) / 0.18)))
    brightest = float(np.percentile(seen, 99))
    metered = min(METERED_GREY / max(mean, 1e-3), sensor.highlights / max(brightest, 1e-3))
    return float(metered * 2.0**sensor.ev)


def veiling(light: Float32, glare: float, bloom: float, bayer: str) -> Float32:
    """Return scattered light (h, w, 3) at every 32nd photosite: a global share and a local one."""
    height, width = light.shape
    rows, columns = height // VEIL_STEP + 2, width // VEIL_STEP + 2
    if glare + bloom == 0:
        return np.zeros((rows, columns, 3), np.float32)
    small = np.empty((rows, columns, 3), np.float32)
    pattern = colour_pattern(bayer, 0)
    # Every other row, with its two colours as the channels of a picture: nothing has to be copied.
    for row in (1, 0):
        pairs = light[row::2, : width // 2 * 2].reshape(-1, width // 2, 2)
        means = cv2.resize(pairs, (columns, rows), interpolation=cv2.INTER_AREA)
        for odd in (1, 0):
            small[:, :, pattern[row, odd]] = means[:, :, odd]
    if bayer == "none":
        small[:] = small[:, :, pattern[0, :1]]
    wide = cv2.GaussianBlur(small, (0, 0), max(columns / 4, 1), borderType=cv2.BORDER_REPLICATE)
    near = cv2.GaussianBlur(small, (0, 0), max(columns / 40, 0.5), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(glare * wide + bloom * near, np.float32)


def surface_of(scene: Scene, optics: Optics) -> Surface:
    """Return the loop's input about the plane: picture, waves and their contrast."""
    response = optics.sensor.response() @ scene.primaries
    primary = optics.sensor.response()[:, :, None] * scene.primaries[None]
    coefficients = np.einsum("cqp,qn->cpn", primary, scene.series)
    orders, contrast = optics.wave_contrast(scene.orders, coefficients)
    return Surface(
        texture=scene.texture,
        texture_scale=scene.texture_scale,
        response=np.ascontiguousarray(response, np.float32),
        orders=orders,
        contrast=contrast,
        edges=scene.edges,
        frame=scene.frame,
        soft=optics.edge_softness(),
        frame_light=(optics.sensor.response() @ scene.frame_light).astype(np.float32),
    )


def through_filters(surface: Surface) -> Surface:
    """Make each filter's own picture where no waves depend on it: one layer a photosite, not three; in place."""
    texture = surface.texture
    if len(surface.orders) or texture.shape[2] == 1:
        return surface
    for top in range(0, len(texture), ROWS):
        texture[top : top + ROWS] = cv2.transform(texture[top : top + ROWS], surface.response)
    return surface._replace(response=np.eye(3, dtype=np.float32))


def shading_of(scene: Scene, optics: Optics) -> Shading:
    """Return evenness, reflections, surroundings and flicker, vignetted and as the filters see them."""
    sensor = optics.sensor
    rows, columns = low_shape(sensor.size_px)
    y, x = np.indices((rows, columns)) * float(LOW_STEP)
    kept = vignette(optics.lens, x, y, sensor.size_px).astype(np.float32)[:, :, None]
    mix = sensor.response().astype(np.float32).T
    by_row = optics.flicker(scene.flicker_hz, scene.flicker_depth, scene.flicker_phase)
    return Shading(
        gain=scene.gain[:, :, None] * kept,
        over=np.ascontiguousarray(scene.over @ mix * kept),
        behind=np.ascontiguousarray(scene.behind @ mix * kept),
        row_gain=by_row[0],
        column_gain=by_row[1],
    )


def rays_of(optics: Optics) -> Rays:
    """Return the loop's input about pose and lens."""
    table, step = optics.radial_table()
    view = optics.view
    return Rays(optics.inverse(), view.centre, view.focal_px, table, step, optics.lateral())
