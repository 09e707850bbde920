"""The overview's messages: everything at once, then only what has changed, and nothing while nobody looks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from flask_socketio.test_client import SocketIOTestClient

from tests.waiting import wait_until
from tests.webapp.clients import HOST, TOKEN
from tests.webapp.station import Station
from webapp.container import Services
from webapp.overview.overview import midnight


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "xrays")


class Page:
    """A page that merges what it is told, as the overview does."""

    def __init__(self, app: OpenAPI) -> None:
        headers = {"Authorization": f"Bearer {TOKEN}", "Host": HOST}
        self.socket: SocketIOTestClient = app.extensions["socketio"].test_client(
            app, namespace="/operator", headers=headers
        )
        self.answer = self.socket.emit("overview", {}, namespace="/operator", callback=True)
        assert self.answer["ok"], self.answer
        self.stations = {one["session"]: one for one in self.answer["stations"]}
        self.changes: list[dict[str, Any]] = []

    def listen(self) -> dict[str, dict[str, Any]]:
        for packet in self.socket.get_received("/operator"):
            assert packet["name"] == "stations"
            for change in packet["args"][0]["stations"]:
                self.changes.append(change)
                self.stations[change["session"]] = self.stations.get(change["session"], {}) | change
        return self.stations


def test_a_page_is_told_all_and_then_only_what_changes(app: OpenAPI, lab: Services, station: Station) -> None:
    page = Page(app)
    (tile,) = page.answer["stations"]
    assert (tile["phase"], tile["lacks"], tile["code"]) == ("waiting", "display", station.code("display"))
    assert page.answer["today"] == {"photos": 0, "a_minute": 0}
    station.open()
    station.photograph(1)
    wait_until(lambda: page.listen()[station.session]["stored"] == 1, "the stored photo")
    wait_until(lambda: page.listen()[station.session]["index"] == 2, "the next x-ray")
    seen = page.stations[station.session]
    assert (seen["phase"], seen["lacks"], seen["code"], seen["total"]) == ("running", None, None, 4)
    lab.overview.tick()
    page.changes.clear()
    station.act("pause")
    wait_until(lambda: page.listen()[station.session]["reason"] == "operator", "the pause")
    # Names, sets and counters that stay are not told again.
    assert all(set(change) <= {"session", "phase", "reason", "index"} for change in page.changes), (
        page.changes
    )
    assert max(len(json.dumps(change)) for change in page.changes) < 120
    assert Page(app).answer["today"] == {"photos": 1, "a_minute": 1}


def test_stations_are_those_that_have_not_ended_and_those_that_ended_today(
    app: OpenAPI, lab: Services, station: Station
) -> None:
    other = station.new_session(overlap=True)
    station.act("abort")
    page = Page(app)
    assert [(one["session"], one["phase"]) for one in page.answer["stations"]] == [
        (station.session, "aborted"),
        (other, "waiting"),
    ]
    tomorrow = midnight(lab.clock.now()) + 36 * 3600
    lab.overview._clock = type("Tomorrow", (), {"now": lambda _: tomorrow})()  # type: ignore[assignment]
    assert [one["session"] for one in Page(app).answer["stations"]] == [other]


def test_a_station_that_ended_before_a_restart_keeps_its_place(
    app: OpenAPI, lab: Services, station: Station
) -> None:
    station.act("abort")
    lab.sessions.in_memory = lambda _: None  # type: ignore[method-assign]
    (tile,) = Page(app).answer["stations"]
    assert (tile["phase"], tile["stored"], tile["total"], tile["need"]) == ("aborted", 0, 4, None)


def test_while_nobody_looks_no_session_is_looked_at(app: OpenAPI, lab: Services, station: Station) -> None:
    page = Page(app)
    page.socket.disconnect(namespace="/operator")
    looked: list[str] = []
    lab.overview._changes = lambda: looked.append("") or iter(())  # type: ignore[method-assign, func-returns-value, assignment]
    lab.overview.tick()
    assert looked == []


def test_who_is_not_the_operator_sees_no_station(app: OpenAPI, station: Station) -> None:
    stranger = app.extensions["socketio"].test_client(app, namespace="/operator", headers={"Host": HOST})
    assert not stranger.is_connected("/operator")
    assert station.operator.get("/overview").status_code == 200
    assert app.test_client().get("/overview", headers={"Host": HOST}).status_code in (302, 303, 401)


@pytest.mark.parametrize("at", [0.0, 1.7e9, 1.77e9 + 86399])
def test_a_day_begins_at_most_a_day_before(at: float) -> None:
    assert 0 <= at - midnight(at) < 25 * 3600
