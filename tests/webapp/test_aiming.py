"""Aiming over REST: the frame of a phone comes in, where the x-ray is comes out, and consoles see it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from flask_socketio.test_client import SocketIOTestClient
from werkzeug.test import TestResponse

from tests.drawn_xrays import frontal
from tests.waiting import wait_until
from tests.webapp.clients import HOST, TOKEN
from tests.webapp.devices import Phone
from tests.webapp.pixels import InlinePixels
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from tests.webapp.xrays import jpeg, xray_path
from webapp.container import Services
from webapp.tasks.xray_file import XrayFile
from webapp.virtual.camera.frames import SimpleCamera, encode
from webapp.virtual.camera.screen import fit

CAMERA = SimpleCamera(width=1280, height=960)


@pytest.fixture(scope="module")
def xray() -> np.ndarray:
    return cv2.resize(frontal(3), (900, 1000), interpolation=cv2.INTER_AREA)


@pytest.fixture(scope="module")
def frame(xray: np.ndarray) -> bytes:
    return CAMERA.photograph(fit(xray, 1280, 960), np.random.default_rng(1))


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path, xray: np.ndarray) -> Station:
    """A session that aims, its first x-ray on the display."""
    station = Station(app, tmp_path / "data")
    (tmp_path / "data" / xray_path(1)).write_bytes(encode(np.dstack([xray] * 3), 92))
    station.session = station.new_session()
    station.bring_devices()
    station.act("aim")
    station.display.show_next(1)
    return station


def send(phone: Phone, frame: bytes, kind: str = "image/jpeg") -> TestResponse:
    url = f"/api/v1/sessions/{phone.session}/phones/{phone.id}/aim"
    return phone.browser.post(url, data=frame, content_type=kind)


def watch(station: Station) -> SocketIOTestClient:
    headers = {"Authorization": f"Bearer {TOKEN}", "Host": HOST}
    socketio = station.app.extensions["socketio"]
    console: SocketIOTestClient = socketio.test_client(station.app, namespace="/operator", headers=headers)
    assert console.emit("watch", {"session": station.session}, namespace="/operator", callback=True)["ok"]
    return console


def test_a_frame_is_answered_with_the_corners_and_one_sentence(station: Station, frame: bytes) -> None:
    answer = send(station.phone, frame)
    assert answer.status_code == 200, answer.json
    seen = answer.json
    assert seen["verdict"] == "verified"
    assert seen["sentence"]
    (left, top), (right, _), (_, bottom), _ = seen["corners"]
    assert 0 < left < 0.3 < 0.7 < right < 1
    assert -0.05 < top < 0.1 < 0.9 < bottom < 1.05
    assert seen["quality"]["coverage"] > 0.9


def test_a_frame_of_something_else_says_what_to_do(station: Station) -> None:
    wall = np.random.default_rng(0).integers(0, 255, (24, 32), np.uint8).repeat(20, axis=0).repeat(20, axis=1)
    seen = send(station.phone, encode(np.dstack([wall] * 3), 80)).json
    assert (seen["corners"], seen["good"]) == (None, False)
    assert seen["sentence"] == "No x-ray found. Point the phone at the screen."


def test_a_frame_of_a_dark_screen_says_what_to_do(station: Station) -> None:
    dark = np.random.default_rng(2).normal(12, 2, (480, 640, 3)).clip(0, 255).astype(np.uint8)
    seen = send(station.phone, encode(dark, 92)).json
    assert (seen["corners"], seen["good"]) == (None, False)
    assert seen["sentence"] == "The screen looks empty. Wake it, or uncover the camera."


def test_the_consoles_that_watch_are_told(station: Station, frame: bytes) -> None:
    console = watch(station)
    answer = send(station.phone, frame).json

    def told() -> list[Any]:
        packets = console.get_received("/operator")
        return [packet["args"][0] for packet in packets if packet["name"] == "aimed"]

    assert wait_until(told, "the news") == [{"device": station.phone.id, **answer}]


def test_frames_are_kept_nowhere(station: Station, frame: bytes, tmp_path: Path) -> None:
    before = {path for path in (tmp_path / "root").rglob("*") if path.is_file()}
    send(station.phone, frame)
    new = {path for path in (tmp_path / "root").rglob("*") if path.is_file()} - before
    assert all("references" in path.parts for path in new)
    assert station.photos("accepted") == station.photos("pending") == []


def test_outside_of_aiming_no_frame_is_looked_at(station: Station, frame: bytes) -> None:
    station.act("start")
    assert_error(send(station.phone, frame), 409, "wrong_phase")


def test_before_the_display_shows_the_x_ray_there_is_nothing_to_aim_at(
    station: Station, frame: bytes
) -> None:
    station.act("pause")
    station.act("aim")
    assert_error(send(station.phone, frame), 409, "not_shown")


def test_the_session_starts_from_the_very_picture_that_was_aimed_at(station: Station) -> None:
    station.act("start")
    station.phone.upload(station.phone.shoot(1))
    assert station.snapshot()["phase"] == "running"


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"not an image", "image/jpeg", 415, "image_type"),
        (jpeg(1), "image/png", 415, "image_type"),
        (jpeg(1)[:-200], "image/jpeg", 422, "image_unreadable"),
        (jpeg(1, (1400, 1400)), "image/jpeg", 413, "image_too_large"),
        (jpeg(1) + bytes(1_000_000), "image/jpeg", 413, "image_too_large"),
    ],
    ids=["text", "said to be another type", "cut off", "too many pixels", "too many bytes"],
)
def test_what_is_no_frame_is_refused(
    station: Station, body: bytes, kind: str, status: int, code: str
) -> None:
    assert_error(send(station.phone, body, kind), status, code)


def test_another_phone_cannot_send_frames_for_this_one(station: Station, frame: bytes) -> None:
    other = Phone(station.app, station.code("phone"))
    url = f"/api/v1/sessions/{station.session}/phones/{station.phone.id}/aim"
    assert_error(other.browser.post(url, data=frame, content_type="image/jpeg"), 403, "forbidden")


def test_a_dropped_phone_is_no_longer_looked_at(
    station: Station, operator: FlaskClient, frame: bytes
) -> None:
    operator.delete(f"/api/v1/sessions/{station.session}/devices/{station.phone.id}")
    assert_error(send(station.phone, frame), 409, "dropped")


def test_of_several_frames_the_newest_wins(
    station: Station, lab: Services, frame: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, go = threading.Event(), threading.Event()

    def look(_frame: bytes, _xray: XrayFile) -> dict[str, Any]:
        looking.set()
        assert go.wait(30)
        return {"sentence": "seen", "good": False, "corners": None}

    monkeypatch.setattr(InlinePixels, "look_at_frame", staticmethod(look))
    answers: dict[str, Any] = {}

    def ask(name: str) -> threading.Thread:
        def run() -> None:
            try:
                answers[name] = lab.aiming.look(station.session, station.phone.id, frame)
            except Exception as error:
                answers[name] = error

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    first = ask("first")
    assert looking.wait(30)
    second = ask("second")
    wait_until(lambda: lab.aiming.waiting == 2, "the second frame")
    third = ask("third")
    wait_until(lambda: lab.aiming.waiting == 3, "the third frame")
    go.set()
    for thread in (first, second, third):
        thread.join(30)
    assert answers["first"]["sentence"] == answers["third"]["sentence"] == "seen"
    assert answers["second"].code == "newer_frame"
