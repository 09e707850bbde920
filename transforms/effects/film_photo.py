"""A photo of the x-ray as a film on a light box.

The grey values become optical densities by the film's characteristic curve, light goes through them, and the
same camera as `screen_photo`'s photographs what comes out, with everything that films have and screens have not:
curl, clips, scratches, fingerprints, labels, yellowing, and a bare light box glaring all around.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .. import geometry, profiles
from ..camera import draws
from ..camera.optics.optics import Optics
from ..camera.optics.pose import Pose
from ..camera.optics.truth import Geometry
from ..camera.photo import CameraPhoto, CameraPhotoParams
from ..camera.scene.curl import Curl
from ..camera.scene.film import Film
from ..camera.scene.film_marks import FilmMarks
from ..camera.scene.film_scene import FilmLayout, clip_outlines, film_scene, sticker_outline
from ..camera.scene.light_box import LightBox
from ..camera.scene.reflection import reflected
from ..camera.shoot import expose
from ..parameters import parameters
from ..registry import register
from ..rendering import Floats, Image, Mask, Size


@parameters
class FilmPhotoParams(CameraPhotoParams):
    """All parameters of a photo of a film.

    Attributes:
        light_box_name: Profile the light box was drawn from, likewise.
        film: The film.
        marks: What is on it.
        curl: How it stands off the box.
        light_box: The box.
    """

    light_box_name: str = "custom"
    film: Film = Film()
    marks: FilmMarks = FilmMarks()
    curl: Curl = Curl()
    light_box: LightBox = LightBox()

    def layout(self, size: Size) -> FilmLayout:
        """Return the layout for a source of that (width, height)."""
        return FilmLayout(self.light_box, self.film, size)

    def optics(self, size: Size) -> Optics:
        """Return the optics of the camera before the box."""
        layout = self.layout(size)
        return Optics(self.pose, self.lens, self.motion, self.sensor, layout.plane_px, layout.pitch_mm)


@register
@dataclass(frozen=True)
class FilmPhoto(CameraPhoto[FilmPhotoParams]):
    """A phone photo of the x-ray as a film on a light box.

    The options choose among profiles (several of a kind: one of them is drawn; none: any) and how the photo is
    taken and sent.

    Attributes:
        nokia6: Draw this phone.
        iphone8: Draw this phone.
        oneplus6: Draw this phone.
        budget_phone: Draw this phone.
        light_box_tubes: Draw this light box.
        light_box_led: Draw this light box.
        native: Take the photo with all of the sensor's pixels instead of two megapixels.
        upright: Hold the phone upright, as films mostly are.
        messenger: Always send the photo through a messenger.
    """

    nokia6: bool = False
    iphone8: bool = False
    oneplus6: bool = False
    budget_phone: bool = False
    light_box_tubes: bool = False
    light_box_led: bool = False
    native: bool = False
    upright: bool = False
    messenger: bool = False

    name = "film_photo"
    summary = "A phone photo of the x-ray as a film on a light box."
    params_type = FilmPhotoParams

    def _sample(self, level: int, size: Size, rng: np.random.Generator) -> FilmPhotoParams:
        phone = profiles.load(self._choose(profiles.PHONES[:4], rng))
        box = profiles.load(self._choose(profiles.LIGHT_BOXES, rng))
        return draw_film_photo(
            phone, box, level, size, rng, native=self.native, upright=self.upright, messenger=self.messenger
        )

    def _geometry(self, size: Size, params: FilmPhotoParams) -> Geometry:
        return geometry_of(params, size)

    def _exposed(self, image: Image, params: FilmPhotoParams) -> NDArray[np.uint16]:
        return _exposed(image, params)

    def _masks(self, size: Size, params: FilmPhotoParams) -> dict[str, Mask]:
        truth, layout = geometry_of(params, size), params.layout(size)
        over = reflected(params.reflection, params.surroundings, params.optics(size))[:, :, 1]
        on_film = truth.source_polygons([geometry.frame(size)])
        glare = np.minimum(truth.on_photo(over / np.float32(params.light_box.peak_cd_m2)), on_film)
        hidden = np.maximum(
            truth.polygons(clip_outlines(layout)),
            truth.source_polygons(sticker_outline(layout, params.marks)),
        )
        return {"glare": glare, "occlusion": hidden}


def _exposed(image: Image, params: FilmPhotoParams) -> NDArray[np.uint16]:
    """Return the photo's raw data; the scene is freed on return."""
    size = (image.shape[1], image.shape[0])
    optics = geometry_of(params, size).optics
    # Nobody else keeps the scene: the camera frees it as soon as it is seen.
    return expose(
        film_scene(
            image,
            params.layout(size),
            params.marks,
            params.curl,
            params.surroundings,
            params.reflection,
            optics,
            params.flicker_phase,
        ),
        optics,
        params.seed,
    )


