"""Photos of x-rays right after a copy of theirs: the copy has nothing of its own that could be left in the photo."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

import matching
from tests.matching import scenes
from tests.matching.scenes import Grey

COPIES: dict[str, Callable[[Grey], Grey]] = {
    "the same": lambda grey: grey,
    "brighter": lambda grey: (grey * 0.85 + 30).astype(np.uint8),
    "another gamma": lambda grey: np.rint((grey / 255.0) ** 0.8 * 255).astype(np.uint8),
    "smaller": lambda grey: np.asarray(
        cv2.resize(grey, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA), np.uint8
    ),
}


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("patient", [1, 2])
def test_a_photo_after_a_copy_of_its_xray_shows_nothing_of_the_copy(copy: str, patient: int) -> None:
    other = matching.make_reference(COPIES[copy](scenes.xray(patient)))
    own = scenes.reference(patient)
    for its, before in ((own, other), (other, own)):
        match = matching.verify(scenes.photo(patient, 1), its, matching.Context({9: before}, (9,)))
        assert match.code not in ("mixed", "torn"), (match.code, match.score)
