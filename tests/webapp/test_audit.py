"""The record of changes: every route that changes something is in it, for whoever may use it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from tests.webapp.clients import TOKEN
from tests.webapp.holders import NOBODYS, OWN, Holders
from tests.webapp.routes import PLACES, routes
from tests.webapp.shape import assert_error
from tests.webapp.walk import admits
from webapp.auth import audit
from webapp.container import Services

URL = "/api/v1/changes"
RECORDED = ("operator", "operator's token", "script's token", "transforms token", "reader", "participant")
ROLES = {"reader": "reviewer", "transforms token": "transforms", "participant": "participant"}


def lines_of(lab: Services) -> list[dict[str, Any]]:
    file = lab.settings.data_root / audit.FILE
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def test_every_change_is_recorded_with_who_made_it(app: OpenAPI, lab: Services, tmp_path: Path) -> None:
    """By the same routes and holders as the walk of every door: a new route is in it by itself."""
    holders = Holders(app, tmp_path / "xrays")
    assert set(RECORDED) == set(holders.browsers) - {*NOBODYS, *OWN}
    recorded = 0
    for holder in RECORDED:
        for route in routes(app, PLACES | holders.places(holder)):
            if route.method == "GET":
                continue
            before = len(lines_of(lab))
            admitted = admits(holders, holder, route)
            did = f"{route.method} {route.path}"
            who = [line["who"] for line in lines_of(lab)[before:] if line["did"] == did]
            if route.access == {"public"}:
                assert len(who) <= 1, (holder, did)  # none of a refused one, which may be a guess
            else:
                assert who == [ROLES.get(holder, "operator")] * admitted, (holder, did)
                recorded += admitted
    assert recorded > 3 * 50


def test_what_devices_and_guests_do_not_change_is_not_in_it(
    app: OpenAPI, lab: Services, tmp_path: Path
) -> None:
    holders = Holders(app, tmp_path / "xrays")
    before = len(lines_of(lab))
    for holder in (*OWN, *NOBODYS):
        for route in routes(app, PLACES | holders.places(holder)):
            if route.method != "GET" and route.access != {"public"}:
                holders.browsers[holder].open(route.path, method=route.method, json={})
    assert [line for line in lines_of(lab)[before:] if line["who"] in ("phone", "display", "public")] == []


def test_the_operator_reads_the_newest_changes_first(operator: FlaskClient) -> None:
    for number in range(3):
        operator.post(f"/api/v1/sessions/s{number}s{number}s{number}s{number}/pause")
    changes = operator.get(f"{URL}?limit=2").json["changes"]
    assert [change["did"] for change in changes] == [
        "POST /api/v1/sessions/s2s2s2s2/pause",
        "POST /api/v1/sessions/s1s1s1s1/pause",
    ]
    assert {change["who"] for change in changes} == {"operator"}
    assert TOKEN not in json.dumps(changes)
    assert_error(operator.get(f"{URL}?limit=0"), 422)


def test_a_line_that_was_cut_off_and_the_file_before_it_are_no_obstacle(
    lab: Services, operator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator.post("/api/v1/sessions/ssssssss/pause")
    file = lab.settings.data_root / audit.FILE
    file.write_bytes(file.read_bytes() + b'{"at": "2026-')
    monkeypatch.setattr(audit, "MOST_BYTES", 10)
    operator.post("/api/v1/sessions/ssssssss/resume")
    assert file.with_name("audit.jsonl.1").exists()
    did = [change["did"] for change in operator.get(URL).json["changes"]]
    assert did[:2] == ["POST /api/v1/sessions/ssssssss/resume", "POST /api/v1/sessions/ssssssss/pause"]


def test_a_record_that_cannot_be_written_keeps_nobody_from_acting(
    lab: Services, operator: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    (lab.settings.data_root / audit.FILE).unlink()
    (lab.settings.data_root / audit.FILE).mkdir()
    assert_error(operator.post("/api/v1/sessions/ssssssss/pause"), 404, "session_unknown")
    assert "could not be recorded" in caplog.text