def geometry_of(params: FilmPhotoParams, size: Size) -> Geometry:
    """Return the geometry for a source of that (width, height)."""
    layout, optics = params.layout(size), params.optics(size)
    placed = layout.source_to_plane()
    if params.curl.flat:
        return Geometry(optics, params.delivery, size, placed)
    sheet = layout.sheet(params.curl, optics)

    def flatten(points: Floats) -> Floats:
        return layout.positions(sheet.flattened(layout.millimetres(points)))

    def curl(points: Floats) -> Floats:
        return layout.positions(sheet.seen(layout.millimetres(points)))

    return Geometry(optics, params.delivery, size, placed, flatten, curl)


def draw_film_photo(
    phone: profiles.Profile,
    box_profile: profiles.Profile,
    level: int,
    size: Size,
    rng: np.random.Generator,
    *,
    native: bool = False,
    upright: bool = False,
    messenger: bool = False,
) -> FilmPhotoParams:
    """Draw parameters of a photo with that phone of a film on that box, as carefully as the level says.

    Args:
        phone: Profile of a camera.
        box_profile: Profile of a light box.
        level: 1 (tripod, dark room) to 4 (in a hurry, by the window).
        size: (width, height) of the x-ray.
        rng: The only source of randomness.
        native: All of the sensor's pixels instead of two megapixels.
        upright: Phone held upright.
        messenger: Always through a messenger.
    """
    care, sheet = profiles.load(f"level_{level}"), profiles.load("film")
    film = Film(**sheet.draw("film", rng))
    wear = care.draw("film", rng)["wear"]
    box = _draw_box(box_profile, wear, film, size, rng)
    layout = FilmLayout(box, film, size)
    lens = draws.draw_lens(phone, care, rng)
    sensor = draws.draw_sensor(
        phone, care, rng, native, upright, highlights=sheet.draw("meter", rng)["highlights"]
    )
    sensor = draws.with_iso(sensor, lens.f_number, box.peak_cd_m2 / sensor.highlights * 2**-sensor.ev, phone)
    optics = Optics(Pose(), lens, draws.draw_motion(care, rng), sensor, layout.plane_px, layout.pitch_mm)
    optics = draws.draw_pose(care, rng, optics, layout.source_to_plane() @ np.diag([size[0], size[1], 1.0]))
    return FilmPhotoParams(
        phone=phone.name,
        light_box_name=box_profile.name,
        film=film,
        marks=_draw_marks(sheet, wear, rng),
        curl=_draw_curl(sheet, wear, rng),
        light_box=box,
        surroundings=draws.draw_surroundings(care, rng),
        reflection=draws.draw_reflection(sheet.draw("surface", rng), care, rng),
        pose=optics.pose,
        lens=lens,
        motion=optics.motion,
        sensor=sensor,
        processing=draws.draw_processing(phone, care, rng, box.white_k),
        delivery=draws.draw_delivery(phone, care, rng, messenger),
        flicker_phase=float(rng.uniform(0, 2 * np.pi)),
        seed=int(rng.integers(2**31)),
    )


def _draw_box(
    profile: profiles.Profile, wear: float, film: Film, size: Size, rng: np.random.Generator
) -> LightBox:
    """Draw a box at least a little larger than the film."""
    values = profile.draw("light_box", rng)
    width, height = np.array(size) * film.long_side_mm / max(size)
    values["width_mm"] = max(values["width_mm"], width + 15)
    values["height_mm"] = max(values["height_mm"], height + 15)
    slack = (values["width_mm"] - width) / 2, (values["height_mm"] - height) / 2
    return LightBox(
        **values,
        clips=int(rng.integers(0, 4)),
        film_x_mm=float(rng.uniform(-1, 1) * slack[0] * wear),
        film_y_mm=float(rng.uniform(-1, 1) * slack[1] * wear),
    )


def _draw_marks(sheet: profiles.Profile, wear: float, rng: np.random.Generator) -> FilmMarks:
    most = sheet.draw("marks", rng)
    counts = {
        what: int(rng.binomial(most[what], wear)) for what in ("scratches", "dust", "fingerprints", "creases")
    }
    return FilmMarks(
        **counts, label=most["label"], marker=most["marker"], strength=wear, seed=int(rng.integers(2**31))
    )


def _draw_curl(sheet: profiles.Profile, wear: float, rng: np.random.Generator) -> Curl:
    most = sheet.draw("curl", rng)
    lifts = {
        what: float(most[what] * wear * rng.uniform(0, 1))
        for what in ("bottom_mm", "left_mm", "right_mm", "wave_mm")
    }
    return Curl(**lifts, wave_phase=float(rng.uniform(0, 2 * np.pi)))
