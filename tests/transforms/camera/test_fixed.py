"""The fixed camera takes the same photos as the single-shot one, only faster."""

import dataclasses

import numpy as np
import pytest

from tests.transforms.camera.pictures import centroid, discs, smooth
from transforms import geometry, get
from transforms.camera.device.delivery import Delivery
from transforms.camera.device.viewer import Viewer
from transforms.effects.screen_photo import ScreenPhoto
from transforms.errors import ParameterError, UnsupportedImageError
from transforms.fixed_camera import FixedCamera, lens_for

SCREEN, PHOTO = (480, 270), (400, 300)


@pytest.fixture(scope="module")
def camera() -> FixedCamera:
    return lens_for("nokia6", SCREEN, PHOTO, level=2, seed=4)


def frame(seed: int = 0) -> np.ndarray:
    return np.dstack([smooth(*SCREEN, seed)] * 3)


def test_its_photo_is_that_of_screen_photo(camera: FixedCamera) -> None:
    for picture in (frame()[:, :, 0], np.dstack([smooth(*SCREEN, seed) for seed in range(3)])):
        single = ScreenPhoto().apply(picture, dataclasses.replace(camera.params, seed=7)).astype(int)
        difference = np.abs(camera.shoot(picture, 7).astype(int) - single)
        assert np.percentile(difference, 99.5) <= 2
        assert difference.mean() < 0.3


def test_grey_frames_may_come_as_grey_or_rgb(camera: FixedCamera) -> None:
    assert np.array_equal(camera.shoot(frame(), 1), camera.shoot(frame()[:, :, 0], 1))


def test_same_seed_same_bytes_other_seed_other_noise(camera: FixedCamera) -> None:
    assert np.array_equal(camera.shoot(frame(), 1), camera.shoot(frame(), 1))
    assert not np.array_equal(camera.shoot(frame(), 1), camera.shoot(frame(), 2))


def test_homography_says_where_the_screen_s_points_are(camera: FixedCamera) -> None:
    picture, centres = discs(*SCREEN, radius=9)
    photo = camera.shoot(picture, 0)
    assert photo.shape == (300, 400, 3)
    for place in geometry.move_points(camera.homography, centres):
        assert centroid(photo[:, :, 1], place, 12) == pytest.approx(place, abs=0.8)


def test_whole_screen_is_in_the_photo(camera: FixedCamera) -> None:
    corners = geometry.move_points(camera.homography, geometry.frame(SCREEN))
    assert (corners > 0).all()
    assert (corners < PHOTO).all()


def test_it_takes_any_drawn_parameters() -> None:
    params = get("screen_photo").sample(3, SCREEN, np.random.default_rng(0))
    camera = FixedCamera(
        SCREEN, PHOTO, dataclasses.replace(params, viewer=Viewer(), delivery=Delivery(jpeg_quality=80))
    )
    assert camera.shoot(frame(), 0).shape == (300, 400, 3)
    assert camera.screen_size == SCREEN
    assert camera.photo_size == PHOTO


def test_frames_of_another_size_are_refused(camera: FixedCamera) -> None:
    with pytest.raises(UnsupportedImageError, match="270, 480"):
        camera.shoot(np.zeros((100, 100, 3), np.uint8), 0)


def test_too_large_a_photo_and_unknown_phones_are_refused() -> None:
    with pytest.raises(ParameterError, match="at most"):
        lens_for("nokia6", SCREEN, (4000, 3000))
    with pytest.raises(ParameterError, match="did you mean 'iphone8'"):
        lens_for("iphone88", SCREEN, PHOTO)
