"""The angles of a camera whose pose is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import matching
from matching.quality.tilt import ASSUMED_FOCAL_35MM, PhotoTilt, focal_px, tilt_of
from tests.matching import scenes
from tests.matching.plain_photos import FOCAL_35MM, SIZE, homography
from transforms.camera.optics.pose import Pose
from transforms.effects.screen_photo import geometry_of

XRAY = (900, 1100)
poses = st.builds(
    Pose,
    distance_mm=st.floats(300, 900),
    yaw_deg=st.floats(-50, 50),
    pitch_deg=st.floats(-50, 50),
    roll_deg=st.floats(-179, 179),
    offset_x_mm=st.floats(-60, 60),
    offset_y_mm=st.floats(-60, 60),
)


def measured(pose: Pose, focal_35mm: float | None = FOCAL_35MM) -> PhotoTilt:
    return tilt_of(homography(pose, XRAY), XRAY, SIZE, focal_35mm)


@given(poses)
def test_every_angle_of_the_pose_is_found_again(pose: Pose) -> None:
    tilt = measured(pose)
    assert (tilt.yaw, tilt.pitch) == pytest.approx((pose.yaw_deg, pose.pitch_deg), abs=1e-3)
    assert (tilt.roll - pose.roll_deg + 180) % 360 - 180 == pytest.approx(0, abs=1e-3)
    assert tilt.total == pytest.approx(np.degrees(np.arccos(pose.rotation()[2, 2])), abs=1e-3)


@given(poses, st.floats(1e-3, 1e3).flatmap(lambda s: st.sampled_from([s, -s])))
def test_a_homography_is_the_same_at_any_scale_and_sign(pose: Pose, factor: float) -> None:
    again = tilt_of(homography(pose, XRAY) * factor, XRAY, SIZE, FOCAL_35MM)
    assert again.total == pytest.approx(measured(pose).total, abs=1e-6)


@given(poses)
def test_a_roll_is_a_quarter_turn_and_a_rest(pose: Pose) -> None:
    tilt = measured(pose)
    assert tilt.turn in (0, 90, 180, 270)
    assert abs(tilt.askew) <= 45
    assert (tilt.turn + tilt.askew - tilt.roll) % 360 == pytest.approx(0, abs=1e-6)


def test_signs_are_those_that_the_limits_name() -> None:
    from_the_right, from_above = Pose(yaw_deg=10), Pose(pitch_deg=10)
    assert from_the_right.position()[0] > 0
    assert measured(from_the_right).yaw > 0
    assert from_above.position()[1] < 0
    assert measured(from_above).pitch > 0
    h = homography(Pose(roll_deg=10), XRAY)
    left, right = (h @ [x, XRAY[1] / 2, 1] for x in (0, XRAY[0]))
    assert right[1] / right[2] > left[1] / left[2], "clockwise: the right end lies lower"


def test_a_longer_lens_sees_the_same_picture_at_a_larger_angle() -> None:
    pose = Pose(yaw_deg=12)
    angles = [abs(measured(pose, focal).yaw) for focal in (22.0, FOCAL_35MM, 35.0)]
    assert angles == sorted(angles)
    assert angles[1] == pytest.approx(12, abs=1e-3)


@pytest.mark.parametrize("focal", [None, 0.0, 3.9, 1000.0, float("nan"), float("inf")])
def test_without_a_believable_focal_length_one_is_assumed(focal: float | None) -> None:
    assert focal_px(SIZE, focal) == focal_px(SIZE, ASSUMED_FOCAL_35MM)


def test_a_focal_length_is_that_of_the_diagonal() -> None:
    assert focal_px((3600, 2400), 50.0) == pytest.approx(5000)


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_angles_are_found_in_photos_too(level: int) -> None:
    photo, params = scenes.photo(1, level), scenes.params(level)
    match = matching.verify(photo, scenes.reference(1))
    focal = geometry_of(params, scenes.reference(1).size).optics.view.focal_px
    in_35mm = focal * params.delivery.size(params.sensor.size_px)[0] / params.sensor.width_px
    quality = matching.measure_quality(
        photo, scenes.reference(1), match, focal_35mm=in_35mm / np.hypot(*photo.shape) * np.hypot(36, 24)
    )
    assert quality.yaw == pytest.approx(params.pose.yaw_deg, abs=1)
    assert quality.pitch == pytest.approx(params.pose.pitch_deg, abs=1)
    assert quality.roll == pytest.approx(params.pose.roll_deg, abs=0.5)
