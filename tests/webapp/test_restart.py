"""A lab that starts again on the same data root goes on where it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI

from capture.errors import DiskFull
from capture.storage import Journal
from capture.verification import PixelFinding
from tests.waiting import wait_until
from tests.webapp.clients import client, operator_client
from tests.webapp.pixels import InlinePixels
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.app import close_app, create_app
from webapp.settings import Settings
from webapp.tasks.xray_file import UNKNOWN_CIRCUMSTANCES, Circumstances, XrayFile
from webapp.workers import WorkersClosed

Restart = Callable[..., OpenAPI]


class NeverJudging(InlinePixels):
    """Workers that end before they have judged anything."""

    def examine(
        self,
        photo: Path,
        small: Path,
        xray: XrayFile | None,
        others: Sequence[XrayFile] = (),
        circumstances: Circumstances = UNKNOWN_CIRCUMSTANCES,
        *,
        sender: str = "",
    ) -> PixelFinding:
        raise WorkersClosed("The server is shutting down.")


@pytest.fixture
def restart(settings: Settings) -> Iterator[Restart]:
    """Start another lab on the data root, as if the first one had been killed; the devices turn to it."""
    started: list[OpenAPI] = []

    def start(station: Station, *, with_devices: bool = True) -> OpenAPI:
        close_app(station.app)
        app = create_app(settings, pixels=InlinePixels(), with_demo=False)
        started.append(app)
        station.app, station.operator = app, operator_client(app)
        for device in [*station.phones, station.display] if with_devices else []:
            device.move_to(app)
        return app

    yield start
    for app in started:
        close_app(app)


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "data").open()


def test_a_running_session_goes_on_at_the_next_xray(station: Station, restart: Restart) -> None:
    station.photograph(1)
    station.photograph(2)
    station.display.show_next(3)
    restart(station)
    snapshot = station.snapshot()
    assert (snapshot["phase"], snapshot["progress"]["stored"]) == ("running", 2)
    assert station.display.hello()["ok"]
    station.phone.come()
    for index in (3, 4):
        station.photograph(index)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    assert len(station.photos("accepted")) == 4


def test_a_photo_held_by_the_phone_at_the_crash_is_taken_in_and_set_aside_since_its_showing_broke(
    station: Station, restart: Restart
) -> None:
    station.display.show_next(1)
    key = station.phone.shoot(1)
    restart(station)
    station.phone.come()
    station.phone.upload(key)
    (photo,) = wait_until(lambda: station.photos("rejected"), "the photo")
    assert (photo["index"], photo["attempt"], photo["code"]) == (1, 1, "showing_broken")


def test_a_capture_whose_answer_was_lost_in_the_crash_is_not_photographed_twice_under_one_attempt(
    station: Station, restart: Restart
) -> None:
    station.display.show_next(1)
    order = station.phone.next("capture")
    station.phone.keep((1, 1), b"\xff\xd8 never seen \xff\xd9", order["showing"])
    restart(station)
    station.display.hello()
    station.phone.come()
    station.display.show_next(1)
    station.phone.upload(station.phone.shoot(1, attempt=2))


def test_verdicts_pending_at_the_crash_are_made_again(
    settings: Settings, tmp_path: Path, restart: Restart
) -> None:
    first = create_app(settings, pixels=NeverJudging(), with_demo=False)
    station = Station(first, tmp_path / "data", count=1).open()
    station.photograph(1)
    station.display.show_next(None)
    assert len(station.photos("pending")) == 1
    restart(station)
    station.wait_for_phase("finished")
    wait_until(lambda: len(station.photos("accepted")) == 1, "the verdict")


def test_showings_are_never_numbered_twice(station: Station, restart: Restart) -> None:
    first = station.display.show_next(1)["showing"]
    restart(station)
    station.display.hello()
    station.phone.come()
    assert station.display.show_next(1)["showing"] > first


def test_credentials_and_the_sign_in_outlive_the_restart(station: Station, restart: Restart) -> None:
    cookie = station.operator.get_cookie("__Host-operator", domain="lab.test")
    assert cookie is not None
    app = restart(station)
    browser = client(app)
    browser.set_cookie("__Host-operator", cookie.value, domain="lab.test")
    assert browser.get("/api/v1/sessions").status_code == 200
    assert station.phone.hello()["ok"]


def test_a_session_whose_csv_changed_meanwhile_comes_back_and_stands(
    station: Station, restart: Restart
) -> None:
    station.photograph(1)
    station.display.show_next(2)
    key = station.phone.shoot(2)
    old = station.csv.read_bytes()
    station.csv.write_bytes(old + b"\n")
    restart(station)
    assert station.snapshot()["phase"] == "paused"
    assert station.snapshot()["reason"]["code"] == "csv_changed"
    station.phone.come()
    assert_error(station.phone.put(key), 503, "csv_changed")
    station.csv.write_bytes(old)
    station.phone.upload(key)
    station.display.hello()
    assert station.act("resume")["phase"] == "running"


def test_ended_sessions_are_listed_without_being_revived_and_can_still_be_read(
    station: Station, restart: Restart
) -> None:
    for index in range(1, 5):
        station.photograph(index)
    station.display.show_next(None)
    before = station.wait_for_phase("finished")
    wait_until(lambda: len(station.photos("accepted")) == 4, "all verdicts")
    app = restart(station, with_devices=False)
    (line,) = station.operator.get("/api/v1/sessions").json["sessions"]
    assert app.extensions["services"].sessions.in_memory(station.session) is None
    assert line["progress"]["accepted"] == 4
    assert (line["phase"], line["title"]) == ("finished", before["title"])
    after = station.snapshot()
    for name in ("phase", "first", "last", "created_at", "ended_at"):
        assert after[name] == before[name], name
    assert after["progress"]["accepted"] == 4


def test_a_journal_that_cannot_be_written_pauses_the_session_and_forgets_nothing(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    station.photograph(1)
    station.display.show_next(2)
    key = station.phone.shoot(2)

    def full(self: Journal, batches: object) -> list[list[int]]:
        raise DiskFull("The server's disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "append_many", full)
        assert_error(station.phone.put(key), 507, "disk_full")
        assert_error(station.operator.post(f"/api/v1/sessions/{station.session}/pause"), 507, "disk_full")
    station.phone.connect()
    station.display.connect()
    station.display.hello()
    assert station.phone.hello()["ok"]
    snapshot = station.snapshot()
    assert (snapshot["phase"], snapshot["reason"]["code"]) == ("paused", "disk_full")
    station.phone.ready()
    station.phone.upload(key)
    assert station.act("resume")["phase"] == "running"
    station.display.show_next(2)
    station.phone.upload(station.phone.shoot(2, attempt=2))
    station.photograph(3)
    assert station.snapshot()["progress"]["stored"] == 3


def test_a_session_that_was_aimed_waits_again_and_says_so(station: Station, restart: Restart) -> None:
    station.session = station.new_session(sets=["aimed"])
    station.bring_devices()
    station.act("aim")
    station.display.show_next(1)
    restart(station, with_devices=False)
    seen = station.snapshot()
    assert (seen["phase"], seen["reason"]["code"]) == ("waiting", "restart")
    assert "the server was restarted" in seen["reason"]["message"]
