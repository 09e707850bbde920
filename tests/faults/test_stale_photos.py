"""A phone whose frames are late, with every precaution switched off: the pixels alone must keep its photos apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

import matching
from dataset.chexpert import read_table
from dataset.photo_names import parse_photo_name
from tests.drawn_xrays import demo_dataset
from tests.faults.station import Station

XRAYS = 8
SIZE = (1024, 768)
LATE_S = 0.3
"""More than no delay at all, less than a careful photo waits."""


@pytest.fixture(scope="module")
def drawn_station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    folder = tmp_path_factory.mktemp("station")
    with Station(folder, XRAYS, demo_dataset, SIZE, verification="strict", workers=2) as station:
        yield station


@pytest.fixture
def station(drawn_station: Station) -> Iterator[Station]:
    yield drawn_station
    drawn_station.close_devices()


def grey(file: Path) -> NDArray[np.uint8]:
    return np.asarray(cv2.imread(str(file), cv2.IMREAD_GRAYSCALE), np.uint8)


def shown_by(station: Station) -> dict[int, matching.Reference]:
    table = read_table(station.csv)
    files = {index: station.folder / "xrays" / table.path(index) for index in range(1, XRAYS + 1)}
    return {index: matching.make_reference(grey(file)) for index, file in files.items()}


def accepted(station: Station) -> list[Path]:
    folder = station.lab.settings.data_root / "photos" / "late" / station.session
    return sorted(file for file in folder.iterdir() if file.is_file())


def require_right(station: Station) -> None:
    """Require one accepted photo of every x-ray, each of its own."""
    assert [parse_photo_name(file.name).index for file in accepted(station)] == list(range(1, XRAYS + 1))
    require_own(station)


def require_own(station: Station) -> None:
    """Require of every accepted photo that it shows the x-ray it is filed under."""
    references = shown_by(station)
    for file in accepted(station):
        index = parse_photo_name(file.name).index
        assert matching.verify(grey(file), references[index]).verdict == "verified", file


def photos(station: Station, state: str) -> list[dict[str, Any]]:
    return station.operator.photos(station.session, state)


def test_every_stale_photo_is_set_aside_and_taken_again(station: Station) -> None:
    station.open(["late"], latency_s=LATE_S)
    station.wait_for("the end", lambda seen: seen["phase"] == "finished")
    station.close_devices()
    require_right(station)
    rejected = photos(station, "rejected")
    assert len(rejected) >= XRAYS // 2
    assert {photo["code"] for photo in rejected} <= {"wrong_xray", "black_screen", "photo_torn"}
    wrong = [photo for photo in rejected if photo["code"] == "wrong_xray"]
    assert any(photo["detail"].startswith("it shows x-ray ") for photo in wrong)
    assert all(photo["measures"]["match"]["shows"] != photo["index"] for photo in wrong)
    assert all(photo["measures"]["match"]["verdict"] == "verified" for photo in photos(station, "accepted"))


def test_a_phone_that_is_later_than_any_care_stops_the_session_until_it_is_in_time(station: Station) -> None:
    station.open(["late"], latency_s=1.5)
    seen = station.wait_for("a pause over its photos", pauses_over_photos)
    assert "Neither was accepted." in seen["reason"]["message"]
    # A busy machine may show one x-ray for longer than the camera is late: its photo is then right.
    require_own(station)
    finder = station.devices[-1].finder
    assert finder is not None
    finder.latency = 0.0
    station.insist()
    station.close_devices()
    require_right(station)


def pauses_over_photos(seen: dict[str, Any]) -> bool:
    return bool(seen["phase"] == "paused" and seen["reason"]["code"] in ("wrong_xray", "black_screen"))
