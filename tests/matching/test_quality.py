"""Each measure follows its own fault, and no other."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import matching
from tests.matching import plain_photos as plain
from tests.matching import scenes
from tests.tiers import examples
from transforms.camera.optics.pose import Pose

STRAIGHT = plain.pose()
NOTHING = matching.Match("wrong", "not_this_xray", 0.1, 3, 60, 0.0, None, None)


def faultless() -> scenes.Grey:
    return plain.photo(STRAIGHT)


def with_light(
    strength: float, at: tuple[float, float], radius: float = 0.12, pose: Pose = STRAIGHT
) -> scenes.Grey:
    """A lamp mirrored in the screen, at a place of the photo in shares of its size."""
    width, height = plain.SIZE
    y, x = np.mgrid[0:height, 0:width]
    distance = np.hypot(x - at[0] * width, y - at[1] * height) / (radius * height)
    light = 0.5 * (plain.photo(pose) / 255.0) ** 2.2 + strength * np.exp(-(distance**4))
    return np.rint(255 * np.clip(light, 0, 1) ** (1 / 2.2)).astype(np.uint8)


def with_waves(amplitude: float, period: float) -> scenes.Grey:
    width, height = plain.SIZE
    y, x = np.mgrid[0:height, 0:width]
    wave = 1 + amplitude * np.sin(2 * np.pi * (x + 0.6 * y + 1e-4 * x * y) / period)
    return np.clip(faultless() * wave, 0, 255).astype(np.uint8)


def test_a_faultless_photo_is_as_good_as_the_xray() -> None:
    quality = plain.quality(faultless(), STRAIGHT)
    assert quality.warnings == quality.rejections == ()
    assert quality.sharpness == pytest.approx(1, abs=0.15)
    assert quality.contrast == pytest.approx(1, abs=0.05)
    assert quality.exposure == pytest.approx(1, abs=0.05)
    assert quality.moire < 0.1
    assert (quality.glare, quality.clipped, quality.coverage, quality.glare_side) == (0, 0, 1, "")
    assert quality.fill == pytest.approx(0.9, abs=1e-6)


def test_blur_lowers_sharpness_and_nothing_else() -> None:
    photos = [cv2.GaussianBlur(faultless(), (0, 0), sigma) for sigma in (0.5, 1, 2, 3, 4, 6)]
    measured = [plain.quality(photo, STRAIGHT) for photo in photos]
    sharpness = [quality.sharpness for quality in measured]
    assert sharpness == sorted(sharpness, reverse=True)
    assert measured[0].warnings == ()
    assert measured[-1].rejections == ("blurred",)


def test_neither_contrast_nor_noise_is_taken_for_sharpness() -> None:
    blurred = cv2.GaussianBlur(faultless(), (0, 0), 2).astype(float)
    noise = np.random.default_rng(3).normal(0, 6, blurred.shape)
    reference = plain.quality(np.rint(blurred).astype(np.uint8), STRAIGHT).sharpness
    for changed in (blurred * 0.5 + 60, blurred * 0.9 + 10 + noise):
        photo = np.clip(np.rint(changed), 0, 255).astype(np.uint8)
        assert plain.quality(photo, STRAIGHT).sharpness == pytest.approx(reference, rel=0.1)


@pytest.mark.parametrize(
    ("at", "side"),
    [
        ((0.25, 0.5), "left"),
        ((0.75, 0.5), "right"),
        ((0.5, 0.15), "top"),
        ((0.5, 0.85), "bottom"),
        ((0.5, 0.5), "centre"),
    ],
)
def test_glare_is_found_where_it_is(at: tuple[float, float], side: str) -> None:
    quality = plain.quality(with_light(0.3, at), STRAIGHT)
    assert 0.02 < quality.glare < 0.15
    assert (quality.glare_side, quality.warnings) == (side, ("glare",))


def test_a_wider_reflection_is_more_glare() -> None:
    shares = [
        plain.quality(with_light(0.3, (0.5, 0.4), radius), STRAIGHT).glare for radius in (0.1, 0.2, 0.3)
    ]
    assert shares == sorted(shares)


def test_a_tone_curve_and_an_uneven_screen_are_no_glare() -> None:
    width, height = plain.SIZE
    y, x = np.mgrid[0:height, 0:width]
    falloff = 1 - 0.3 * ((x / width - 0.4) ** 2 + (y / height - 0.5) ** 2) / 0.5
    photo = (255 * (faultless() / 255.0) ** 0.8 * falloff).astype(np.uint8)
    assert plain.quality(photo, STRAIGHT).glare == 0


def test_haze_lowers_contrast_and_darkness_exposure() -> None:
    pale = plain.quality((150 + faultless() * 0.35).astype(np.uint8), STRAIGHT)
    assert "low_contrast" in pale.warnings
    assert pale.exposure > 0.8
    dark = plain.quality((faultless() * 0.15).astype(np.uint8), STRAIGHT)
    assert "too_dark" in dark.rejections
    assert dark.exposure == pytest.approx(0.15, abs=0.01)


def test_white_that_was_not_white_is_clipped() -> None:
    burnt = plain.quality(np.clip(faultless() * 2.5, 0, 255).astype(np.uint8), STRAIGHT)
    assert burnt.clipped > matching.LIMITS["clipped"].warn
    assert "overexposed" in burnt.warnings + burnt.rejections


@pytest.mark.parametrize("period", [9.0, 20.0])
def test_moire_follows_the_amplitude_of_its_waves(period: float) -> None:
    measured = [plain.quality(with_waves(a, period), STRAIGHT).moire for a in (0.0, 0.03, 0.1, 0.3)]
    assert measured == sorted(measured)
    assert measured[0] < 0.1
    assert measured[-1] > 3 * measured[1] > 0


@pytest.mark.parametrize(
    ("pose", "outside"),
    [
        (plain.pose(offset_x_mm=90), "left"),
        (plain.pose(offset_x_mm=-90), "right"),
        (plain.pose(offset_y_mm=30), "top"),
        (plain.pose(offset_y_mm=-30), "bottom"),
        (plain.pose(0.95, roll_deg=14, offset_y_mm=-40), "bottom"),
        (plain.pose(2.0), "much"),
        (plain.pose(0.85, offset_x_mm=110, offset_y_mm=-60), "lower left"),
        (plain.pose(0.85, offset_x_mm=-110, offset_y_mm=60), "upper right"),
        (plain.pose(0.85, roll_deg=12, offset_y_mm=-10), "lower right"),
        (plain.pose(0.85, roll_deg=-12, offset_y_mm=-10), "lower left"),
        (plain.pose(0.85, roll_deg=12, offset_y_mm=10), "upper left"),
    ],
)
def test_what_is_cut_off_is_named(pose: Pose, outside: str) -> None:
    quality = plain.quality(plain.photo(pose), pose)
    assert quality.outside == outside
    assert quality.coverage < matching.LIMITS["coverage"].warn
    assert "corner_outside" in quality.warnings + quality.rejections


@settings(max_examples=examples(60), deadline=None)
@given(st.floats(-120, 120), st.floats(-120, 120), st.floats(-30, 30), st.floats(0.4, 1.6))
def test_coverage_is_the_share_of_xray_pixels_in_the_photo(
    x: float, y: float, yaw: float, fill: float
) -> None:
    pose = plain.pose(fill, offset_x_mm=x, offset_y_mm=y, yaw_deg=yaw)
    framing = matching.quality.framing.measure_framing(
        plain.homography(pose), scenes.reference(1).size, plain.SIZE
    )
    width, height = scenes.reference(1).size
    steps = (np.arange(100) + 0.5) / 100
    across, down = np.meshgrid(steps * width, steps * height)
    seen = matching.features.homographies.moved(
        plain.homography(pose), np.column_stack([across.ravel(), down.ravel()])
    )
    inside = ((seen >= 0) & (seen <= plain.SIZE)).all(axis=1)
    assert framing.coverage == pytest.approx(inside.mean(), abs=0.015)


def test_a_reduced_photo_measures_the_same() -> None:
    pose = plain.pose(0.8, yaw_deg=8, roll_deg=2)
    photo, full = plain.photo(pose), plain.found(pose)
    half = cv2.resize(photo, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    whole = plain.quality(photo, pose)
    reduced = matching.measure_quality(
        half, scenes.reference(1), full, scale=2.0, focal_35mm=plain.FOCAL_35MM
    )
    for name in ("coverage", "fill", "area", "scale", "off_centre_x", "yaw", "pitch", "roll", "tilt"):
        assert getattr(reduced, name) == pytest.approx(getattr(whole, name), abs=1e-9), name


def test_without_the_xray_nothing_is_measured_and_nothing_held_against_the_photo() -> None:
    quality = matching.measure_quality(faultless(), scenes.reference(1), NOTHING)
    assert quality.to_json() == {}
    assert quality.warnings == quality.rejections == ()
    assert all(math.isnan(getattr(quality, name)) for name in matching.LIMITS)


def test_json_keeps_all_that_advice_needs() -> None:
    pose = plain.pose(0.95, roll_deg=14, offset_y_mm=-40)
    quality = plain.quality(with_light(0.6, (0.75, 0.5), pose=pose), pose)
    kept = json.loads(json.dumps(quality.to_json()))
    assert all(isinstance(kept[name], float) for name in matching.LIMITS)
    assert matching.advice(plain.found(pose), matching.Quality.from_json(kept)) == matching.advice(
        plain.found(pose), quality
    )
    assert matching.Quality.from_json(kept | {"of_a_later_version": 1}).to_json() == kept


def test_a_refusal_is_not_a_warning_as_well() -> None:
    quality = matching.Quality(roll=40, tilt=15, yaw=12.5)
    assert (quality.warnings, quality.rejections) == (("tilted",), ("turn",))
    assert replace(quality, yaw=31).rejections == ("tilted", "turn")


def test_a_tripod_in_a_dark_room_leaves_nothing_to_improve() -> None:
    for patient in (1, 2, 3):
        match = matching.verify(scenes.photo(patient, 1), resized(patient))
        quality = matching.measure_quality(scenes.photo(patient, 1), resized(patient), match)
        assert quality.rejections == ()
        assert set(quality.warnings) <= {"moire"}


def resized(patient: int) -> matching.Reference:
    """The reference of what `scenes.photo` shows: every x-ray has there the size of the first."""
    height, width = scenes.xray(1).shape
    return matching.make_reference(
        np.asarray(cv2.resize(scenes.xray(patient), (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    )


@settings(max_examples=examples(40), deadline=None)
@given(
    arrays.arrays(np.uint8, st.tuples(st.integers(1, 90), st.integers(1, 90))),
    st.tuples(st.integers(1, 200), st.integers(1, 200)),
    st.floats(0.05, 3),
    st.floats(-60, 60),
    st.floats(1, 4),
)
def test_any_photo_of_any_xray_can_be_measured(
    photo: np.ndarray, shape: tuple[int, int], zoom: float, shift: float, scale: float
) -> None:
    xray = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    h = np.array([[zoom, 0.05, shift], [-0.05, zoom, shift], [1e-4, 0, 1]])
    match = replace(NOTHING, homography=h, corners=np.zeros((4, 2)))
    quality = matching.measure_quality(photo, matching.make_reference(xray), match, scale=scale)
    assert json.loads(json.dumps(quality.to_json(), allow_nan=False)) == quality.to_json()
    assert matching.advice(match, quality)


def test_the_same_photo_measures_the_same_to_the_last_digit() -> None:
    photo = with_waves(0.1, 12.0)
    assert plain.quality(photo, STRAIGHT) == plain.quality(photo.copy(), STRAIGHT)
