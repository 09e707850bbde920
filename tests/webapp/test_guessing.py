"""Those who guess are slowed down; those who know come in."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from werkzeug.test import TestResponse

from tests.webapp.clients import HOST, TOKEN, client
from tests.webapp.devices import Phone
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.auth.hosts import KnownHosts
from webapp.errors import ApiError

WRONG = {"code": "AAAAAA"}


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "data", sets=("pixel10k",))


def join(app: OpenAPI, code: str, address: str) -> TestResponse:
    place = {"REMOTE_ADDR": address}
    return client(app).post("/api/v1/join", json={"code": code}, environ_base=place)


def test_three_hundred_guesses_at_once_are_ten_guesses(app: OpenAPI) -> None:
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda _: join(app, "AAAAAA", "192.0.2.1").status_code, range(300)))
    assert answers.count(404) == 10
    assert answers.count(429) == 290


def test_guesses_from_everywhere_lock_nobody_out(app: OpenAPI, station: Station) -> None:
    for number in range(11):
        for _ in range(10):
            join(app, "AAAAAA", f"192.0.2.{number}")
    assert join(app, station.code("phone"), "192.0.2.200").status_code == 201
    assert join(app, "AAAAAA", "192.0.2.201").status_code == 404
    assert join(app, station.code("phone"), "192.0.2.201").status_code == 201
    for _ in range(3):
        join(app, "AAAAAA", "192.0.2.202")
    assert_error(join(app, "AAAAAA", "192.0.2.202"), 429, "too_many_tries")


def test_another_address_of_the_same_network_is_no_fresh_start(app: OpenAPI) -> None:
    for number in range(10):
        assert join(app, "AAAAAA", f"2001:db8:1:2::{number:x}").status_code == 404
    assert join(app, "AAAAAA", "2001:db8:1:2::ffff").status_code == 429
    assert join(app, "AAAAAA", "2001:db8:1:3::1").status_code == 404


@pytest.mark.parametrize("address", ["/api/v1/sessions", "/socket.io/?EIO=4&transport=polling"])
def test_bearer_tokens_are_guessed_no_faster(stranger: FlaskClient, address: str) -> None:
    wrong, right = ({"Authorization": f"Bearer {token}"} for token in ("wrong", TOKEN))
    for _ in range(20):
        assert stranger.get(address, headers=right).status_code == 200
    for _ in range(10):
        assert_error(stranger.get(address, headers=wrong), 401, "credential_unknown")
    refused = stranger.get(address, headers=wrong)
    assert_error(refused, 429, "too_many_tries")
    assert refused.headers["Retry-After"] == "60"


@pytest.mark.parametrize("kind", ["code", "sign-in", "bearer"])
def test_addresses_that_a_client_claims_do_not_count(stranger: FlaskClient, kind: str) -> None:
    def guess(number: int) -> TestResponse:
        claimed = f"198.51.100.{number}"
        headers = {"X-Forwarded-For": claimed, "Forwarded": f"for={claimed}", "X-Real-IP": claimed}
        if kind == "bearer":
            return stranger.get(
                "/api/v1/sessions", headers={**headers, "Authorization": f"Bearer no{number}"}
            )
        place, body = ("join", WRONG) if kind == "code" else ("sign-in", {"token": f"no{number}"})
        return stranger.post(f"/api/v1/{place}", json=body, headers=headers)

    statuses = [guess(number).status_code for number in range(12)]
    assert 429 not in statuses[:10]
    assert statuses[10:] == [429, 429]


def test_a_code_fills_no_session(app: OpenAPI, station: Station) -> None:
    phones = [Phone(app, station.code("phone")) for _ in range(5)]
    full = assert_error(join(app, station.code("phone"), "192.0.2.1"), 409, "session_full")
    assert "Drop one" in full["message"]
    station.operator.delete(f"/api/v1/sessions/{station.session}/devices/{phones[0].id}")
    assert join(app, station.code("phone"), "192.0.2.1").status_code == 201
    displays = [join(app, station.code("display"), "192.0.2.1").status_code for _ in range(4)]
    assert displays == [201, 201, 201, 409]


@pytest.mark.parametrize("address", ["/api/v1/join", "/api/v1/sign-in"])
def test_a_stranger_may_send_little(stranger: FlaskClient, address: str) -> None:
    assert_error(stranger.post(address, json={"code": "A" * 5000}), 413, "too_large")


def test_json_that_is_nested_too_deep_is_refused(operator: FlaskClient) -> None:
    deep = {"Content-Type": "application/json"}
    answer = operator.post("/api/v1/datasets", data=b"[" * 100_000, headers=deep)
    assert 400 <= answer.status_code < 500
    assert_error(answer, answer.status_code)


def test_another_scheme_is_another_site(operator: FlaskClient) -> None:
    for origin, passes in (("https://lab.test:8443", True), ("http://lab.test:8443", False)):
        answer = operator.post("/api/v1/sign-out", headers={"Origin": origin})
        assert (answer.status_code == 204) is passes


@pytest.mark.parametrize("host", ["a b", "evil.example; script-src *", "x/y", "[::1", ""])
def test_a_host_that_is_no_name_is_refused(stranger: FlaskClient, host: str) -> None:
    assert_error(stranger.get("/api/v1/health", headers={"Host": host}), 400, "bad_request")


@pytest.mark.parametrize(
    "host",
    ["evil.example", "lab.test.evil.example", "xlocal", "local.evil.example:8443", "10.0.0.4.evil.example"],
)
def test_a_name_that_somebody_else_may_own_is_refused(stranger: FlaskClient, host: str) -> None:
    for address in (
        "/",
        "/api/v1/health",
        "/socket.io/?EIO=4&transport=polling",
        "/static/shared/tokens.css",
    ):
        answer = stranger.get(address, headers={"Host": host})
        told = assert_error(answer, 421, "host_unknown")
        assert "--names" in told["message"]


@pytest.mark.parametrize(
    "host", ["localhost", "10.0.0.4:8443", "[fd00::2]:8443", "lab.local", "LAB.LOCAL.:8443", "pc.home.arpa"]
)
def test_addresses_and_names_that_nobody_outside_can_own_are_served(stranger: FlaskClient, host: str) -> None:
    assert stranger.get("/api/v1/health", headers={"Host": host}).status_code == 200


def test_the_operator_says_which_other_names_lead_here() -> None:
    KnownHosts(["xrays.hospital.example"]).check("XRAYS.hospital.example:8443")
    KnownHosts([]).check(socket.gethostname())
    with pytest.raises(ApiError, match="host_unknown"):
        KnownHosts([]).check("xrays.hospital.example:8443")


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_opens_no_socket_with_this_browsers_cookies(
    operator: FlaskClient, headers: dict[str, str]
) -> None:
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    for transport in ("polling", "websocket"):
        address = f"/socket.io/?EIO=4&transport={transport}"
        assert_error(operator.get(address, headers={**headers, **forwarded}), 403, "cross_site")
    assert (
        operator.get("/socket.io/?EIO=4&transport=polling", headers={"Origin": f"https://{HOST}"}).status_code
        == 200
    )
