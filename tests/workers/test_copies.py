"""Photos of x-rays that a copy of theirs was shown just before: the copy left nothing that is not theirs, too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from capture.verification import PixelFinding, judge
from tests.matching.drawn import Grey, photo, xray
from webapp.tasks import references, verification
from webapp.tasks.verification import verify_photo
from webapp.tasks.xray_file import Circumstances, XrayFile

COPIES: dict[str, Callable[[Grey], Any]] = {
    "brighter": lambda grey: np.clip(grey * 1.1 + 8, 0, 255).astype(np.uint8),
    "another gamma": lambda grey: np.rint((grey / 255.0) ** 0.8 * 255).astype(np.uint8),
    "smaller": lambda grey: cv2.resize(grey, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA),
}


@pytest.fixture(autouse=True)
def fresh() -> None:
    references._kept.clear()
    verification._is_copy.cache_clear()


def file_of(index: int, picture: Any, folder: Path) -> XrayFile:
    source = folder / f"{index}.png"
    Image.fromarray(picture).save(source)
    return XrayFile(index, source, folder / f"{index}.npz")


def verified(picture: Any, its: XrayFile, before: XrayFile, folder: Path) -> Any:
    taken = folder / "photo.jpg"
    Image.fromarray(picture).save(taken, quality=92)
    circumstances = Circumstances(rivals=1, before=(before.index,))
    found = verify_photo(taken, folder / "small.jpg", 200, its, [before], circumstances)
    return judge(PixelFinding(measures=found), "strict")


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("shown_first", [True, False])
def test_a_photo_after_a_copy_of_its_xray_is_accepted(copy: str, shown_first: bool, tmp_path: Path) -> None:
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        drawn, copied = file_of(1, xray(number), folder), file_of(2, COPIES[copy](xray(number)), folder)
        its, before = (copied, drawn) if shown_first else (drawn, copied)
        judgement = verified(photo(number, 1, number), its, before, folder)
        assert judgement.verdict == "accepted", judgement


def test_a_photo_with_a_stranger_in_it_is_still_rejected(tmp_path: Path) -> None:
    its, before = file_of(1, xray(1), tmp_path), file_of(2, xray(51), tmp_path)
    ghost = cv2.addWeighted(photo(1, 1, 1), 0.6, photo(51, 1, 1), 0.4, 0)
    assert verified(photo(1, 1, 1), its, before, tmp_path).verdict == "accepted"
    assert verified(ghost, its, before, tmp_path).code == "photo_mixed"
