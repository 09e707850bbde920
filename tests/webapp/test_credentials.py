"""Tokens for scripts and links for readers; and the record of who changed something."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from tests.webapp.clients import TOKEN, client
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.auth.operator import OperatorSignIn
from webapp.container import Services

URL = "/api/v1/credentials"


def given(operator: FlaskClient, scope: str, **more: Any) -> Any:
    answer = operator.post(URL, json={"scope": scope, "name": "Ada", **more})
    assert answer.status_code == 201, answer.json
    return answer.json


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize(
    ("scope", "opens"), [("operator", "/api/v1/sessions"), ("transforms", "/api/v1/transforms")]
)
def test_a_token_opens_what_it_is_for_until_it_is_revoked(
    operator: FlaskClient, stranger: FlaskClient, scope: str, opens: str
) -> None:
    token = given(operator, scope)
    script = bearer(token["secret"])
    assert stranger.get(opens, headers=script).status_code == 200
    assert_error(stranger.get(URL, headers=script), 403, "forbidden")
    assert token["secret"] not in operator.get(URL).text
    assert operator.delete(f"{URL}/{token['id']}").status_code == 204
    assert_error(stranger.get(opens, headers=script), 401, "credential_unknown")
    assert_error(operator.delete(f"{URL}/{token['id']}"), 404, "not_found")


def test_a_token_ends_by_itself(
    lab: Services, operator: FlaskClient, stranger: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, at = bearer(given(operator, "operator", days=2)["secret"]), lab.clock.now()
    monkeypatch.setattr(lab.operator.issued, "_now", lambda: at + 3 * 24 * 3600)
    assert_error(stranger.get("/api/v1/sessions", headers=script), 401, "credential_unknown")


def test_the_last_use_of_each_is_told_and_outlives_a_restart(
    lab: Services, operator: FlaskClient, stranger: FlaskClient
) -> None:
    used, unused = given(operator, "operator"), given(operator, "transforms")
    stranger.get("/api/v1/sessions", headers=bearer(used["secret"]))
    listed = {one["id"]: one for one in operator.get(URL).json["credentials"]}
    assert listed[used["id"]]["last_used"] >= listed[used["id"]]["created"]
    assert listed[unused["id"]]["last_used"] is None
    assert [one["kind"] for one in listed.values() if one["current"]] == ["sign-in"]
    again = OperatorSignIn.load(lab.settings.data_root, TOKEN, lab.clock.now).issued
    assert again.uses.of(used["id"]) == pytest.approx(listed[used["id"]]["last_used"], abs=3600)
    again.revoke(used["id"])
    assert again.uses.of(used["id"]) is None


def test_a_disk_that_takes_no_last_use_keeps_nobody_out(
    lab: Services, operator: FlaskClient, stranger: FlaskClient
) -> None:
    script = bearer(given(operator, "operator")["secret"])
    lab.operator.issued.uses._file.unlink(missing_ok=True)
    lab.operator.issued.uses._file.mkdir()
    assert stranger.get("/api/v1/sessions", headers=script).status_code == 200


def test_a_token_is_no_sign_in_and_a_link_no_token(operator: FlaskClient, stranger: FlaskClient) -> None:
    token, link = given(operator, "operator")["secret"], given(operator, "reviewer")["secret"]
    assert_error(stranger.post("/api/v1/sign-in", json={"token": token}), 401)
    assert_error(stranger.get("/api/v1/sessions", headers=bearer(link)), 401)


def test_a_link_lets_one_reader_review_under_their_own_name(app: OpenAPI, tmp_path: Path) -> None:
    station = Station(app, tmp_path / "data").open()
    station.photograph(1)
    link, reader = given(station.operator, "reviewer"), client(app)
    address, _, secret = link["url"].partition("#")
    assert (secret, address.partition("?")[2]) == (link["secret"], "next=/review")
    assert reader.post("/api/v1/sign-in", json={"token": secret}).status_code == 204
    assert 'data-reader="Ada"' in reader.get("/review").text
    assert reader.get("/api/v1/review-samples").json == {"samples": []}
    queue = f"/api/v1/reviews?session={station.session}&which=all&reader="
    assert reader.get(f"{queue}ada").status_code == 200
    assert_error(reader.get(f"{queue}Grace"), 403, "forbidden")
    said = {"set": "pixel10k", "index": 1, "attempt": 1, "choice": "usable"}
    url = f"/api/v1/sessions/{station.session}/reviews"
    assert_error(reader.post(url, json={**said, "reader": "Grace"}), 403, "forbidden")
    assert reader.post(url, json={**said, "reader": "Ada"}).status_code == 201
    for closed in ("/api/v1/sessions", url, f"/api/v1/reviews/agreement?session={station.session}"):
        assert_error(reader.get(closed), 403, "forbidden")
    station.operator.delete(f"{URL}/{link['id']}")
    assert_error(reader.get(f"{queue}Ada"), 401)


def test_whoever_changes_something_is_recorded_without_any_secret(
    lab: Services, operator: FlaskClient, stranger: FlaskClient
) -> None:
    token = given(operator, "operator")
    stranger.post("/api/v1/studies", json={}, headers=bearer(token["secret"]))
    stranger.post("/api/v1/sign-in", json={"token": "wrong"})
    operator.get("/api/v1/sessions?secret=1")
    operator.post("/api/v1/sign-out?token=1")
    file = lab.settings.data_root / "audit.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [(line["who"], line["name"], line["did"], line["status"]) for line in lines] == [
        ("public", "", "POST /api/v1/sign-in", 204),
        ("operator", "", "POST /api/v1/credentials", 201),
        ("operator", "Ada", "POST /api/v1/studies", 422),
        ("public", "", "POST /api/v1/sign-out", 204),
    ]
    for secret in (TOKEN, token["secret"]):
        assert secret not in file.read_text()
    secrets = lab.settings.data_root / "secrets"
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in secrets.iterdir())
