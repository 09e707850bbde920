"""References of x-rays, and their serialisation."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import matching
from tests.matching import scenes


def test_a_record_gives_the_same_verdict_as_the_xray() -> None:
    kept = scenes.reference(1)
    read = matching.Reference.from_bytes(kept.to_bytes())
    assert read.size == kept.size == scenes.xray(1).shape[::-1]
    assert np.array_equal(read.frame, kept.frame)
    photo = scenes.photo(1, 2)
    assert matching.verify(photo, read).to_json() == matching.verify(photo, kept).to_json()


def test_the_same_xray_makes_the_same_record() -> None:
    again = matching.make_reference(scenes.xray(1).copy())
    assert again.to_bytes() == scenes.reference(1).to_bytes()


def test_a_record_is_small() -> None:
    assert len(scenes.reference(1).to_bytes()) < 400_000


def test_the_frame_is_640_pixels_also_of_a_small_xray() -> None:
    assert max(scenes.reference(1).frame.shape) == 640
    small = matching.make_reference(np.zeros((90, 40), np.uint8))
    assert (small.frame.shape, small.size) == ((640, 284), (40, 90))
    assert matching.make_reference(np.zeros((1, 1), np.uint8)).frame.shape == (640, 640)


def test_a_faint_xray_keeps_its_grey_levels_and_has_features() -> None:
    faint = matching.make_reference((100 + scenes.xray(1) * 0.1).astype(np.uint8))
    assert faint.frame.max() < 140
    assert faint.has_texture
    assert faint.is_faint
    assert not scenes.reference(1).is_faint


def test_noise_on_a_blank_xray_is_no_structure() -> None:
    noise = np.random.default_rng(1).normal(128, 1.5, (900, 900)).round().astype(np.uint8)
    assert not matching.make_reference(noise).has_texture


def test_a_record_of_another_version_is_refused() -> None:
    with np.load(io.BytesIO(scenes.reference(1).to_bytes())) as parts:
        changed = dict(parts) | {"version": np.array(matching.VERSION + 1)}
    out = io.BytesIO()
    np.savez(out, **changed)
    with pytest.raises(matching.BadReference, match="version"):
        matching.Reference.from_bytes(out.getvalue())


@pytest.mark.parametrize("length", [0, 10, 1000, -1])
def test_a_record_cut_off_is_refused(length: int) -> None:
    with pytest.raises(matching.BadReference):
        matching.Reference.from_bytes(scenes.reference(1).to_bytes()[:length])


@given(st.binary(max_size=300))
def test_other_bytes_are_refused(garbage: bytes) -> None:
    with pytest.raises(matching.BadReference):
        matching.Reference.from_bytes(garbage)


@pytest.mark.parametrize(
    "xray", [np.zeros((0, 3), np.uint8), np.zeros((3, 3, 3), np.uint8), np.zeros((3, 3))]
)
def test_an_xray_of_another_kind_is_refused(xray: np.ndarray) -> None:
    with pytest.raises(ValueError, match="an x-ray is uint8 or uint16"):
        matching.make_reference(xray)
