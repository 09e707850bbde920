"""A session of which only a newer version knows everything is closed; the others and the server go on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import wait_until
from tests.webapp.clients import client, operator_client
from tests.webapp.pixels import InlinePixels
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.app import close_app, create_app
from webapp.settings import Settings

Change = Callable[[sqlite3.Connection, str], object]


def add_fact(**fact: Any) -> Change:
    return lambda database, session: database.execute(
        "INSERT INTO facts (session, body) VALUES (?, ?)", (session, json.dumps(fact))
    )


def add_setting(database: sqlite3.Connection, session: str) -> None:
    (plan,) = database.execute("SELECT plan FROM sessions WHERE id = ?", (session,)).fetchone()
    values = json.loads(plan)
    values["settings"]["flash"] = True
    database.execute("UPDATE sessions SET plan = ? WHERE id = ?", (json.dumps(values), session))


CHANGES: dict[str, tuple[Change, str]] = {
    "kind": (add_fact(kind="PhotoBlessed", at=1.0), "an entry of the kind 'PhotoBlessed'"),
    "field": (
        add_fact(kind="SkipLifted", at=1.0, index=1, by="Ada"),
        "an entry of the kind 'SkipLifted' with 'by'",
    ),
    "setting": (add_setting, "the setting 'flash'"),
    "order": (add_fact(kind="SkipLifted", at=1.0, index=1), "entries in an order"),
}


@pytest.fixture(params=CHANGES)
def named(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def station(settings: Settings, tmp_path: Path, named: str) -> Iterator[Station]:
    """A station on a server that was started anew; its first session has an x-ray, and something of a newer version."""
    app = create_app(settings, pixels=InlinePixels(), with_demo=False)
    station = Station(app, tmp_path / "data", count=2).open()
    station.photograph(1)
    station.display.show_next(2)
    wait_until(lambda: station.photos("accepted"), "the verdict")
    close_app(app)
    with closing(sqlite3.connect(settings.data_root / "lab.db")) as database, database:
        CHANGES[named][0](database, station.session)
    app = create_app(settings, pixels=InlinePixels(), with_demo=False)
    station.app, station.operator = app, operator_client(app)
    yield station
    close_app(app)


def facts_of(settings: Settings, session: str) -> list[Any]:
    with closing(sqlite3.connect(settings.data_root / "lab.db")) as database:
        return database.execute("SELECT seq, body FROM facts WHERE session = ?", (session,)).fetchall()


def test_it_is_closed_with_a_sentence_that_says_what_and_what_to_do(
    station: Station, settings: Settings, named: str
) -> None:
    before = facts_of(settings, station.session)
    answer = station.operator.get(f"/api/v1/sessions/{station.session}")
    assert_error(answer, 503, "session_unreadable")
    message = answer.json["error"]["message"]
    assert CHANGES[named][1] in message
    assert "Install the version that wrote it" in message
    (line,) = station.operator.get("/api/v1/sessions").json["sessions"]
    assert (line["phase"], line["reason"]["code"], line["reason"]["message"]) == (
        "paused",
        "session_unreadable",
        message,
    )
    page = station.operator.get(f"/sessions/{station.session}", headers={"Accept": "text/html"})
    assert page.status_code == 503
    assert b"Install the version that wrote it" in page.data
    assert_error(
        station.operator.post(f"/api/v1/sessions/{station.session}/resume", json={}),
        503,
        "session_unreadable",
    )
    assert facts_of(settings, station.session) == before


def test_its_photos_can_be_looked_at_and_exported(station: Station) -> None:
    (photo,) = station.photos("accepted")
    for address in (photo["url"], photo["thumbnail"]):
        assert station.operator.get(address).status_code == 200, address
    xray = station.operator.get(f"/api/v1/sessions/{station.session}/xrays/1/thumbnail")
    assert xray.status_code == 200
    answer = station.operator.get(f"/api/v1/export?session={station.session}")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")


def test_another_session_runs_to_its_end(station: Station) -> None:
    station.session = station.new_session(sets=["other"])
    station.sets = ("other",)
    station.open()
    for index in (1, 2):
        station.photograph(index)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    assert len(station.operator.get("/api/v1/sessions").json["sessions"]) == 2


def test_its_phone_keeps_its_photos_and_is_told(station: Station) -> None:
    phone = station.phone
    old = phone.browser.get_cookie(f"__Host-phone-{station.session}", domain="lab.test")
    assert old is not None
    phone.app, phone.browser = station.app, client(station.app)
    phone.browser.set_cookie(old.key, old.value, domain="lab.test")
    phone.held[(2, 1)] = (b"\xff\xd8 photo \xff\xd9", 2)
    assert_error(phone.put((2, 1)), 503, "session_unreadable")
