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
from .device.sensor import VEIL_STEP, Metered, Sensor, colour_pattern, noisy
from .device.strips import ROWS
from .optics.gathering import gather
from .optics.lens import vignette
from .optics.mosaic import (
    LOW_STEP,
    Float32,
    Rays,
    Shading,
    Surface,
)
from .optics.optics import Optics

METER_STEP = 16
"""Photosites along a side of the meter's fields."""

GLANCE_STEP = 8
"""Rows between the pairs of rows by which a photo is metered."""

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
    """Return a scene's raw data: (H, W) under a Bayer pattern, else (H, W, 3); overwrites the scene."""
    sensor = optics.sensor
    shading, rays = shading_of(scene, optics), rays_of(optics)
    surface = through_filters(surface_of(scene, optics))
    # At twelve megapixels all that has been used has to go before more is made.
    del scene
    if sensor.bayer == "none":
        return _three_layers(surface, shading, rays, optics, seed)
    meter = metered(_seen(glance_rows(sensor.height_px), surface, shading, rays, sensor), optics)
    raw = np.empty((sensor.height_px, sensor.width_px), np.uint16)
    # A strip at a time: the light of all photosites would take twice as much memory as what they make of it.
    for top in range(0, len(raw), ROWS):
        rows = np.arange(top, min(top + ROWS, len(raw)))
        light = _seen(rows, surface, shading, rays, sensor)
        raw[top : top + ROWS] = noisy(sensor, light, meter, seed, first=top)
    return raw


def _seen(
    rows: NDArray[np.int64], surface: Surface, shading: Shading, rays: Rays, sensor: Sensor, channel: int = 0
) -> Float32:
    """Return the light on some rows of photosites (N, W), cd/m²."""
    light = np.empty((len(rows), sensor.width_px), np.float32)
    gather(colour_pattern(sensor.bayer, channel), rays, surface, shading, rows, light)
    return light


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
    rows = np.arange(sensor.height_px)
    lights = [_seen(rows, surface, shading, rays, sensor, c) for c in range(3)]
    per_cd = exposure(lights[1], sensor)
    return np.dstack([read(lights[c], optics, seed, per_cd, c) for c in range(3)])


def read(
    light: Float32, optics: Optics, seed: int, per_cd: float | None = None, channel: int = 0
) -> NDArray[np.uint16]:
    """Return raw data (H, W) from the light on the photosites: metered unless given, veiled, with noise."""
    meter = metered(light[glance_rows(len(light))], optics, per_cd)
    return noisy(optics.sensor, light, meter, seed, channel)


def glance_rows(height: int) -> NDArray[np.int64]:
    """Return the rows (N,) by which a photo is metered: pairs, as a Bayer pattern has; all of a small photo's."""
    step = GLANCE_STEP if height > GLANCE_STEP * METER_STEP else 2
    starts = np.arange(step // 2 - 2 if step > 2 else 0, height - 1, step)
    return np.add.outer(starts, [0, 1]).ravel()


def metered(look: Float32, optics: Optics, per_cd: float | None = None) -> Metered:
    """Return exposure, unless it is given, and stray light from the light on the rows of `glance_rows`."""
    lens, sensor = optics.lens, optics.sensor
    veil = veiling(look, sensor, lens.glare, lens.bloom)
    return Metered(exposure(look, sensor) if per_cd is None else per_cd, lens.glare + lens.bloom, veil)


def exposure(look: Float32, sensor: Sensor) -> float:
    """Return the share of saturation per cd/m²: given, or metered over all colours, centre-weighted."""
    if sensor.saturation_cd_m2:
        return 1 / sensor.saturation_cd_m2
    size = (max(2, sensor.width_px // METER_STEP), max(2, sensor.height_px // METER_STEP))
    seen = np.asarray(cv2.resize(look, size, interpolation=cv2.INTER_AREA), np.float64)
    y, x = np.indices(seen.shape) / np.array(seen.shape)[:, None, None] - 0.5
    mean = float(np.average(seen, weights=np.exp(-(x**2 + y**2) / 0.18)))
    brightest = float(np.percentile(seen, 99))
    grey = min(METERED_GREY / max(mean, 1e-3), sensor.highlights / max(brightest, 1e-3))
    return float(grey * 2.0**sensor.ev)


def veiling(look: Float32, sensor: Sensor, glare: float, bloom: float) -> Float32:
    """Return scattered light (h, w, 3) at every 32nd photosite: a global share and a local one."""
    rows, columns = sensor.height_px // VEIL_STEP + 2, sensor.width_px // VEIL_STEP + 2
    if glare + bloom == 0:
        return np.zeros((rows, columns, 3), np.float32)
    small = np.empty((rows, columns, 3), np.float32)
    pattern = colour_pattern(sensor.bayer, 0)
    # Every other row, with its two colours as the channels of a picture: nothing has to be copied.
    for row in (1, 0):
        pairs = look[row::2, : sensor.width_px // 2 * 2].reshape(-1, sensor.width_px // 2, 2)
        means = cv2.resize(pairs, (columns, rows), interpolation=cv2.INTER_AREA)
        for odd in (1, 0):
            small[:, :, pattern[row, odd]] = means[:, :, odd]
    if sensor.bayer == "none":
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
    """Return evenness, reflections, surroundings and flicker, vignetted and as the filters see them, in place."""
    mix = optics.sensor.response().astype(np.float32).T
    gain = scene.gain[:, :, None]
    # A strip at a time: these maps and what they pass through on the way would be a third of a large photo's memory.
    for top in range(0, len(gain), ROWS):
        rows = slice(top, top + ROWS)
        kept = _vignetted(optics, range(len(gain))[rows], gain.shape[1])
        gain[rows] *= kept
        for light in (scene.over, scene.behind):
            light[rows] = light[rows] @ mix * kept
    by_row = optics.flicker(scene.flicker_hz, scene.flicker_depth, scene.flicker_phase)
    return Shading(gain, scene.over, scene.behind, row_gain=by_row[0], column_gain=by_row[1])


def _vignetted(optics: Optics, rows: range, columns: int) -> Float32:
    """Return the share of light (h, gw, 1) that the lens keeps at some rows of nodes."""
    x = np.array(range(columns), np.float64)[None] * LOW_STEP
    y = np.array(rows, np.float64)[:, None] * LOW_STEP
    kept = vignette(optics.lens, x, y, optics.sensor.size_px)
    return np.asarray(kept[:, :, None], np.float32)


def rays_of(optics: Optics) -> Rays:
    """Return the loop's input about pose and lens."""
    table, step = optics.radial_table()
    view = optics.view
    return Rays(optics.inverse(), view.centre, view.focal_px, table, step, optics.lateral())
