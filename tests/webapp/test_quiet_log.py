"""Everyday events are one plain line in the log, and no traceback."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI

from capture.verification import PixelFinding
from tests.waiting import wait_until
from tests.webapp.devices import Phone
from tests.webapp.pixels import InlinePixels
from tests.webapp.station import Station
from webapp.app import close_app, create_app
from webapp.container import Services
from webapp.settings import Settings


class MovingPixels(InlinePixels):
    """An operator orders a retake between the finding of a photo and its opening."""

    def __init__(self) -> None:
        self.station: Station | None = None
        self.looked_at: list[Path] = []

    def examine(self, photo: Path, *rest: Any, **more: Any) -> PixelFinding:
        self.looked_at.append(photo)
        station, self.station = self.station, None
        if station is not None:
            station.act("retakes", index=1)
            wait_until(lambda: not photo.exists(), "the move")
            photo.read_bytes()  # as workers do: raises
        return super().examine(photo, *rest, **more)


@pytest.fixture
def pixels() -> MovingPixels:
    return MovingPixels()


@pytest.fixture
def app(settings: Settings, pixels: MovingPixels) -> Iterator[OpenAPI]:
    app = create_app(settings, pixels=pixels, with_demo=False)
    yield app
    close_app(app)


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "data").open()


@pytest.fixture(autouse=True)
def said(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.INFO):
        yield caplog
    assert [record.message for record in caplog.records if record.exc_info] == []


def test_a_photo_that_is_retaken_while_it_is_judged(
    station: Station, pixels: MovingPixels, said: pytest.LogCaptureFixture
) -> None:
    pixels.station = station
    station.photograph(1)
    station.display.show_next(2)  # confirms the showing of 1, whose photo is judged now
    wait_until(lambda: len(pixels.looked_at) >= 2, "the second look")
    assert [photo.parent.name for photo in pixels.looked_at[:2]] == ["pending", "rejected"]
    wait_until(lambda: "It is looked at again." in said.text, "the line")


def test_a_small_picture_of_an_x_ray_that_is_gone(
    station: Station, lab: Services, said: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    session = station.new_session(settings={"thumbnail": True, "verification": "off"}, overlap=True)
    files = list((tmp_path / "data").rglob("*.jpg"))
    assert len(files) == station.count
    for file in files:
        file.unlink()
    lab.previews.prepare(lab.sessions.get(session).plan, [2])
    wait_until(lambda: "There is no small picture of x-ray 2" in said.text, "the line")


@pytest.mark.parametrize(("what", "why"), [("drop", "had been dropped"), ("revoke", "had been revoked")])
def test_the_log_says_why_a_page_had_left(
    station: Station, said: pytest.LogCaptureFixture, what: str, why: str
) -> None:
    device = f"/api/v1/sessions/{station.session}/devices/{station.phone.id}"
    answer = station.operator.delete(device) if what == "drop" else station.operator.post(f"{device}/revoke")
    assert answer.status_code == 200
    # The server ends its connection, after the last message.
    wait_until(lambda: why in said.text, "the line")
    assert "taken over" not in said.text


def test_the_log_says_that_another_page_took_over(station: Station, said: pytest.LogCaptureFixture) -> None:
    older = station.phone.socket
    station.phone.connect()
    assert station.phone.hello()["ok"]
    older.disconnect(f"/{Phone.role}")
    wait_until(lambda: "another page of it had taken over" in said.text, "the line")
