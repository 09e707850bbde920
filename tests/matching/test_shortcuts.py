"""What the comparison computes by a shorter way, or once for many photos, is what the plain way gives."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

import matching
from matching.evidence.patches import Tiling, Unexplained
from matching.evidence.rivals import as_displayed
from matching.features.keypoints import Features, pairs
from matching.quality.moire import _tiles_of
from matching.quality.sharpness import _bands_of
from matching.registration.agreement import Expected, expected_of
from matching.registration.blocks import area_means, block_sums
from matching.registration.search import search, search_surely
from matching.registration.smoothing import widely_blurred
from matching.registration.spectrum import spectrum
from matching.thresholds import THRESHOLDS
from tests.matching import scenes


def noise(*shape: int) -> NDArray[np.float32]:
    return np.random.default_rng(1).normal(3, 20, shape).astype(np.float32)


@pytest.mark.parametrize("size", [(340, 283), (283, 340), (36, 280), (37, 31)])
def test_a_spectrum_is_that_of_a_fast_transform(size: tuple[int, int]) -> None:
    picture = noise(*size)
    expected = np.fft.rfft2(picture.astype(np.float64))
    assert spectrum(picture).shape == expected.shape
    assert np.abs(spectrum(picture) - expected).max() < 1e-6 * np.abs(expected).max()


@pytest.mark.parametrize("size", [(340, 283), (283, 340), (36, 340), (37, 31), (340, 2), (1, 340)])
def test_a_wide_blur_is_that_of_a_filter(size: tuple[int, int]) -> None:
    picture = np.clip(noise(*size) * 5 + 120, 0, 255)
    assert widely_blurred(picture, 8.0) == pytest.approx(cv2.GaussianBlur(picture, (0, 0), 8.0), abs=4e-3)


@pytest.mark.parametrize("grid", [8, 16])
def test_sums_of_blocks_are_sums(grid: int) -> None:
    picture = noise(320, 263)
    rows, columns = (np.linspace(0, length, grid + 1).round().astype(int) for length in picture.shape)
    plain = [[picture[a:b, c:d].sum(dtype=float) for c, d in pairwise(columns)] for a, b in pairwise(rows)]
    assert block_sums(picture, grid) == pytest.approx(np.array(plain), abs=0.02)


@pytest.mark.parametrize("tiling", [Tiling(28, 10), Tiling(40, 20), Tiling(24, 12)])
def test_means_of_patches_are_means(tiling: Tiling) -> None:
    picture = noise(320, 263)
    begins = [range(0, length - tiling.side + 1, tiling.step) for length in picture.shape]
    plain = [
        [picture[y : y + tiling.side, x : x + tiling.side].mean(dtype=float) for x in begins[1]]
        for y in begins[0]
    ]
    assert tiling.means(picture) == pytest.approx(np.array(plain), abs=1e-4)


@pytest.mark.parametrize("size", [(640, 525), (97, 640), (640, 640)])
def test_means_of_areas_are_those_of_opencv(size: tuple[int, int]) -> None:
    picture = noise(*size)
    plain = cv2.resize(picture, (10, 10), interpolation=cv2.INTER_AREA)
    assert area_means(picture, 10) == pytest.approx(plain.astype(np.float64), abs=1e-3)


def test_features_are_paired_as_opencv_pairs_them() -> None:
    reference, photo = scenes.reference(1).features, matching.prepare_photo(scenes.photo(1, 2)).features
    nearest = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(reference.descriptors, photo.descriptors, k=2)
    clear = {(a.queryIdx, a.trainIdx): a.distance for a, b in nearest if a.distance < 0.85 * b.distance}
    best: dict[int, float] = {}
    for (_, row), distance in clear.items():
        best[row] = min(distance, best.get(row, distance))
    found = {(int(row), int(photo_row)) for row, photo_row in pairs(reference, photo)}
    assert len(found) == len(best) > THRESHOLDS.inliers
    assert {(photo_row, clear[row, photo_row]) for row, photo_row in found} == set(best.items())


def test_opposite_features_are_the_farthest() -> None:
    """All 256 bits differ, which is one more than a byte counts."""
    ones, zeros = np.full(32, 255, np.uint8), np.zeros(32, np.uint8)
    near = ones.copy()
    near[0] = 0
    places = np.zeros((2, 2), np.float32)
    paired = pairs(Features(places, np.stack([ones, ones])), Features(places, np.stack([zeros, near])))
    assert paired.tolist() == [[0, 1]]


def test_what_is_kept_of_an_xray_is_what_is_computed_afresh() -> None:
    own, before = scenes.reference(1), scenes.reference(2)
    kept, fresh = expected_of(own), Expected(own.frame)
    assert expected_of(own) is kept
    assert expected_of(before) is not kept
    for name in ("shown", "structure", "usual"):
        assert np.array_equal(getattr(kept, name), getattr(fresh, name))


def test_a_photo_is_judged_by_kept_quantities_as_by_fresh_ones() -> None:
    """Also after photos of other x-rays, whose own quantities were kept meanwhile."""
    first = verified_among_others()
    for other in (2, 3, 1001):
        matching.verify(
            scenes.photo(1, 2), scenes.reference(other), matching.Context({1: scenes.reference(1)}, (1,))
        )
    again = verified_among_others()
    for cached in (expected_of, as_displayed):
        cached.cache_clear()
    afresh = verified_among_others()
    assert first == again == afresh
    assert first[0] == "verified"


def test_quality_is_measured_by_kept_quantities_as_by_fresh_ones() -> None:
    """Also of another part of the x-ray, of which other tiles are in the photo."""

    def measured(width: int) -> matching.Quality:
        photo, own = np.ascontiguousarray(scenes.photo(1, 2)[:, :width]), scenes.reference(1)
        return matching.measure_quality(photo, own, matching.verify(photo, own))

    width = scenes.photo(1, 2).shape[1]
    kept = [measured(width), measured(width * 3 // 5), measured(width)]
    for cached in (_tiles_of, _bands_of):
        cached.cache_clear()
    assert [measured(width), measured(width * 3 // 5)] == kept[:2]
    assert kept[0] == kept[2]
    assert np.isfinite([kept[0].moire, kept[0].sharpness]).all()


def verified_among_others() -> tuple[str, float, float]:
    """Return the verdict, the score and how much the x-ray before shines through."""
    own, before = scenes.reference(1), scenes.reference(2)
    match = matching.verify(scenes.photo(1, 2), own, matching.Context({2: before}, (2,)))
    found = search(matching.prepare_photo(scenes.photo(1, 2)), own)
    assert found is not None
    left = Unexplained(found.flat, as_displayed(found.flat.size, before))
    return match.verdict, match.score, float(np.nansum(left.like_rival(Tiling(40, 20))))


@pytest.mark.parametrize("other", [1, 2, 1001])
def test_a_sure_search_finds_what_a_search_finds_by_enough_features(other: int) -> None:
    prepared, reference = matching.prepare_photo(scenes.photo(1, 2)), scenes.reference(other)
    every, sure = search(prepared, reference), search_surely(prepared, reference)
    enough = every is not None and every.inliers >= THRESHOLDS.inliers
    assert (sure is not None) == enough
    if every is not None and sure is not None:
        assert (sure.inliers, sure.agreement.score) == (every.inliers, every.agreement.score)
