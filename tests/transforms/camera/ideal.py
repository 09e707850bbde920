"""A camera without faults before a screen or film without faults: everything at zero or off.

Its photo is the resampled source, grey level for grey level. Tests start from it, and so do the pictures in
`docs/camera-model.md`, which switch one stage on at a time.
"""

from transforms.camera.device.delivery import Delivery
from transforms.camera.device.processing import Processing
from transforms.camera.device.sensor import Sensor
from transforms.camera.device.viewer import Viewer
from transforms.camera.optics.lens import Lens
from transforms.camera.optics.motion import HandMotion
from transforms.camera.optics.pose import Pose
from transforms.camera.scene.curl import Curl
from transforms.camera.scene.film import Film
from transforms.camera.scene.film_marks import FilmMarks
from transforms.camera.scene.light_box import LightBox
from transforms.camera.scene.reflection import Reflection
from transforms.camera.scene.screen import Screen
from transforms.camera.scene.surroundings import Surroundings
from transforms.effects.film_photo import FilmPhotoParams
from transforms.effects.screen_photo import ScreenPhotoParams
from transforms.rendering import Size

FOCAL_MM = 4.0
PITCH_UM = 2.0
PEAK_CD_M2 = 100.0
_DARK = Surroundings(ambient_lux=0.0)


def ideal_screen_photo(
    source: Size, photo: Size | None = None, magnification: float = 1.0
) -> ScreenPhotoParams:
    """Parameters with everything off.

    Args:
        source: (width, height) of the x-ray, which is the screen's size too.
        photo: (width, height) of the photo; the source's by default.
        magnification: Photo px per source px, seen from straight in front.
    """
    pitch = 0.25
    width, height = photo or source
    return ScreenPhotoParams(
        screen=Screen(
            width_px=source[0],
            height_px=source[1],
            pitch_mm=pitch,
            subpixels="none",
            gamma=2.2,
            white_k=6504.0,
            peak_cd_m2=PEAK_CD_M2,
            black_cd_m2=0.0,
            bezel_mm=0.0,
            chin_mm=0.0,
        ),
        viewer=Viewer(),
        surroundings=_DARK,
        reflection=Reflection(),
        pose=Pose(distance_mm=_distance(pitch, magnification)),
        lens=_lens(),
        motion=HandMotion(),
        sensor=_sensor(width, height),
        processing=_processing(),
        delivery=Delivery(jpeg_quality=0),
    )


def ideal_film_photo(source: Size, photo: Size | None = None, magnification: float = 1.0) -> FilmPhotoParams:
    """Parameters with everything off but the characteristic curve; arguments as of `ideal_screen_photo`."""
    film = Film()
    pitch = film.long_side_mm / max(source)
    width, height = photo or source
    return FilmPhotoParams(
        film=film,
        marks=FilmMarks(),
        curl=Curl(),
        light_box=LightBox(
            width_mm=source[0] * pitch,
            height_mm=source[1] * pitch,
            peak_cd_m2=PEAK_CD_M2,
            white_k=6504.0,
            frame_mm=0.0,
        ),
        surroundings=_DARK,
        reflection=Reflection(),
        pose=Pose(distance_mm=_distance(pitch, magnification)),
        lens=_lens(),
        motion=HandMotion(),
        sensor=_sensor(width, height),
        processing=_processing(),
        delivery=Delivery(jpeg_quality=0),
    )


def _distance(pitch_mm: float, magnification: float) -> float:
    return FOCAL_MM * 1000 / PITCH_UM * pitch_mm / magnification


def _lens() -> Lens:
    return Lens(focal_mm=FOCAL_MM, f_number=0.0)


def _sensor(width: int, height: int) -> Sensor:
    return Sensor(
        width_px=width,
        height_px=height,
        pitch_um=PITCH_UM,
        aperture=0.0,
        bayer="none",
        crosstalk=0.0,
        iso=0.0,
        bits=0,
        saturation_cd_m2=PEAK_CD_M2,
    )


def _processing() -> Processing:
    return Processing(
        white_balance_k=6504.0,
        colour_correction=0.0,
        denoise=0.0,
        chroma_denoise=0,
        sharpen=0.0,
        contrast=0.0,
        gamma=2.2,
    )
