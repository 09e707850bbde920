"""Perspectives: moved, scaled, possible or not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.features.homographies import frame, is_possible, moved, onto_xray, scaled, share_inside

PHOTO = (1280, 960)
factors = st.floats(0.1, 10)


@pytest.mark.parametrize(
    ("corners", "possible"),
    [
        ([(200, 100), (900, 120), (950, 800), (180, 820)], True),
        ([(900, 120), (950, 800), (180, 820), (200, 100)], True),
        ([(900, 120), (200, 100), (180, 820), (950, 800)], False),
        ([(200, 100), (950, 800), (900, 120), (180, 820)], False),
        ([(200, 100), (900, 350), (900, 400), (200, 820)], False),
        ([(200, 100), (230, 100), (230, 130), (200, 130)], False),
        ([(-3000, 100), (900, 120), (950, 800), (180, 820)], False),
        ([(np.nan, 0), (1, 0), (1, 1), (0, 1)], False),
    ],
    ids=["upright", "on its side", "mirrored", "folded", "edge-on", "a speck", "far outside", "not a number"],
)
def test_only_what_a_camera_can_see_is_possible(corners: list[tuple[float, float]], possible: bool) -> None:
    assert is_possible(np.array(corners, float), PHOTO) is possible


@given(factors, factors, st.floats(0, 600), st.floats(0, 500))
def test_a_scaled_perspective_leads_to_the_scaled_place(a: float, b: float, x: float, y: float) -> None:
    homography = np.array([[1.1, 0.1, 30], [-0.05, 0.9, 60], [1e-4, -2e-5, 1]])
    larger = scaled(homography, a, (b, 2 * b))
    assert moved(larger, [(a * x, a * y)]) == pytest.approx(moved(homography, [(x, y)]) * [b, 2 * b])


def test_the_share_inside_is_that_of_the_area() -> None:
    assert share_inside(frame((100, 100)) + np.array([50, 0]), (100, 100)) == pytest.approx(0.5)
    assert share_inside(frame((100, 100)), (100, 100)) == 1
    assert share_inside(frame((100, 100)) + np.array([200, 0]), (100, 100)) == 0
    assert share_inside(np.zeros((4, 2)), (100, 100)) == 0


def test_a_picture_moved_by_nothing_is_itself_and_inside() -> None:
    picture = np.arange(30 * 40, dtype=np.uint16).reshape(30, 40).astype(np.uint8)
    flat, inside = onto_xray(picture, np.eye(3), (40, 30))
    assert np.array_equal(flat, picture)
    assert inside.all()


def test_enlarging_keeps_to_continuous_positions() -> None:
    ramp = np.tile(np.arange(20, dtype=np.uint8) * 10, (20, 1))
    flat, _ = onto_xray(ramp, np.diag([0.5, 0.5, 1.0]), (40, 40))
    # The first pixel's centre of the large picture lies a quarter of a pixel left of the small one's.
    assert flat[20, 20:24] == pytest.approx([97.5, 102.5, 107.5, 112.5], abs=0.6)
