"""Advice: its order, and its side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import matching
from tests.matching import plain_photos as plain

FOUND = plain.found(plain.pose())
LOST = replace(FOUND, verdict="wrong", code="not_this_xray", homography=None, corners=None)
GOOD = plain.quality(plain.photo(plain.pose()), plain.pose())


def codes(**measures: float | str) -> list[str]:
    return [one.code for one in matching.advice(FOUND, replace(GOOD, **measures))]


def first(**measures: float | str) -> tuple[str, str, int]:
    one = matching.advice(FOUND, replace(GOOD, **measures))[0]
    return one.code, one.side, one.degrees


def test_a_photo_without_fault_is_framed_well() -> None:
    assert matching.advice(FOUND, GOOD) == [matching.Advice("framed_well")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("not_this_xray", "no_xray"),
        ("black_screen", "black_screen"),
        ("mirrored", "mirrored"),
        ("few_features", "few_features"),
        ("overexposed", "overexposed"),
    ],
)
def test_an_xray_that_was_not_found_is_all_there_is_to_say(code: str, said: str) -> None:
    given = matching.advice(replace(LOST, code=code), matching.Quality())
    assert given == [matching.Advice(said, urgent=True)]


@pytest.mark.parametrize("code", ["torn", "unsure"])
def test_a_doubtful_match_comes_before_framing(code: str) -> None:
    given = matching.advice(replace(FOUND, verdict="doubtful", code=code), replace(GOOD, fill=0.5, glare=0.1))
    assert [one.code for one in given] == [code, "move_closer", "glare"]


@pytest.mark.parametrize(
    ("measures", "said"),
    [
        ({"coverage": 0.99, "outside": "lower left"}, ("corner_outside", "lower left", 0)),
        ({"coverage": 0.9, "outside": "right"}, ("side_outside", "right", 0)),
        ({"coverage": 0.7, "outside": "much"}, ("move_back", "", 0)),
        ({"fill": 0.5}, ("move_closer", "", 0)),
        ({"roll": 5.6}, ("turn", "right", 6)),
        ({"roll": -5.6}, ("turn", "left", 6)),
        ({"yaw": 15.0, "pitch": -13.0}, ("tilted", "right", 15)),
        ({"yaw": -15.0, "pitch": 3.0}, ("tilted", "left", 15)),
        ({"pitch": 20.0}, ("tilted", "above", 20)),
        ({"pitch": -20.0}, ("tilted", "below", 20)),
        ({"glare": 0.1, "glare_side": "top"}, ("glare", "top", 0)),
        ({"off_centre_x": -0.2}, ("off_centre", "left", 0)),
        ({"off_centre_x": 0.13, "off_centre_y": 0.2}, ("off_centre", "bottom", 0)),
        ({"sharpness": 0.3}, ("blurred", "", 0)),
        ({"exposure": 0.3}, ("too_dark", "", 0)),
        ({"clipped": 0.1}, ("overexposed", "", 0)),
        ({"contrast": 0.4}, ("low_contrast", "", 0)),
    ],
)
def test_a_fault_is_named_with_its_side(measures: dict[str, float], said: tuple[str, str, int]) -> None:
    assert first(**measures) == said


def test_what_would_be_refused_comes_first() -> None:
    assert codes(roll=30.0, fill=0.5, glare=0.1) == ["turn", "move_closer", "glare"]


def test_what_framing_can_hardly_help_comes_last() -> None:
    assert codes(moire=2.0, scale=0.3) == ["low_resolution", "moire"]
    assert codes(moire=2.0, roll=6.0) == ["turn", "moire"]


def test_a_turn_makes_level_what_was_not() -> None:
    """Turning the phone right turns the picture left: the advice for a picture turned right is to turn right."""
    pose = plain.pose(0.7, roll_deg=9)
    advice = matching.advice(plain.found(pose), plain.quality(plain.photo(pose), pose))
    assert (advice[0].code, advice[0].side, advice[0].degrees) == ("turn", "right", 9)


@given(
    st.dictionaries(st.sampled_from(list(matching.LIMITS)), st.floats(-200, 200)),
    st.sampled_from(["", "left", "upper left", "much"]),
    st.sampled_from(["", "left", "centre"]),
)
def test_advice_is_never_empty_sorted_and_says_nothing_twice(
    measures: dict[str, float], outside: str, glare_side: str
) -> None:
    quality = replace(GOOD, **measures, outside=outside, glare_side=glare_side)
    given = matching.advice(FOUND, quality)
    said = [one.code for one in given]
    assert len(set(said)) == len(said) > 0
    assert set(said) <= set(matching.ADVICE_CODES)
    assert [one.urgent for one in given] == sorted((one.urgent for one in given), reverse=True)
    assert ("framed_well" in said) == (said == ["framed_well"])


class TestAim:
    def test_corners_are_shares_of_the_frame(self) -> None:
        pose = plain.pose(0.85, yaw_deg=5)
        result = matching.aim(plain.photo(pose), plain.reference(plain.PATIENT), plain.FOCAL_35MM)
        assert result.good
        assert result.corners is not None
        assert np.allclose(result.corners, plain.found(pose).corners / np.array(plain.SIZE), atol=0.002)
        answer = result.to_json()
        assert (answer["code"], answer["good"], answer["verdict"]) == ("framed_well", True, "verified")
        assert np.shape(answer["corners"]) == (4, 2)

    def test_a_frame_that_shows_nothing_is_not_good(self) -> None:
        result = matching.aim(np.zeros((480, 640), np.uint8), plain.reference(plain.PATIENT))
        assert (result.corners, result.good, result.advice[0].code) == (None, False, "black_screen")
        assert result.to_json()["quality"] == {}

    def test_a_corner_outside_is_said_and_drawn_outside(self) -> None:
        pose = plain.pose(0.85, roll_deg=-12, offset_y_mm=-10)
        result = matching.aim(plain.photo(pose), plain.reference(plain.PATIENT))
        assert not result.good
        assert (result.advice[0].code, result.advice[0].side) == ("corner_outside", "lower left")
        assert result.corners is not None
        assert result.corners[3, 1] > 1

    def test_stripes_are_said_and_no_reason_to_go_on_framing(self) -> None:
        pose = plain.pose()
        y, x = np.mgrid[0 : plain.SIZE[1], 0 : plain.SIZE[0]]
        striped = plain.photo(pose) * 0.6 * (1 + 0.6 * np.sin((x + 0.4 * y) / 2))
        result = matching.aim(striped.astype(np.uint8), plain.reference(plain.PATIENT))
        assert ([one.code for one in result.advice], result.good) == (["moire"], True)

    def test_a_small_frame_is_not_blamed_for_its_pixels(self) -> None:
        pose = plain.pose()
        small = np.ascontiguousarray(plain.photo(pose)[::4, ::4])
        assert "low_resolution" not in [
            one.code for one in matching.aim(small, plain.reference(plain.PATIENT)).advice
        ]
