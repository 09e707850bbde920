"""A camera that is one frame late, before two exposures of one patient by turns: nothing is filed wrong."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from flask_openapi3 import OpenAPI

from dataset.phantoms import draw_patient, draw_xray
from tests.webapp.drawn_station import CAMERA, SeeingPhone
from tests.webapp.station import Station
from tests.webapp.xrays import xray_path
from webapp.virtual.camera.frames import encode
from webapp.virtual.camera.screen import Pixels, fit

COUNT = 4


@cache
def exposure(index: int) -> Pixels:
    """Odd x-rays are the patient on one day, even ones on another: less breath, and standing otherwise."""
    patient = draw_patient(5)
    if index % 2 == 0:
        body = dataclasses.replace(
            patient.body,
            lung_height=patient.body.lung_height * 0.97,
            dome_right=patient.body.dome_right * 1.05,
        )
        patient = dataclasses.replace(patient, body=body)
    drawn = cv2.resize(draw_xray(patient, "frontal"), (600, 700), interpolation=cv2.INTER_AREA)
    if index > 2:  # a copy of the pixels would be a copy of the x-ray, which nobody can tell
        drawn = cv2.resize(drawn[: 700 - 9 * index], (600, 700), interpolation=cv2.INTER_AREA)
    return np.asarray(drawn, np.uint8)


class LatePhone(SeeingPhone):
    """A phone that photographs what the display showed before."""

    def see(self, index: int, attempt: int) -> bytes:
        self.photos += 1
        scene = fit(exposure(self.sees or index), 1280, 960)
        return CAMERA.photograph(scene, np.random.default_rng(self.photos))


class PatientStation(Station):
    """A station over x-rays of one patient."""

    phone_kind = LatePhone
    verification = "strict"

    def __init__(self, app: OpenAPI, folder: Path) -> None:
        super().__init__(app, folder, COUNT)
        for index in range(1, COUNT + 1):
            (folder / xray_path(index)).write_bytes(encode(np.dstack([exposure(index)] * 3), 92))


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return PatientStation(app, tmp_path / "data").open()


def test_exposures_of_one_patient_are_told_apart_and_a_late_camera_stops_the_session(
    station: Station,
) -> None:
    (phone,) = station.phones
    assert isinstance(phone, LatePhone)
    station.photograph(1)
    phone.sees = 1
    station.photograph(2)
    station.photograph(3)
    station.display.show_next(2)
    order = phone.next("capture", lambda order: order["index"] == 2)
    phone.upload(phone.carry_out(order))
    station.display.show_next(None)
    station.wait_for_phase("paused")
    refused = station.photos("rejected")
    assert {photo["index"] for photo in refused} >= {2}
    assert all(photo["index"] == 1 for photo in station.photos("accepted"))
