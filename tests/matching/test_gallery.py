"""Finding a loose photo's x-ray among many: the search, the decision, and what cannot be told apart."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from matching import make_reference
from matching.duplicates import alike_points, alike_prints, confirmed, fingerprint
from matching.evidence.groups import groups
from matching.features.points import photo_points, xray_points
from matching.gallery import Gallery
from matching.identify import identify
from tests.matching.drawn import Grey, photo, reference, xray

# Each process would build the gallery for itself.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("gallery")]

NUMBERS = range(1, 10)


@cache
def gallery() -> Gallery:
    return Gallery.build({number: xray_points(reference(number)) for number in NUMBERS})


@pytest.mark.parametrize("number", [1, 5, 9])
def test_most_points_speak_for_the_xray_that_was_photographed(number: int) -> None:
    first, second, *_ = gallery().candidates(photo_points(photo(number)))
    assert first.index == number
    assert first.votes > 1.3 * second.votes


def test_candidates_are_the_likeliest_first_and_no_more_than_asked_for() -> None:
    found = gallery().candidates(photo_points(photo(3)), count=4)
    assert len(found) == 4
    assert [candidate.votes for candidate in found] == sorted((c.votes for c in found), reverse=True)


def test_a_saved_gallery_finds_the_same_and_reads_its_points_from_disk(tmp_path: Path) -> None:
    gallery().save(tmp_path / "gallery")
    opened = Gallery.load(tmp_path / "gallery")
    assert isinstance(opened.points, np.memmap)
    assert np.array_equal(opened.votes(photo_points(photo(3))), gallery().votes(photo_points(photo(3))))


def test_a_large_gallery_is_searched_in_cells_and_finds_what_a_whole_search_finds() -> None:
    generator = np.random.default_rng(5)
    kinds = generator.gamma(0.6, 30, (300, 128))
    draws = {
        index: (kinds[generator.integers(0, 300, 100)] * generator.gamma(4, 0.25, (100, 128))).clip(0, 255)
        for index in range(1, 201)
    }
    large = Gallery.build({index: drawn.astype(np.uint8) for index, drawn in draws.items()})
    assert len(large.centres) > 50
    seen = (draws[77] + generator.normal(0, 6, draws[77].shape)).clip(0, 255).astype(np.uint8)
    assert large.candidates(seen)[0].index == 77


@pytest.mark.parametrize("picture", [np.zeros((200, 300), np.uint8), np.full((20, 20), 9, np.uint8)])
def test_a_blank_photo_has_no_candidates(picture: np.ndarray) -> None:
    assert gallery().candidates(photo_points(picture)) == []
    assert identify(picture, gallery(), reference).outcome == "unknown"


def test_an_empty_gallery_finds_nothing() -> None:
    assert Gallery.build({}).candidates(photo_points(photo(3))) == []


def test_a_photo_is_assigned_once_its_pixels_are_verified() -> None:
    found = identify(photo(5), gallery(), reference)
    assert (found.outcome, found.index, found.in_order) == ("assigned", 5, False)
    assert found.candidates[0].match.verdict == "verified"


def test_the_expected_xray_is_compared_without_a_search() -> None:
    nothing = Gallery.build({})
    found = identify(photo(5), nothing, reference, expected=[4, 5])
    assert (found.outcome, found.index, found.in_order) == ("assigned", 5, True)


def test_a_photo_out_of_order_is_found_all_the_same() -> None:
    found = identify(photo(9), gallery(), reference, expected=[4, 5])
    assert (found.outcome, found.index, found.in_order) == ("assigned", 9, False)


def test_a_photo_of_an_xray_of_another_data_set_is_assigned_to_none() -> None:
    found = identify(photo(40), gallery(), reference)
    assert found.outcome != "assigned"
    assert found.index is None


def test_a_photo_of_one_of_two_equal_xrays_is_a_persons_decision() -> None:
    found = identify(photo(5), gallery(), reference, twins={5: (3, 5)})
    assert (found.outcome, found.reason) == ("doubtful", "twins")
    assert [candidate.index for candidate in found.candidates] == [5, 3]


def test_two_equal_xrays_that_nobody_knew_of_are_noticed() -> None:
    both = {**{n: xray_points(reference(n)) for n in NUMBERS}, 99: xray_points(reference(5))}
    found = identify(photo(5), Gallery.build(both), lambda index: reference(5 if index == 99 else index))
    assert (found.outcome, found.reason) == ("doubtful", "several")
    assert {candidate.index for candidate in found.candidates} == {5, 99}


def test_an_xray_saved_again_and_one_cut_otherwise_are_found() -> None:
    kept, data = cv2.imencode(".jpg", xray(5), [cv2.IMWRITE_JPEG_QUALITY, 60])
    assert kept
    saved_again = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
    cut = np.ascontiguousarray(xray(7)[50:, 60:])
    references = {n: reference(n) for n in NUMBERS} | {
        98: make_reference(saved_again),
        99: make_reference(cut),
    }
    points = {index: xray_points(found) for index, found in references.items()}
    by_print = list(alike_prints({index: fingerprint(found) for index, found in references.items()}))
    by_points = alike_points(points)
    assert by_print == [(5, 98)]
    assert groups(confirmed(by_print + by_points, references)) == [(5, 98), (7, 99)]


def turned(picture: Grey, degrees: float) -> Grey:
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(picture, turn, (width, height)), np.uint8)


def test_copies_cut_turned_or_framed_are_found_among_others_without_comparing_everything() -> None:
    height, width = xray(5).shape
    cut = np.ascontiguousarray(xray(5)[height // 20 : -height // 20, width // 20 : -width // 20])
    framed = np.asarray(cv2.copyMakeBorder(xray(5), 30, 30, 50, 50, cv2.BORDER_CONSTANT), np.uint8)
    copies = {91: cut, 92: turned(xray(5), 3), 93: framed, 94: turned(cut, -3)}
    points = {n: xray_points(reference(n)) for n in NUMBERS}
    points |= {index: xray_points(make_reference(copy)) for index, copy in copies.items()}
    found = alike_points(points)
    assert {(5, index) for index in copies} <= set(found)
    assert len(found) <= 10 + len(NUMBERS), "hardly anything else is to be compared"


def test_nothing_and_one_xray_have_no_twins() -> None:
    assert alike_points({}) == []
    assert list(alike_prints({})) == []
    assert alike_points({1: xray_points(reference(1))}) == []
    assert alike_points({1: np.zeros((0, 128), np.uint8), 2: np.zeros((0, 128), np.uint8)}) == []


def test_different_xrays_are_not_called_equal() -> None:
    pairs = [(first, second) for first in (1, 2, 3) for second in (4, 5)]
    assert confirmed(pairs, {n: reference(n) for n in NUMBERS}) == []


def test_pairs_that_share_an_xray_are_one_group() -> None:
    assert groups([(4, 9), (1, 2), (9, 11)]) == [(1, 2), (4, 9, 11)]
