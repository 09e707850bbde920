"""A camera on a tripod before a screen that changes: frames at video speed.

With pose, lens and sensor fixed, every photosite sees the same place of the screen through the same subpixels for
good, so its factor for each primary, its share of stray light and its place are computed once, by the very loop
that takes single photos. A frame then is one reading of four pixels per photosite, noise, and processing.
"""

import dataclasses
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from . import geometry, profiles
from .camera import draws, shoot
from .camera.device.delivery import Delivery, delivered
from .camera.device.processing import finished, from_mosaic
from .camera.device.sensor import colour_pattern
from .camera.device.viewer import Viewer
from .camera.optics.gathering import gather
from .camera.optics.mosaic import Float32, ray, texel
from .camera.optics.optics import Optics
from .camera.optics.truth import Geometry
from .camera.scene.screen import luminance_table
from .camera.scene.screen_scene import screen_scene
from .effects.screen_photo import ScreenPhotoParams, draw_screen_photo
from .errors import ParameterError, UnsupportedImageError
from .kernels.compiled import compiled
from .rendering import Floats, Size

LARGEST_PHOTO_PX = 1_100_000
"""Beyond this the precomputed maps no longer pay: take single photos instead."""


class FixedCamera:
    """A camera whose pose and surroundings do not change.

    Args:
        screen_size: (width, height) of the frames shown, which are the screen's pixels.
        photo_size: (width, height) of the photos; at most 1.1 megapixels.
        params: Everything else; `screen`'s and `sensor`'s sizes in it are replaced, the sensor keeping its
            physical width. `viewer` is not used: a frame is all that the screen shows.

    Raises:
        ParameterError: the photo is too large, or the sensor has no Bayer pattern.
    """

    def __init__(self, screen_size: Size, photo_size: Size, params: ScreenPhotoParams) -> None:
        if photo_size[0] * photo_size[1] > LARGEST_PHOTO_PX:
            raise ParameterError(
                f"photo_size is {photo_size}: a fixed camera takes at most {LARGEST_PHOTO_PX:,} pixels"
            )
        if params.sensor.bayer == "none":
            raise ParameterError("sensor.bayer is 'none': a fixed camera needs a Bayer pattern")
        self.params = _resized(params, screen_size, photo_size)
        self._optics = self.params.optics()
        self._maps = _Maps.of(self.params, self._optics)
        self._table = luminance_table(self.params.screen)
        self._kernel = self._optics.blur_kernel(1.0)

    @property
    def screen_size(self) -> Size:
        """(width, height) of the frames it takes."""
        return self.params.screen.size_px

    @property
    def photo_size(self) -> Size:
        """(width, height) of the photos it makes."""
        return self.params.delivery.size(self.params.sensor.size_px)

    @property
    def geometry(self) -> Geometry:
        """The exact mapping of screen positions to the photo."""
        return Geometry(self._optics, self.params.delivery, self.screen_size, geometry.IDENTITY)

    @property
    def homography(self) -> Floats:
        """Homography (3, 3) from screen to photo positions; with lens distortion the nearest one."""
        return self.geometry.homography()

    def shoot(self, frame: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
        """Photograph a frame (H, W, 3) RGB or (H, W) grey as (h, w, 3) RGB; equal seeds give equal noise.

        Raises:
            ImageError: the frame is not uint8 of the screen's size.
        """
        texture = self._texture(frame)
        sensor, maps = self.params.sensor, self._maps
        light = np.empty((sensor.height_px, sensor.width_px), np.float32)
        factor = maps.grey_factor if texture.shape[2] == 1 else maps.factor
        read_maps(texture, maps.place, factor, maps.stray, light)
        photo = from_mosaic(shoot.read(light, self._optics, seed), self.params.processing, sensor)
        return delivered(finished(photo, self.params.processing), self.params.delivery)

    def _texture(self, frame: NDArray[np.uint8]) -> Float32:
        width, height = self.screen_size
        if frame.dtype != np.uint8 or frame.shape not in ((height, width), (height, width, 3)):
            raise UnsupportedImageError(
                f"the frame has to be uint8 ({height}, {width}) or ({height}, {width}, 3), "
                f"got {frame.dtype} {frame.shape}"
            )
        if frame.ndim == 3 and (frame[:, :, :1] == frame[:, :, 1:]).all():
            frame = np.ascontiguousarray(frame[:, :, 0])
        light = np.asarray(cv2.LUT(frame, self._table), np.float32)
        if self._kernel.size > 1:
            light = np.asarray(
                cv2.filter2D(light, -1, self._kernel, borderType=cv2.BORDER_REPLICATE), np.float32
            )
        return light.reshape(height, width, -1)


@dataclasses.dataclass(frozen=True, eq=False)
class _Maps:
    """Precomputed response of each photosite.

    Attributes:
        place: Screen px (H, W, 2).
        factor: What it makes of red, green and blue luminance there (H, W, 3).
        grey_factor: The sum of the three (H, W, 1).
        stray: Light that does not come from the screen's pixels (H, W), cd/m².
    """

    place: Float32
    factor: Float32
    grey_factor: Float32
    stray: Float32

    @classmethod
    def of(cls, params: ScreenPhotoParams, optics: Optics) -> "_Maps":
        """Compute the maps: run the camera's own loop on each primary alone at luminance one, and on none."""
        sensor, cfa = optics.sensor, colour_pattern(optics.sensor.bayer)
        dark = np.zeros((params.screen.height_px, params.screen.width_px, 3), np.uint8)
        # A frame whose channels differ somewhere keeps the scene in three layers.
        dark[0, 0, 0] = 1
        scene = screen_scene(
            dark, params.screen, params.surroundings, params.reflection, optics, params.flicker_phase
        )
        surface, shading = shoot.surface_of(scene, optics), shoot.shading_of(scene, optics)
        rays = shoot.rays_of(optics)
        lights = []
        for layer in (None, 0, 1, 2):
            texture = np.zeros((2, 2, 3), np.float32)
            if layer is not None:
                texture[:, :, layer] = 1
            light = np.empty((sensor.height_px, sensor.width_px), np.float32)
            gather(cfa, rays, surface._replace(texture=texture), shading, np.arange(len(light)), light)
            lights.append(light)
        factor = np.stack([light - lights[0] for light in lights[1:]], axis=-1)
        place = np.empty((sensor.height_px, sensor.width_px, 2), np.float32)
        find_places(cfa, rays, place)
        return cls(place, factor, factor.sum(axis=2, keepdims=True), lights[0])


@compiled
def find_places(cfa: NDArray[np.int64], rays: Any, place: Float32) -> None:
    """Fill `place` (H, W, 2) with the screen px that each photosite sees."""
    for y in range(place.shape[0]):
        for x in range(place.shape[1]):
            u, v, _ = ray(rays, x, y, cfa[y & 1, x & 1])
            place[y, x, 0], place[y, x, 1] = u, v


@compiled
def read_maps(texture: Float32, place: Float32, factor: Float32, stray: Float32, light: Float32) -> None:
    """Fill `light` (H, W): stray light plus, for each layer, factor times luminance at the place."""
    for y in range(light.shape[0]):
        for x in range(light.shape[1]):
            value = stray[y, x]
            u, v = place[y, x, 0], place[y, x, 1]
            for p in range(texture.shape[2]):
                if factor[y, x, p] != 0:
                    value += factor[y, x, p] * texel(texture, p, u, v)
            light[y, x] = value


def _resized(params: ScreenPhotoParams, screen_size: Size, photo_size: Size) -> ScreenPhotoParams:
    sensor = params.sensor
    factor = sensor.width_px / photo_size[0]
    return dataclasses.replace(
        params,
        viewer=Viewer(),
        screen=dataclasses.replace(params.screen, width_px=screen_size[0], height_px=screen_size[1]),
        sensor=dataclasses.replace(
            sensor,
            width_px=photo_size[0],
            height_px=photo_size[1],
            pitch_um=sensor.pitch_um * factor,
            full_well_e=sensor.full_well_e * factor**2,
            read_noise_e=sensor.read_noise_e * factor,
        ),
    )


def lens_for(
    phone: str,
    screen_size: Size,
    photo_size: Size,
    *,
    monitor: str = "monitor_1080p_24in",
    level: int = 1,
    seed: int = 0,
) -> FixedCamera:
    """Draw a fixed camera from profiles, aimed so that the whole screen is in the photo.

    Args:
        phone: Name of a camera profile.
        screen_size: (width, height) of the frames.
        photo_size: (width, height) of the photos.
        monitor: Name of a screen profile, whose resolution is replaced by the frames'.
        level: 1 (tripod, dark room) to 4 (in a hurry, by the window).
        seed: Of everything drawn.

    Raises:
        ParameterError: no such profile (the message suggests one), or a size that is too large.
    """
    rng = np.random.default_rng(seed)
    drawn = draw_screen_photo(profiles.load(phone), profiles.load(monitor), level, screen_size, rng)
    params = _resized(dataclasses.replace(drawn, delivery=Delivery(jpeg_quality=0)), screen_size, photo_size)
    unit = np.diag([screen_size[0], screen_size[1], 1.0])
    optics = draws.draw_pose(profiles.load(f"level_{level}"), rng, params.optics(), unit)
    return FixedCamera(screen_size, photo_size, dataclasses.replace(params, pose=optics.pose))
