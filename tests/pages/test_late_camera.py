"""A camera that is one picture late, before two exposures of one patient by turns: real pages file nothing wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from capture.reasons import MISMATCHES
from dataset.phantoms import draw_patient, draw_xray
from tests.pages.closed_loop import Station, resume_until_finished, start
from tests.pages.lab_server import LabServer
from tests.pages.pixel_check import Xrays, check_complete, misfiled, stored_photos

pytestmark = pytest.mark.browser
COUNT = 8
SIZE = (600, 700)


def exposure(index: int) -> NDArray[np.uint8]:
    """Draw one patient; on even days with less breath, more gas, leaning, and with another marker."""
    patient, odd = draw_patient(5), index % 2
    breath = (1.0 if odd else 0.97) * (1 - 0.004 * index)
    body = dataclasses.replace(
        patient.body,
        lung_height=patient.body.lung_height * breath,
        dome_right=patient.body.dome_right * (1.0 if odd else 1.05),
        gas=patient.body.gas * (1.0 if odd else 1.5),
    )
    drawn = draw_xray(dataclasses.replace(patient, body=body), "frontal")
    drawn = cv2.resize(drawn, SIZE, interpolation=cv2.INTER_AREA)
    turn = cv2.getRotationMatrix2D((SIZE[0] / 2, SIZE[1] / 2), 0 if odd else 1.5, 1)
    stood = cv2.warpAffine(drawn, turn, SIZE, borderMode=cv2.BORDER_REPLICATE)
    at = (30, 60) if odd else (SIZE[0] - 60, 90)
    return np.asarray(cv2.putText(stood, "LR"[odd], at, cv2.FONT_HERSHEY_SIMPLEX, 1.4, 240, 3), np.uint8)


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """The x-rays' files, all of one patient."""
    files = [
        tmp_path / f"Lab-v1.0/train/patient00001/study{n}/view1_frontal.jpg" for n in range(1, COUNT + 1)
    ]
    for index, file in enumerate(files, start=1):
        file.parent.mkdir(parents=True)
        Image.fromarray(exposure(index)).save(file, quality=95)
    return files


@pytest.fixture
def lab(tmp_path: Path, paths: list[Path], csv: Path) -> Iterator[LabServer]:
    """A server over that patient."""
    header, row, *_ = csv.read_text().splitlines()
    cells = row.partition(",")[2]
    table = tmp_path / "Lab-v1.0" / "train.csv"
    rows = [f"{path.relative_to(tmp_path)},{cells}" for path in paths]
    table.write_text("\n".join([header, *rows, ""]))
    server = LabServer(tmp_path / "root", table).start()
    yield server
    server.stop()


def test_a_camera_that_is_one_picture_late_before_one_patient_stops_the_session(
    station: Station, lab: LabServer, paths: list[Path]
) -> None:
    xrays = Xrays(paths)
    subset = {"dataset": lab.dataset(), "first": 1, "last": COUNT, "sets": ["late"], "overlap": True}
    settings = {"settle_ms": station.settle_ms(), "verification": "strict"}
    session = str(lab.call("POST", "/sessions", {**subset, "settings": settings})["session"])
    station.join(lab, session)
    start(station, lab, session)
    run_until_accepted(station, lab, session, 2)

    station.lag(True)
    for _ in range(2):
        stopped = station.run_until(lab, session, lambda now: now["phase"] == "paused", 240)
        assert stopped["reason"]["code"] in MISMATCHES
        said = stopped["reason"]["message"]
        assert said.startswith(f"Paused: the photo of {stopped['reason']['index']} ")
        assert "It was not accepted." in said or "Neither was accepted." in said
        assert misfiled(lab, session, xrays, station.scene) == []
        lab.call("POST", f"/sessions/{session}/resume")
    photos = stored_photos(lab, session)
    late = [photo for photo in photos if shows(lab, photo, xrays, station) != photo["index"]]
    assert len(late) >= 2, "no photo was late, or this test proves nothing"
    assert {photo["state"] for photo in late} <= {"rejected", "pending"}
    others = {shows(lab, photo, xrays, station) for photo in late} - {None}
    assert others, "no photo shows another exposure, or this test proves nothing"

    station.lag(False)
    resume_until_finished(station, lab, session)
    check_complete(station.scene, lab, session, xrays, COUNT)


def shows(lab: LabServer, photo: dict[str, Any], xrays: Xrays, station: Station) -> int | None:
    """Return the x-ray that a photo shows; None for a black screen."""
    index, score = xrays.which(lab.fetch(photo["url"]), station.scene.homographies)
    return index if score > 0.8 else None


def run_until_accepted(station: Station, lab: LabServer, session: str, count: int) -> None:
    """Let the session run until so many photos are accepted; stale ones of a slow machine may pause it."""

    def done(now: dict[str, Any]) -> bool:
        if now["phase"] == "paused" and now["can"]["resume"]:
            lab.call("POST", f"/sessions/{session}/resume")
        return bool(now["progress"]["accepted"] >= count)

    station.run_until(lab, session, done, 240)
