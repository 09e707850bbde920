"""Objections to a photo that agrees with its x-ray: other x-rays, things in front of it, a screen that cuts it off."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

import matching
import transforms
from dataset.phantoms import draw_patient, draw_xray
from matching.evidence.borders import cut_off
from matching.evidence.covered import covered
from matching.evidence.light_left import light_left, replaced
from matching.registration.search import search
from tests.matching import scenes
from tests.matching.scenes import Grey

BEFORE = matching.Context({2: scenes.reference(2)}, before=(2,))


def drawn_where_1_is(patient: int) -> Grey:
    """Another x-ray as the display draws it: as high as the screen, in its middle."""
    height, width = scenes.xray(1).shape
    other = scenes.xray(patient)
    across = round(other.shape[1] * height / other.shape[0])
    scaled = np.asarray(cv2.resize(other, (across, height), interpolation=cv2.INTER_AREA), np.uint8)
    canvas = np.zeros((height, width), np.uint8)
    left, skipped = max(0, (width - across) // 2), max(0, (across - width) // 2)
    part = scaled[:, skipped : skipped + width]
    canvas[:, left : left + part.shape[1]] = part
    return canvas


@pytest.mark.parametrize("level", [1, 2, 3])
def test_nothing_speaks_against_a_true_photo(level: int) -> None:
    siblings = {patient: scenes.reference(patient) for patient in (2, 3, 1001)}
    match = matching.verify(
        scenes.photo(1, level), scenes.reference(1), matching.Context(siblings, (2, 1001))
    )
    assert (match.verdict, match.code) == ("verified", "")


@pytest.mark.parametrize("share", [0.15, 0.3])
@pytest.mark.parametrize("before", [2, 1001], ids=["stranger", "same patient"])
def test_a_ghost_of_the_xray_before_is_seen(before: int, share: float) -> None:
    blended = scenes.xray(1) * (1 - share) + drawn_where_1_is(before) * share
    photo = scenes.photograph(blended.astype(np.uint8), 2)
    context = matching.Context({before: scenes.reference(before)}, before=(before,))
    match = matching.verify(photo, scenes.reference(1), context)
    assert (match.verdict, match.code, match.shows) == ("wrong", "mixed", before)


@pytest.mark.parametrize("share", [0.05, 0.13, 0.2])
@pytest.mark.parametrize("side", ["top", "bottom"])
def test_a_band_of_the_xray_before_is_seen(side: str, share: float) -> None:
    torn, other = scenes.xray(1).copy(), drawn_where_1_is(2)
    rows = round(share * len(torn))
    where = slice(0, rows) if side == "top" else slice(len(torn) - rows, None)
    torn[where] = other[where]
    match = matching.verify(scenes.photograph(torn, 2), scenes.reference(1), BEFORE)
    assert match.verdict != "verified"


@pytest.mark.parametrize("patient", [2, 13])
def test_a_copy_that_was_shown_before_leaves_no_band(patient: int) -> None:
    """These are drawn half a pixel off, so that the copy fits their border better than they do."""
    own = draw_xray(draw_patient(patient), "lateral")
    copy = matching.make_reference(cv2.resize(own, None, fx=0.9, fy=0.9, interpolation=cv2.INTER_AREA))
    for before in (copy, matching.make_reference(own)):
        context = matching.Context({2: before}, before=(2,))
        match = matching.verify(scenes.photograph(own, 2), matching.make_reference(own), context)
        assert (match.verdict, match.code) == ("verified", "")


def test_a_rolling_shutter_leaves_a_soft_edge_that_is_seen() -> None:
    own, other = scenes.xray(1), drawn_where_1_is(2)
    share = np.clip((np.arange(len(own)) / len(own) - 0.05) / 0.35, 0, 1)[:, None]
    match = matching.verify(
        scenes.photograph((own * share + other * (1 - share)).astype(np.uint8), 2),
        scenes.reference(1),
        BEFORE,
    )
    assert match.verdict == "wrong"


@pytest.mark.parametrize("grey", [235, 20], ids=["white", "dark"])
@pytest.mark.parametrize("level", [1, 3])
def test_a_window_over_a_tenth_of_it_is_seen(level: int, grey: int) -> None:
    behind = scenes.xray(1).copy()
    height, width = behind.shape
    behind[
        height // 3 : height // 3 + round(0.32 * height), width // 4 : width // 4 + round(0.32 * width)
    ] = grey
    match = matching.verify(scenes.photograph(behind, level), scenes.reference(1))
    assert match.verdict != "verified"


def test_something_dark_before_a_smooth_part_is_seen_by_the_light_that_is_missing() -> None:
    own = scenes.xray(1).copy()
    height, width = own.shape
    smooth = own[round(0.72 * height) : round(0.96 * height), width // 3 : round(0.66 * width)]
    smooth[:] = cv2.GaussianBlur(smooth, (0, 0), 40)
    reference = matching.make_reference(own)
    assert matching.verify(scenes.photograph(own, 2), reference).verdict == "verified"
    own[round(0.75 * height) : round(0.95 * height), round(0.37 * width) : round(0.63 * width)] = 30
    match = matching.verify(scenes.photograph(own, 2), reference)
    assert (match.verdict, match.code) == ("doubtful", "covered")


def with_window(window: Grey, top: float, left: float) -> Grey:
    """Return x-ray 1 with a window over it, its upper left corner at that share of height and width."""
    behind = scenes.xray(1).copy()
    row, column = round(top * behind.shape[0]), round(left * behind.shape[1])
    behind[row : row + window.shape[0], column : column + window.shape[1]] = window
    return behind


def small_window() -> Grey:
    """Return a white window, over a twentieth of x-ray 1."""
    height, width = scenes.xray(1).shape
    return np.full((round(0.2 * height), round(0.26 * width)), 240, np.uint8)


def full_of_letters() -> Grey:
    window = small_window()
    for row in range(24, len(window), 28):
        cv2.putText(window, "Restart now to install updates", (8, row), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 30, 2)
    return window


def full_of_another_xray() -> Grey:
    height, width = small_window().shape
    return np.asarray(cv2.resize(scenes.xray(2), (width, height), interpolation=cv2.INTER_AREA), np.uint8)


@pytest.mark.parametrize("window", [small_window, full_of_letters, full_of_another_xray])
@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_window_over_a_twentieth_is_seen_whatever_is_in_it(level: int, window: Callable[[], Grey]) -> None:
    photo = scenes.photograph(with_window(window(), 0.35, 0.15), level)
    match = matching.verify(photo, scenes.reference(1))
    assert (match.verdict, match.code) == ("doubtful", "covered")


def test_a_white_window_over_a_smooth_part_is_seen_by_its_light() -> None:
    own = scenes.xray(1).copy()
    height, width = own.shape
    own[round(0.7 * height) :, :] = cv2.GaussianBlur(own[round(0.7 * height) :, :] // 2, (0, 0), 40)
    reference = matching.make_reference(own)
    assert matching.verify(scenes.photograph(own, 2), reference).verdict == "verified"
    own[round(0.73 * height) : round(0.92 * height), round(0.37 * width) : round(0.63 * width)] = 240
    match = matching.verify(scenes.photograph(own, 2), reference)
    assert (match.verdict, match.code) == ("doubtful", "covered")


def test_a_window_beside_a_reflection_is_told_from_it() -> None:
    photo = scenes.photograph(with_window(small_window(), 0.35, 0.15), 2).copy()
    found = matching.verify(scenes.photo(1, 2), scenes.reference(1))
    assert found.corners is not None
    left, top = found.corners.min(axis=0)
    across, down = np.ptp(found.corners, axis=0)
    rows = slice(round(top + 0.2 * down), round(top + 0.7 * down))
    columns = slice(round(left + 0.1 * across), round(left + 0.6 * across))
    photo[rows, columns] = np.clip(photo[rows, columns].astype(int) + 30, 0, 255)
    match = matching.verify(photo, scenes.reference(1))
    assert (match.verdict, match.code) == ("doubtful", "covered")


def test_a_reflection_of_a_bright_window_is_not_taken_for_one() -> None:
    photo = scenes.photo(1, 2).copy()
    found = matching.verify(photo, scenes.reference(1))
    assert found.corners is not None
    left, top = found.corners.min(axis=0)
    across, down = np.ptp(found.corners, axis=0)
    panes = [(0.2, 0.1, 0.36, 0.3), (0.4, 0.1, 0.56, 0.3), (0.2, 0.34, 0.36, 0.54), (0.4, 0.34, 0.56, 0.54)]
    for x0, y0, x1, y1 in panes:
        rows = slice(round(top + y0 * down), round(top + y1 * down))
        columns = slice(round(left + x0 * across), round(left + x1 * across))
        photo[rows, columns] = np.clip(photo[rows, columns].astype(int) + 40, 0, 255)
    match = matching.verify(photo, scenes.reference(1))
    assert (match.verdict, match.code) == ("verified", "")


@pytest.mark.parametrize("zoom", [1.03, 1.05, 1.1])
def test_an_xray_that_runs_off_the_screen_is_seen(zoom: float) -> None:
    own = scenes.xray(1).copy()
    own[0], own[-1] = 120, 120
    framed = cv2.copyMakeBorder(own[40:-40, 40:-40], 40, 40, 40, 40, cv2.BORDER_REFLECT)
    lost = round(len(framed) * (1 - 1 / zoom) / 2)
    photo = scenes.photograph(np.ascontiguousarray(framed[lost:-lost]), 2)
    match = matching.verify(photo, matching.make_reference(framed))
    assert match.verdict != "verified"


def test_a_reflection_over_the_border_does_not_cut_an_xray_off() -> None:
    photo = scenes.photo(1, 2).copy()
    found = matching.verify(photo, scenes.reference(1))
    assert found.corners is not None
    left, top = found.corners.min(axis=0)
    across, down = np.ptp(found.corners, axis=0)
    rows = slice(max(0, round(top - 0.1 * down)), round(top + 0.15 * down))
    columns = slice(round(left + 0.1 * across), round(left + 0.9 * across))
    photo[rows, columns] = np.clip(photo[rows, columns].astype(int) + 50, 0, 255)
    match = matching.verify(photo, scenes.reference(1), BEFORE)
    assert (match.verdict, match.code) == ("verified", "")


@pytest.mark.parametrize("grey", [8, 16])
@pytest.mark.parametrize("level", [2, 3])
def test_an_xray_that_is_nearly_black_along_a_side_is_not_cut_off(level: int, grey: int) -> None:
    own = scenes.xray(1).copy()
    own[: round(0.045 * len(own))] = grey
    camera = transforms.get("screen_photo", webcam=True, monitor_1080p_24in=True)
    params = camera.sample(level, own.shape[::-1], np.random.default_rng(1))
    photo = cv2.cvtColor(camera.apply(own, params), cv2.COLOR_RGB2GRAY)
    match = matching.verify(np.asarray(photo, np.uint8), matching.make_reference(own))
    assert (match.verdict, match.code) == ("verified", "")


@pytest.mark.parametrize("by", [1.05, 1 / 1.05, 1 / 1.3])
def test_an_xray_out_of_proportion_is_seen(by: float) -> None:
    own = scenes.xray(1)
    stretched = cv2.resize(own, (round(own.shape[1] * by), own.shape[0]), interpolation=cv2.INTER_AREA)
    match = matching.verify(scenes.photograph(np.asarray(stretched, np.uint8), 2), scenes.reference(1))
    assert (match.verdict, match.code) == ("doubtful", "stretched")


def test_a_second_xray_beside_it_is_seen() -> None:
    screen = np.zeros_like(scenes.xray(1))
    for patient, at in ((1, 0.01), (2, 0.51)):
        xray = scenes.xray(patient)
        across = round(0.48 * screen.shape[1])
        small = cv2.resize(
            xray, (across, round(across * len(xray) / xray.shape[1])), interpolation=cv2.INTER_AREA
        )
        left = round(at * screen.shape[1])
        screen[100 : 100 + len(small), left : left + across] = small
    match = matching.verify(scenes.photograph(screen, 1), scenes.reference(1), BEFORE)
    assert (match.verdict, match.code) == ("doubtful", "several")


def test_a_faint_second_xray_beside_a_bright_one_is_seen() -> None:
    """All of the photo's strongest features lie on the bright one."""
    screen = np.zeros_like(scenes.xray(1))
    for patient, at, gain in ((1, 0.01, 1.0), (2, 0.51, 0.35)):
        xray = scenes.xray(patient)
        across = round(0.48 * screen.shape[1])
        small = cv2.resize(
            xray, (across, round(across * len(xray) / xray.shape[1])), interpolation=cv2.INTER_AREA
        )
        left = round(at * screen.shape[1])
        screen[100 : 100 + len(small), left : left + across] = small * gain
    match = matching.verify(scenes.photograph(screen, 1), scenes.reference(1), BEFORE)
    assert (match.verdict, match.code) == ("doubtful", "several")


