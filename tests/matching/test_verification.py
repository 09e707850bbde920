"""Photos accepted for their x-rays, and the verdicts on all others."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import matching
from tests.matching import scenes
from tests.tiers import examples
from transforms import geometry

LEVELS = (1, 2, 3, 4)


@pytest.mark.parametrize("level", LEVELS)
def test_a_photo_of_the_xray_is_verified(level: int) -> None:
    match = matching.verify(scenes.photo(1, level), scenes.reference(1))
    assert (match.verdict, match.code, match.reasons) == ("verified", "", ())
    assert match.score >= matching.THRESHOLDS.score
    assert match.inside > 0.985


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("other", [2, 3])
def test_a_photo_of_another_xray_is_not(level: int, other: int) -> None:
    match = matching.verify(scenes.photo(1, level), scenes.reference(other))
    assert (match.verdict, match.code) == ("wrong", "not_this_xray")
    assert match.homography is None
    assert match.corners is None


@pytest.mark.parametrize("level", LEVELS)
def test_neither_is_a_photo_of_the_same_patient_on_another_day(level: int) -> None:
    assert matching.verify(scenes.photo(1, level), scenes.reference(1001)).verdict != "verified"


@pytest.mark.parametrize("level", LEVELS)
def test_the_homography_leads_to_within_two_pixels_of_a_full_hd_picture(level: int) -> None:
    photo, found = scenes.photo(1, level), matching.verify(scenes.photo(1, level), scenes.reference(1))
    height, width = scenes.xray(1).shape
    places = geometry.frame((width, height))
    assert found.homography is not None
    off = geometry.move_points(found.homography, places) - geometry.move_points(scenes.truth(level), places)
    in_full_hd = np.hypot(*off.T) * 1920 / max(photo.shape)
    assert np.median(in_full_hd) <= 2
    # The corners follow the bend that was fitted; without a lens, smooth x-rays make it up by some pixels.
    assert found.corners is not None
    off = found.corners - geometry.move_points(scenes.truth(level), places)
    assert np.median(np.hypot(*off.T) * 1920 / max(photo.shape)) <= 5


def test_a_photo_decoded_reduced_is_placed_at_full_size() -> None:
    photo = scenes.photo(1, 2)
    half = cv2.resize(photo, (photo.shape[1] // 2, photo.shape[0] // 2), interpolation=cv2.INTER_AREA)
    match = matching.verify(np.asarray(half, np.uint8), scenes.reference(1), scale=2.0)
    assert match.verdict == "verified"
    expected = geometry.move_points(scenes.truth(2), geometry.frame(scenes.xray(1).shape[::-1]))
    assert np.abs(match.corners - expected).max() < 6


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_photo_held_otherwise_is_verified(turns: int) -> None:
    turned = np.ascontiguousarray(np.rot90(scenes.photo(1, 2), turns))
    match = matching.verify(turned, scenes.reference(1))
    assert match.verdict == "verified"
    assert match.homography is not None
    size = (turned.shape[1], turned.shape[0])
    assert matching.tilt_of(match.homography, scenes.reference(1).size, size).turn == -90 * turns % 360
    quality = matching.measure_quality(turned, scenes.reference(1), match)
    assert "turn" not in quality.rejections
    assert abs(quality.roll) < 25


@pytest.mark.parametrize("level", LEVELS)
def test_a_mirrored_photo_is_called_so(level: int) -> None:
    mirrored = np.ascontiguousarray(scenes.photo(1, level)[:, ::-1])
    match = matching.verify(mirrored, scenes.reference(1))
    assert (match.verdict, match.code) == ("wrong", "mirrored")


@pytest.mark.parametrize("level", [1, 3])
@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_a_half_painted_screen_is_a_torn_photo(level: int, share: float) -> None:
    now, before = scenes.xray(1), scenes.xray(2)
    row = round(now.shape[0] * share)
    before = cv2.resize(before, now.shape[::-1], interpolation=cv2.INTER_AREA)
    torn = scenes.photograph(np.vstack([now[:row], before[row:]]), level)
    match = matching.verify(torn, scenes.reference(1))
    assert (match.verdict, match.code) == ("wrong", "torn")


@pytest.mark.parametrize("level", LEVELS)
def test_a_black_screen_is_called_so(level: int) -> None:
    match = matching.verify(scenes.photograph(np.zeros_like(scenes.xray(1)), level), scenes.reference(1))
    assert (match.verdict, match.code) == ("wrong", "black_screen")


@pytest.mark.parametrize("times", [8, 20])
def test_an_overexposed_photo_is_called_so_and_neither_torn_nor_covered(times: int) -> None:
    light = (scenes.photo(1, 1) / 255) ** 2.2 * times
    burnt = (np.clip(light, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)
    match = matching.verify(burnt, scenes.reference(1))
    assert (match.verdict, match.code) == ("doubtful", "overexposed")


def test_a_white_window_makes_no_overexposed_photo() -> None:
    behind = scenes.xray(1).copy()
    height, width = behind.shape
    behind[height // 4 : 2 * height // 3, width // 4 : 2 * width // 3] = 255
    light = (scenes.photograph(behind, 1) / 255) ** 2.2 * 2
    match = matching.verify((np.clip(light, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8), scenes.reference(1))
    assert match.verdict != "verified"
    assert match.code != "overexposed"


def test_an_xray_far_off_in_a_dark_room_is_no_black_screen() -> None:
    near = scenes.photo(1, 1)
    far = cv2.resize(near, None, fx=0.12, fy=0.12, interpolation=cv2.INTER_AREA)
    room = np.full(near.shape, 12, np.uint8)
    top, left = (room.shape[0] - far.shape[0]) // 2, (room.shape[1] - far.shape[1]) // 2
    room[top : top + far.shape[0], left : left + far.shape[1]] = far
    match = matching.verify(room, scenes.reference(1))
    assert match.verdict != "verified"
    assert match.code != "black_screen"


@pytest.mark.parametrize("side", [150, 220])
def test_a_small_xray_shown_large_is_verified_and_no_other(side: int) -> None:
    def small(patient: int) -> scenes.Grey:
        height, width = scenes.xray(patient).shape
        size = (round(width * side / max(height, width)), round(height * side / max(height, width)))
        return np.asarray(cv2.resize(scenes.xray(patient), size, interpolation=cv2.INTER_AREA), np.uint8)

    shown = cv2.resize(small(1), scenes.xray(1).shape[::-1], interpolation=cv2.INTER_LINEAR)
    photo = scenes.photograph(np.asarray(shown, np.uint8), 2)
    assert matching.verify(photo, matching.make_reference(small(1))).verdict == "verified"
    for other in (2, 1001):
        assert matching.verify(photo, matching.make_reference(small(other))).verdict != "verified"


def test_a_faint_xray_is_verified_and_no_other() -> None:
    def faint(patient: int) -> scenes.Grey:
        return np.asarray(100 + scenes.xray(patient) * 0.15, np.uint8)

    photo = scenes.photograph(faint(1), 3)
    assert matching.verify(photo, matching.make_reference(faint(1))).verdict == "verified"
    assert matching.verify(photo, matching.make_reference(faint(2))).verdict != "verified"


def test_a_faint_xray_is_not_called_a_black_screen_where_it_is_not_found() -> None:
    flat = np.full(scenes.photo(1, 1).shape, 110, np.uint8)
    faint = matching.make_reference((100 + scenes.xray(1) * 0.1).astype(np.uint8))
    assert matching.verify(flat, faint).code == "unsure"
    assert matching.verify(flat, scenes.reference(1)).code == "black_screen"


@pytest.mark.parametrize("level", [1, 3])
@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
def test_an_xray_cut_by_the_frame_is_found_and_called_cut(level: int, side: str) -> None:
    photo = scenes.photo(1, level)
    corners = geometry.move_points(scenes.truth(level), geometry.frame(scenes.xray(1).shape[::-1]))
    (left, top), (right, bottom) = np.percentile(corners, 20, axis=0), np.percentile(corners, 80, axis=0)
    across, down = 0.15 * (right - left), 0.15 * (bottom - top)
    part = {
        "left": photo[:, int(left + across) :],
        "right": photo[:, : int(right - across)],
        "top": photo[int(top + down) :],
        "bottom": photo[: int(bottom - down)],
    }[side]
    match = matching.verify(np.ascontiguousarray(part), scenes.reference(1))
    assert (match.verdict, match.code) == ("doubtful", "cut")
    assert 0.75 < match.inside < 0.985
    assert match.corners is not None


def test_which_xray_a_photo_shows_is_found_among_its_neighbours() -> None:
    around = {index: scenes.reference(index) for index in (2, 3, 1001, 1)}
    assert matching.which(scenes.photo(1, 3), around) == 1
    del around[1]
    assert matching.which(scenes.photo(1, 3), around) is None


def test_an_xray_without_structure_is_doubtful_and_never_verified() -> None:
    blank = np.tile(np.linspace(60, 200, 600).astype(np.uint8), (500, 1))
    empty = matching.make_reference(blank)
    assert not empty.has_texture
    match = matching.verify(scenes.photo(1, 2), empty)
    assert (match.verdict, match.code) == ("doubtful", "few_features")


def test_sixteen_bits_are_as_good_as_eight() -> None:
    deep = scenes.xray(1).astype(np.uint16) * 12 + 700
    match = matching.verify(scenes.photo(1, 2), matching.make_reference(deep))
    assert match.verdict == "verified"


def test_the_same_photo_gets_the_same_verdict_to_the_last_digit() -> None:
    twice = [matching.verify(scenes.photo(1, 4), scenes.reference(1)).to_json() for _ in range(2)]
    assert twice[0] == twice[1]


def test_a_match_survives_json() -> None:
    for patient in (1, 2):
        match = matching.verify(scenes.photo(1, 3), scenes.reference(patient))
        again = matching.Match.from_json(match.to_json())
        assert again.to_json() == match.to_json()


@settings(max_examples=examples(40))
@given(
    arrays.arrays(
        np.uint8, st.tuples(st.integers(1, 200), st.integers(1, 200)), elements=st.integers(0, 255)
    ),
)
def test_garbage_is_wrong_and_never_an_accident(garbage: np.ndarray) -> None:
    match = matching.verify(garbage, scenes.reference(1))
    # A white picture may be a photo of this x-ray that is burnt out: nobody can tell.
    assert match.verdict == ("doubtful" if match.code == "overexposed" else "wrong")
    assert match.code in matching.CODES
    own = matching.make_reference(garbage)
    assert matching.verify(scenes.photo(1, 1), own).verdict != "verified"


@pytest.mark.parametrize("shape", [(1, 1), (1, 3000), (3000, 1), (63, 63), (64, 64), (2, 2)])
def test_pictures_of_any_shape_are_looked_at(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 255, shape, np.uint8)
    assert matching.verify(noise, scenes.reference(1)).verdict == "wrong"
    assert matching.verify(scenes.photo(1, 1), matching.make_reference(noise)).verdict != "verified"


@pytest.mark.parametrize(
    "photo",
    [np.zeros((0, 4), np.uint8), np.zeros((4, 4, 3), np.uint8), np.zeros((4, 4), np.float32)],
    ids=["empty", "colour", "floats"],
)
def test_another_kind_of_array_is_refused_with_what_is_wanted(photo: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"uint8 \(H, W\)"):
        matching.verify(photo, scenes.reference(1))
