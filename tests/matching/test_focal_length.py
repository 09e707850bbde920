"""The focal length that several photos of one phone agree on."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from matching.features.homographies import Size, frame, moved
from matching.focal_length import View, fit_focal_length
from matching.quality.tilt import tilt_of
from tests.matching.plain_photos import homography
from transforms import geometry
from transforms.camera.optics import pose as camera

XRAY = (900, 1100)
SIZE = (1920, 1080)
CORNER_ERROR_PX = 1.0
ANGLES = [
    (1.0, 0.5),
    (12.0, -8.0),
    (-3.0, 2.0),
    (-15.0, 4.0),
    (6.0, 11.0),
    (0.0, 0.0),
    (2.0, -16.0),
    (9.0, 9.0),
]
STRAIGHT = [(yaw / 8, pitch / 8) for yaw, pitch in ANGLES]


def view(focal_35mm: float, yaw: float, pitch: float, *, size: Size = SIZE, seed: int | None = None) -> View:
    """An x-ray as high as most of the photo; with a seed, its corners are off by about a pixel, as found ones are."""
    focal = focal_35mm / np.hypot(36, 24) * np.hypot(*size)
    pose = camera.Pose(distance_mm=focal * XRAY[1] * 0.25 / (0.8 * min(size)), yaw_deg=yaw, pitch_deg=pitch)
    to_photo = camera.plane_to_photo(camera.Viewpoint(pose, size, focal), XRAY, 0.25)
    found = geometry.from_pixel_centres(to_photo)
    if seed is not None:
        corners = moved(found, frame(XRAY)) + np.random.default_rng(seed).normal(0, CORNER_ERROR_PX, (4, 2))
        found = cv2.getPerspectiveTransform(frame(XRAY).astype(np.float32), corners.astype(np.float32))
    return View(found, size)


@pytest.mark.parametrize("focal", [13.0, 27.0, 54.0, 77.0])
def test_one_exact_photo_at_an_angle_tells_it(focal: float) -> None:
    assert fit_focal_length([view(focal, 20, -12)]) == pytest.approx(focal, rel=0.002)


@pytest.mark.parametrize("focal", [27.0, 54.0])
def test_a_session_tells_it_although_most_photos_are_taken_nearly_straight_on(focal: float) -> None:
    angles = [*ANGLES, *STRAIGHT, *STRAIGHT, *STRAIGHT]
    views = [view(focal, *at, seed=seed) for seed, at in enumerate(angles)]
    assert fit_focal_length(views) == pytest.approx(focal, rel=0.05)


def test_angles_seen_through_a_doubled_lens_are_right_with_it() -> None:
    views = [view(54, *at, seed=seed) for seed, at in enumerate(ANGLES)]
    exact = view(54, 20, 0)
    angles = [tilt_of(exact.homography, XRAY, SIZE, focal).yaw for focal in (None, fit_focal_length(views))]
    assert abs(angles[0]) < 12, "an assumed lens takes 20 degrees for 10"
    assert angles[1] == pytest.approx(20, abs=1)


def test_photos_held_upright_and_across_and_of_other_sizes_count_together() -> None:
    sizes = [(1920, 1080), (1080, 1920), (3840, 2160), (640, 360)]
    views = [view(54, 15, -9, size=size) for size in sizes]
    assert fit_focal_length(views) == pytest.approx(54, rel=0.002)


def test_photos_taken_straight_on_tell_nothing() -> None:
    assert fit_focal_length([]) is None
    assert fit_focal_length([view(27, 0, 0)]) is None
    assert fit_focal_length([view(54, *at, seed=seed) for seed, at in enumerate(STRAIGHT)]) is None


def test_a_few_wrong_homographies_do_not_decide() -> None:
    views = [view(54, *at, seed=seed) for seed, at in enumerate(ANGLES)]
    stretched = View(view(54, 14, 5).homography @ np.diag([1.1, 1, 1]), SIZE)
    other_lens = view(13, 25, -20)
    assert fit_focal_length([*views, stretched, other_lens]) == pytest.approx(54, rel=0.05)


def test_the_same_view_at_any_scale_of_its_matrix() -> None:
    once = view(27, 18, 7)
    assert fit_focal_length([View(-3.0 * once.homography, SIZE)]) == pytest.approx(fit_focal_length([once]))


def test_the_camera_of_other_tests_is_found_too() -> None:
    at = camera.Pose(distance_mm=400, yaw_deg=-17, pitch_deg=9, roll_deg=5, offset_x_mm=20)
    assert fit_focal_length([View(homography(at, XRAY), (1280, 960))]) == pytest.approx(27, rel=0.002)