def test_a_photo_of_a_sibling_is_named() -> None:
    context = matching.Context({1001: scenes.reference(1001), 2: scenes.reference(2)}, before=(2,))
    match = matching.verify(scenes.photo(1001, 2), scenes.reference(1), context)
    assert match.verdict != "verified"


def test_rivals_that_cannot_be_read_are_none() -> None:
    def missing(index: int) -> matching.Reference:
        raise KeyError(index)

    context = matching.Context(matching.OnDemand([2, 3], missing), before=(2,))
    assert matching.verify(scenes.photo(1, 2), scenes.reference(1), context).verdict == "verified"


def test_a_copy_cannot_be_told_and_is_said_to_be_one() -> None:
    """A photo poor enough that its own x-ray does not agree beyond doubt, held against its copy."""
    grain = np.random.default_rng(1).normal(0, 60, scenes.photo(1, 3).shape)
    grainy = np.clip(scenes.photo(1, 3) + grain, 0, 255).astype(np.uint8)
    alone = matching.verify(grainy, scenes.reference(1))
    match = matching.verify(grainy, scenes.reference(1), matching.Context({7: scenes.reference(1)}))
    assert alone.verdict == "verified"
    assert alone.score < matching.THRESHOLDS.sole_score
    assert (match.code, match.shows) == ("ambiguous", 7)


def test_what_has_no_structure_neither_covers_nor_ends() -> None:
    found = search(matching.prepare_photo(scenes.photo(1, 2)), scenes.reference(1))
    assert found is not None
    light = light_left(found.flat)
    assert covered(found.flat, light) <= matching.THRESHOLDS.covered
    assert replaced(found.flat, light) <= matching.THRESHOLDS.replaced
    assert cut_off(found.flat, found.flat.shown) < matching.THRESHOLDS.cut_off
