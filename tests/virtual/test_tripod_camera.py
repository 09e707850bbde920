"""The virtual phone's camera model: whole photos of what is on the screen, each with noise of its own."""

from __future__ import annotations

import numpy as np
import pytest

from transforms import TransformError
from webapp.virtual.camera.screen import decode
from webapp.virtual.camera.tripod_camera import TripodCamera

SCREEN, PHOTO = (480, 270), (320, 240)


@pytest.fixture(scope="module")
def camera() -> TripodCamera:
    return TripodCamera("nokia6", PHOTO, screen=SCREEN)


def test_a_photo_shows_in_colour_what_is_on_the_screen(camera: TripodCamera) -> None:
    scene = np.zeros(SCREEN[::-1], np.uint8)
    scene[:, : SCREEN[0] // 2] = 220
    photo = decode(camera.photograph(scene, np.random.default_rng(0)))
    assert photo.shape == (PHOTO[1], PHOTO[0], 3)
    middle = photo[PHOTO[1] // 2]
    left, right = middle[PHOTO[0] // 4].mean(), middle[3 * PHOTO[0] // 4].mean()
    assert left > right + 60


def test_two_photos_of_one_picture_differ_in_noise_and_a_seed_repeats_them(camera: TripodCamera) -> None:
    scene = np.full(SCREEN[::-1], 120, np.uint8)
    rng = np.random.default_rng(3)
    first, second = camera.photograph(scene, rng), camera.photograph(scene, rng)
    assert first != second
    assert first == camera.photograph(scene, np.random.default_rng(3))


def test_it_is_aimed_anew_at_a_screen_of_another_size(camera: TripodCamera) -> None:
    photo = decode(camera.photograph(np.full((200, 400), 120, np.uint8), np.random.default_rng(0)))
    assert photo.shape == (PHOTO[1], PHOTO[0], 3)


def test_an_unknown_lens_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(TransformError, match="did you mean 'nokia6'"):
        TripodCamera("nokia7", PHOTO, screen=SCREEN)
