"""The check whether a phone sees the display as in the session before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from flask_openapi3 import OpenAPI

from capture.state.layouts import Drawn
from tests.drawn_xrays import frontal
from tests.webapp.devices import Message, Phone
from tests.webapp.station import Station
from tests.webapp.test_aiming import CAMERA, send
from tests.webapp.xrays import xray_path
from webapp.devices.framing import MOST_MOVED, distance, framing_of
from webapp.virtual.camera.frames import encode
from webapp.virtual.camera.screen import fit

SCREEN = (1280, 960)


def seen(corners: list[tuple[float, float]], shape: tuple[float, float], turned: np.ndarray) -> Any:
    """How a phone sees an x-ray of a shape, drawn as large as possible, through a homography of the screen."""
    across, down = 1600.0, 900.0
    scale = min(across / shape[0], down / shape[1])
    width, height = shape[0] * scale, shape[1] * scale
    left, top = (across - width) / 2, (down - height) / 2
    places = [(left + x * width, top + y * height, 1.0) for x, y in corners]
    found = [turned @ np.array([x / across, y / down, one]) for x, y, one in places]
    return framing_of(
        Drawn((across, down), (left, top, width, height)), [(x / w, y / w) for x, y, w in found]
    )


CORNERS = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
TRIPOD = np.array([[0.8, 0.05, 0.1], [0.02, 0.75, 0.12], [0.06, 0.03, 1.0]])


@pytest.mark.parametrize("shape", [(3, 4), (4, 3), (1, 1)])
def test_x_rays_of_other_proportions_are_where_they_must_be(shape: tuple[float, float]) -> None:
    assert distance(seen(CORNERS, (1, 1.2), TRIPOD), seen(CORNERS, shape, TRIPOD)) < 1e-9


def test_a_knock_is_noticed_whatever_is_shown() -> None:
    knocked = TRIPOD + np.array([[0, 0, 0.04], [0, 0, 0.03], [0, 0, 0]])
    assert distance(seen(CORNERS, (1, 1.2), TRIPOD), seen(CORNERS, (4, 3), knocked)) > MOST_MOVED


def test_a_display_that_does_not_measure_gives_no_framing() -> None:
    assert framing_of(None, CORNERS) is None
    assert framing_of(Drawn((1, 1), (0, 0, 1, 1)), None) is None


class Aimed(Station):
    """Two sessions whose x-rays look alike to whoever only wants to be found, with verification."""

    verification = "strict"

    def paint(self, order: Message) -> None:
        """Say where the x-ray is, as the page does."""
        height = SCREEN[1] * 1.0
        width = height * 900 / 1000
        layout = {"screen": SCREEN, "rectangle": [(SCREEN[0] - width) / 2, 0, width, height]}
        layout |= {"natural": [900, 1000]}
        answer = self.display.say("shown", showing=order["showing"], whole=None, layout=layout)
        assert answer == {"ok": True}

    def aim_at(self, index: int) -> None:
        self.paint(self.display.next("show", lambda message: message["index"] == index))


@pytest.fixture
def aimed(app: OpenAPI, tmp_path: Path) -> tuple[Aimed, np.ndarray]:
    """A session that has been aimed well and was ended; its phone and display are in the next one."""
    station = Aimed(app, tmp_path / "data", 2)
    drawn = cv2.resize(frontal(3), (900, 1000), interpolation=cv2.INTER_AREA)
    for index in (1, 2):
        (tmp_path / "data" / xray_path(index)).write_bytes(encode(np.dstack([drawn] * 3), 92))
    station.session = station.new_session(last=1)
    station.bring_devices()
    station.act("aim")
    station.aim_at(1)
    assert send(station.phone, photo(drawn)).json["good"]
    station.act("abort")
    station.session = station.act("next", first=2, last=2)["session"]
    assert station.display.follow().hello()["ok"]
    station.phone.follow().come()
    station.aim_at(2)
    return station, drawn


def photo(drawn: np.ndarray, shift: int = 0) -> bytes:
    screen = np.roll(fit(drawn, *SCREEN), shift, axis=1)
    return CAMERA.photograph(screen, np.random.default_rng(1))


def test_a_phone_that_stands_as_it_stood_starts_the_session(aimed: tuple[Aimed, np.ndarray]) -> None:
    station, drawn = aimed
    assert station.snapshot()["phase"] == "aiming"
    assert send(station.phone, photo(drawn)).json["good"]
    assert station.snapshot()["phase"] == "running"


def test_a_phone_that_was_moved_is_asked_about(aimed: tuple[Aimed, np.ndarray], lab: Any) -> None:
    station, drawn = aimed
    before = lab.credentials.row(station.phone.id).framing
    for _ in range(2):
        assert send(station.phone, photo(drawn, 90)).json["good"]
    live = lab.sessions.get(station.session)
    assert live.machine.live.framed[station.phone.id].code == "framing_moved"
    assert station.snapshot()["phase"] == "aiming"
    assert lab.credentials.row(station.phone.id).framing == before, "what is asked about is not kept"


def test_a_phone_that_joined_since_is_asked_about(
    aimed: tuple[Aimed, np.ndarray], app: OpenAPI, lab: Any
) -> None:
    station, drawn = aimed
    station.operator.delete(f"/api/v1/sessions/{station.session}/devices/{station.phone.id}")
    other = Phone(app, station.code("phone"), "Another").come()
    assert send(other, photo(drawn)).json["good"]
    assert lab.sessions.get(station.session).machine.live.framed[other.id].code == "framing_new"
