"""A physically modelled photo of a screen: subpixels, pose, lens, hand, sensor, processing, JPEG.

Drawn lines are not moiré. Moiré is what a Bayer sensor makes of subpixels seen through a lens, and it comes out
of this model by itself, with the colours, the bends and the chirps of the real thing. Each stage is a module of
`transforms.camera`; this one draws their parameters from profiles and hands them on in the order of the light.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .. import geometry, profiles
from ..camera import draws
from ..camera.device.viewer import Viewer, cursor_outline, screen_picture, source_to_screen
from ..camera.optics.optics import Optics
from ..camera.optics.pose import Pose
from ..camera.optics.truth import Geometry
from ..camera.photo import CameraPhoto, CameraPhotoParams
from ..camera.scene.reflection import reflected
from ..camera.scene.screen import Screen
from ..camera.scene.screen_scene import screen_scene
from ..camera.shoot import expose
from ..parameters import parameters
from ..registry import register
from ..rendering import Image, Mask, Size

PANEL_SHARE = 0.18


@parameters
class ScreenPhotoParams(CameraPhotoParams):
    """All parameters of a photo of a screen.

    Attributes:
        monitor: Profile the screen was drawn from, likewise.
        screen: The display.
        viewer: How the x-ray lies on it.
    """

    monitor: str = "custom"
    screen: Screen = Screen()
    viewer: Viewer = Viewer()

    def optics(self) -> Optics:
        """Return the optics of the camera before this screen."""
        return Optics(
            self.pose, self.lens, self.motion, self.sensor, self.screen.size_px, self.screen.pitch_mm
        )


@register
@dataclass(frozen=True)
class ScreenPhoto(CameraPhoto[ScreenPhotoParams]):
    """A phone photo of the x-ray on a screen.

    The options choose among profiles (several of a kind: one of them is drawn; none: any) and how the photo is
    taken and sent.

    Attributes:
        nokia6: Draw this phone.
        iphone8: Draw this phone.
        oneplus6: Draw this phone.
        budget_phone: Draw this phone.
        webcam: Draw this camera.
        monitor_1080p_24in: Draw this screen.
        ultrawide_2560x1080: Draw this screen.
        laptop_matte: Draw this screen.
        laptop_glossy: Draw this screen.
        native: Take the photo with all of the sensor's pixels instead of two megapixels.
        upright: Hold the phone upright.
        messenger: Always send the photo through a messenger.
    """

    nokia6: bool = False
    iphone8: bool = False
    oneplus6: bool = False
    budget_phone: bool = False
    webcam: bool = False
    monitor_1080p_24in: bool = False
    ultrawide_2560x1080: bool = False
    laptop_matte: bool = False
    laptop_glossy: bool = False
    native: bool = False
    upright: bool = False
    messenger: bool = False

    name = "screen_photo"
    summary = "A phone photo of the x-ray on a screen, modelled from subpixel to JPEG."
    params_type = ScreenPhotoParams

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> ScreenPhotoParams:
        phone = profiles.load(self._choose(profiles.PHONES, rng))
        monitor = profiles.load(self._choose(profiles.MONITORS, rng))
        return draw_screen_photo(
            phone,
            monitor,
            level,
            size,
            rng,
            native=self.native,
            upright=self.upright,
            messenger=self.messenger,
        )

    def _geometry(self, size: Size, params: ScreenPhotoParams) -> Geometry:
        return geometry_of(params, size)

    def _exposed(self, image: Image, params: ScreenPhotoParams) -> NDArray[np.uint16]:
        return _exposed(image, params)

    def _masks(self, size: Size, params: ScreenPhotoParams) -> Mapping[str, Mask]:
        truth = geometry_of(params, size)
        over = reflected(params.reflection, params.surroundings, params.optics())[:, :, 1]
        on_screen = truth.polygons([geometry.frame(params.screen.size_px)])
        glare = np.minimum(truth.on_photo(over / np.float32(params.screen.peak_cd_m2)), on_screen)
        pointer = (
            [cursor_outline(params.viewer, params.screen.size_px).astype(float)]
            if params.viewer.cursor
            else []
        )
        return {"glare": glare, "occlusion": truth.polygons(pointer)}


def _exposed(image: Image, params: ScreenPhotoParams) -> NDArray[np.uint16]:
    """Return the photo's raw data; the scene is freed on return."""
    optics = geometry_of(params, (image.shape[1], image.shape[0])).optics
    picture = screen_picture(image, params.viewer, params.screen.size_px)
    # Nobody else keeps the scene: the camera frees it as soon as it is seen.
    return expose(
        screen_scene(
            picture, params.screen, params.surroundings, params.reflection, optics, params.flicker_phase
        ),
        optics,
        params.seed,
    )


def geometry_of(params: ScreenPhotoParams, size: Size) -> Geometry:
    """Return the geometry for a source of that (width, height)."""
    placed = source_to_screen(params.viewer, size, params.screen.size_px)
    return Geometry(params.optics(), params.delivery, size, placed)


def draw_screen_photo(
    phone: profiles.Profile,
    monitor: profiles.Profile,
    level: int,
    size: Size,
    rng: np.random.Generator,
    *,
    native: bool = False,
    upright: bool = False,
    messenger: bool = False,
) -> ScreenPhotoParams:
    """Draw parameters of a photo with that phone of that monitor, as carefully as the level says.

    Args:
        phone: Profile of a camera.
        monitor: Profile of a screen.
        level: 1 (tripod, dark room) to 4 (in a hurry, by the window).
        size: (width, height) of the x-ray.
        rng: The only source of randomness.
        native: All of the sensor's pixels instead of two megapixels.
        upright: Phone held upright.
        messenger: Always through a messenger.
    """
    care = profiles.load(f"level_{level}")
    panel = monitor.draw("panel", rng)
    shown = monitor.draw("screen", rng)
    screen = Screen(**shown, black_cd_m2=shown["peak_cd_m2"] / panel["contrast"])
    viewer = _draw_viewer(care, rng)
    lens = draws.draw_lens(phone, care, rng)
    sensor = draws.draw_sensor(phone, care, rng, native, upright)
    sensor = draws.with_iso(sensor, lens.f_number, screen.peak_cd_m2 * 2**-sensor.ev, phone)
    optics = Optics(Pose(), lens, draws.draw_motion(care, rng), sensor, screen.size_px, screen.pitch_mm)
    unit = source_to_screen(viewer, size, screen.size_px) @ np.diag([size[0], size[1], 1.0])
    optics = draws.draw_pose(care, rng, optics, unit)
    return ScreenPhotoParams(
        phone=phone.name,
        monitor=monitor.name,
        screen=screen,
        viewer=viewer,
        surroundings=draws.draw_surroundings(care, rng),
        reflection=draws.draw_reflection(monitor.draw("reflection", rng), care, rng),
        pose=optics.pose,
        lens=lens,
        motion=optics.motion,
        sensor=sensor,
        processing=draws.draw_processing(phone, care, rng, screen.white_k),
        delivery=draws.draw_delivery(phone, care, rng, messenger),
        flicker_phase=float(rng.uniform(0, 2 * np.pi)),
        seed=int(rng.integers(2**31)),
    )


def _draw_viewer(care: profiles.Profile, rng: np.random.Generator) -> Viewer:
    chances = care.draw("viewer", rng)
    panel = PANEL_SHARE if rng.random() < chances["panel"] else 0.0
    return Viewer(
        panel=panel,
        cursor=bool(rng.random() < chances["cursor"]),
        cursor_x=float(rng.uniform(0.2, 0.8)),
        cursor_y=float(rng.uniform(0.1, 0.9)),
    )
