"""Blocks that agree, blocks that do not, and the waves between."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

import matching
from matching.features.homographies import Floats, Grey, frame, moved
from matching.registration.agreement import Expected, agreement, lay_flat
from matching.registration.placement import Placement
from matching.registration.refinement import refined
from tests.matching import scenes

PLACE = np.array([[1.4, 0.06, 90.0], [-0.05, 1.3, 70.0], [8e-5, -5e-5, 1.0]])
"""From the small frame of x-ray 1 to a picture of it."""


def pictured(frame_of_xray: Grey) -> Grey:
    to, back = np.eye(3), np.eye(3)
    to[:2, 2], back[:2, 2] = -0.5, 0.5
    return np.asarray(cv2.warpPerspective(frame_of_xray, to @ PLACE @ back, (1100, 950)), np.uint8)


def placed(homography: Floats) -> Placement:
    return Placement(homography, (1100, 950))


def other_frame() -> Grey:
    height, width = scenes.reference(1).frame.shape
    return np.asarray(cv2.resize(scenes.xray(3), (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def test_a_picture_agrees_with_itself_and_not_with_another() -> None:
    own = scenes.reference(1).frame
    assert agreement(lay_flat(Expected(own), pictured(own), placed(PLACE))).score > 0.98
    assert agreement(lay_flat(Expected(own), pictured(other_frame()), placed(PLACE))).score < 0.4


def test_light_and_contrast_do_not_matter() -> None:
    own = scenes.reference(1).frame
    dull = np.asarray(pictured(own) * 0.3 + np.linspace(40, 120, 1100)[None, :], np.uint8)
    assert agreement(lay_flat(Expected(own), dull, placed(PLACE))).score > 0.95


@pytest.mark.parametrize("across", [True, False], ids=["rows", "columns"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_band_of_another_xray_tears_it(share: float, across: bool) -> None:
    own, other = scenes.reference(1).frame, other_frame()
    late = np.arange(own.shape[0 if across else 1]) >= share * own.shape[0 if across else 1]
    torn = np.where(late[:, None] if across else late[None, :], other, own)
    assert agreement(lay_flat(Expected(own), pictured(torn), placed(PLACE))).is_torn


def test_a_pointer_or_a_label_does_not_tear_it() -> None:
    own = scenes.reference(1).frame
    labelled = own.copy()
    labelled[200:230, 100:400] = 255
    assert not agreement(lay_flat(Expected(own), pictured(labelled), placed(PLACE))).is_torn


def test_moire_hardly_lowers_the_score_and_does_not_make_another_xray_agree() -> None:
    own = scenes.reference(1).frame
    y, x = np.mgrid[0:950, 0:1100]
    waves = 30 * np.sin(2 * np.pi * (x * 0.045 + y * 0.02)) + 20 * np.sin(2 * np.pi * (x * 0.01 - y * 0.05))
    scores = [
        agreement(
            lay_flat(Expected(own), np.clip(pictured(shown) + waves, 0, 255).astype(np.uint8), placed(PLACE))
        ).score
        for shown in (own, other_frame())
    ]
    assert scores[0] > matching.THRESHOLDS.score
    assert scores[1] < 0.4


def test_what_lies_outside_the_photo_is_not_compared() -> None:
    own = scenes.reference(1).frame
    whole = agreement(lay_flat(Expected(own), pictured(own), placed(PLACE)))
    half = agreement(
        lay_flat(Expected(own), np.ascontiguousarray(pictured(own)[:, :500]), Placement(PLACE, (500, 950)))
    )
    assert half.usable < whole.usable
    assert half.score > 0.98


@pytest.mark.parametrize("seed", range(4))
def test_two_steps_bring_corners_that_are_three_pixels_off_to_within_half_a_pixel(seed: int) -> None:
    own = scenes.reference(1).frame
    size = own.shape[::-1]
    photo, rng = pictured(own), np.random.default_rng(seed)
    near = cv2.getPerspectiveTransform(
        frame(size).astype(np.float32),
        (moved(PLACE, frame(size)) + rng.uniform(-3, 3, (4, 2))).astype(np.float32),
    )
    placement = placed(near)
    for _ in range(2):
        flat = lay_flat(Expected(own), photo, placement)
        placement = refined(flat).of_frame((size[0] / flat.size[0], size[1] / flat.size[1]))
    assert np.abs(placement.corners(size) - moved(PLACE, frame(size))).max() < 0.7


def test_a_perspective_stays_where_the_photo_says_nothing() -> None:
    own = scenes.reference(1).frame
    blank = np.full((950, 1100), 90, np.uint8)
    flat = lay_flat(Expected(own), blank, placed(PLACE))
    assert refined(flat).homography == pytest.approx(flat.placement.homography, abs=1e-6)
    assert refined(flat).bend == 0
