"""With everything off the photo is the resampled source."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.transforms.camera.ideal import ideal_film_photo, ideal_screen_photo
from tests.transforms.camera.pictures import Floats, smooth, with_parts
from transforms import geometry
from transforms.camera.scene.film import Film, density
from transforms.effects.film_photo import FilmPhoto
from transforms.effects.screen_photo import ScreenPhoto


def test_one_to_one_screen_photo_is_the_source_itself() -> None:
    source = smooth(320, 240)
    photo = ScreenPhoto().apply(source, ideal_screen_photo((320, 240)))
    assert np.abs(photo.astype(int) - source[:, :, None]).max() <= 1


def test_colours_come_back_too() -> None:
    source = np.dstack([smooth(200, 160, seed) for seed in range(3)])
    photo = ScreenPhoto().apply(source, ideal_screen_photo((200, 160)))
    assert np.abs(photo.astype(int) - source).max() <= 1


def test_sixteen_bit_source_gives_the_photo_of_its_upper_bits() -> None:
    source = smooth(200, 160).astype(np.uint16) * 257
    photo = ScreenPhoto().apply(source, ideal_screen_photo((200, 160)))
    assert np.abs(photo.astype(int) - (source >> 8)[:, :, None]).max() <= 1


def bilinear(picture: Floats, places: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """The picture read at places (N, 2), and which of them lie well inside it."""
    size = np.array(picture.shape[::-1])
    inside = ((places > 1.5) & (places < size - 2.5)).all(axis=1)
    x, y = np.clip(places, 0, size - 1.001).T
    i, j = x.astype(int), y.astype(int)
    above = picture[j, i] + (x - i) * (picture[j, i + 1] - picture[j, i])
    below = picture[j + 1, i] + (x - i) * (picture[j + 1, i + 1] - picture[j + 1, i])
    return above + (y - j) * (below - above), inside


@pytest.mark.parametrize(
    ("magnification", "angles"),
    [
        (0.8, {}),
        (1.37, {}),
        (0.8, {"yaw_deg": 12.0, "pitch_deg": -7.0, "roll_deg": 4.0}),
        (1.2, {"roll_deg": 90.0}),
    ],
)
def test_any_view_equals_the_source_resampled_by_its_homography(
    magnification: float, angles: dict[str, float]
) -> None:
    source = smooth(320, 240)
    params = with_parts(ideal_screen_photo((320, 240), (300, 260), magnification), pose=angles)
    photo = ScreenPhoto().render(source, params)
    y, x = np.indices((260, 300))
    back = np.linalg.inv(photo.homography)
    places = geometry.move_points(back, np.column_stack([x.ravel() + 0.5, y.ravel() + 0.5])) - 0.5
    light, inside = bilinear((source / 255.0) ** 2.2, places)
    expected = 255 * light.reshape(260, 300, 1) ** (1 / 2.2)
    difference = np.abs(photo.image - expected).max(axis=2).ravel()
    assert inside.mean() > 0.3
    assert difference[inside].max() <= 1


def test_film_ramp_gives_back_the_characteristic_curve() -> None:
    ramp = np.tile(np.arange(256, dtype=np.uint8), (64, 1))
    params = ideal_film_photo((256, 64))
    photo = FilmPhoto().apply(ramp, params)[32, :, 1]
    expected = 255 * (10 ** -density(params.film)) ** (1 / 2.2)
    assert np.abs(photo - expected).max() <= 1
    bright = photo > 60
    measured = -np.log10((photo[bright] / 255) ** 2.2)
    assert np.abs(measured - density(params.film)[bright]).max() < 0.01


def test_film_curve_has_its_gradient_its_ends_and_falls_with_brightness() -> None:
    film = Film()
    curve = density(film, 4096)
    slope = np.diff(curve) / (-film.log_range / 4095)
    assert slope.max() == pytest.approx(film.gradient, rel=1e-3)
    assert (np.diff(curve) < 0).all()
    assert film.d_min < curve[-1] < curve[0] < film.d_max
