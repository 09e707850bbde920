"""Nothing without a credential reaches the sockets, and what reaches them is bounded."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from werkzeug.test import TestResponse

from tests.serving.flooding import GOES_ON, TEXT, flooding, frame, open_websocket
from tests.serving.running import RunningServer
from tests.webapp.clients import Browser, client
from tests.webapp.devices import Display, Phone
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.container import Services

HANDSHAKE = "/socket.io/?EIO=4&transport=polling"
WAIT_S = 60


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "data", sets=("pixel10k",))


@pytest.mark.parametrize("address", [HANDSHAKE, "/socket.io/?EIO=4&transport=websocket", "/socket.io/x"])
def test_a_stranger_is_refused_before_anything_is_read(stranger: FlaskClient, address: str) -> None:
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    for method in ("GET", "POST"):
        answer = stranger.open(address, method=method, headers=upgrade, data=b"4" * 10)
        assert_error(answer, 401, "credential_missing")


def test_a_made_up_credential_is_refused(app: OpenAPI, station: Station) -> None:
    phone = Phone(app, station.code("phone"))
    for cookie in ("", "a", "a.b", f"{phone.id}.", f"{phone.id}.wrong"):
        guest = client(app)
        guest.set_cookie(f"__Host-phone-{station.session}", cookie, domain="lab.test")
        assert_error(guest.get(HANDSHAKE), 401, "credential_unknown")


def test_each_credential_opens_the_handshake(app: OpenAPI, station: Station, operator: FlaskClient) -> None:
    phone, display = Phone(app, station.code("phone")), Display(app, station.code("display"))
    for browser in (operator, phone.browser, display.browser):
        answer = browser.get(HANDSHAKE)
        assert answer.status_code == 200
        assert b'"sid"' in answer.data


def test_one_good_credential_among_many_old_ones_is_enough(app: OpenAPI, station: Station) -> None:
    phone = Phone(app, station.code("phone"))
    for number in range(20):
        phone.browser.set_cookie(f"__Host-phone-aaaa{number:04}", "gone.for-good", domain="lab.test")
    assert phone.browser.get(HANDSHAKE).status_code == 200


def test_a_revoked_device_is_told_so(station: Station, app: OpenAPI) -> None:
    phone = Phone(app, station.code("phone"))
    station.operator.post(f"/api/v1/sessions/{station.session}/devices/{phone.id}/revoke")
    assert_error(phone.browser.get(HANDSHAKE), 403, "credential_revoked")


def test_more_cookies_than_a_browser_keeps_are_not_taken_apart(app: OpenAPI) -> None:
    cookies = "; ".join(f"__Host-phone-{number:08x}=a" for number in range(2000))
    assert_error(with_cookies(app, cookies), 431, "headers_too_long")


def test_hundreds_of_made_up_credentials_cost_no_query(
    app: OpenAPI, lab: Services, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(lab.credentials, "_store", lambda *args: asked.append(args))
    cookies = "; ".join(f"__Host-phone-{number:08x}=a.b" for number in range(500))
    assert_error(with_cookies(app, cookies), 401)
    assert asked == []


def with_cookies(app: OpenAPI, cookies: str) -> TestResponse:
    """Ask for what is the operator's with this header."""
    browser = Browser(app, app.response_class, use_cookies=False)
    return browser.get("/api/v1/sessions", headers={"Cookie": cookies})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("door") / "root", disk_reserve_mb=0) as server:
        yield server
        assert "Traceback" not in server.output


@pytest.fixture(scope="module")
def cookie(server: RunningServer) -> str:
    """A credential: the operator's will do."""
    with requests.Session() as web:
        web.trust_env, web.verify = False, str(server.authority)
        answer = web.post(f"https://localhost:{server.port}/api/v1/sign-in", json={"token": server.token})
    return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())


def test_a_stranger_gets_no_websocket(server: RunningServer) -> None:
    with server.secure() as connection:
        assert b" 401 " in open_websocket(connection)


FLOODS = {
    "large frames": itertools.repeat(frame(b"4" * 60_000)),
    "a message without end": itertools.chain(
        [frame(b"4" * 1000, TEXT)], itertools.repeat(frame(b"4" * 1000, GOES_ON))
    ),
    "empty fragments without end": itertools.chain(
        [frame(b"4", TEXT)], itertools.repeat(frame(b"", GOES_ON))
    ),
    "pings": itertools.repeat(frame(b"", 0x89)),
    "pongs of Engine.IO": itertools.repeat(frame(b"3")),
    "messages": itertools.repeat(frame(b"40/operator,")),
    "messages that are none": itertools.repeat(frame(b"4 hello")),
}


@pytest.mark.parametrize("flood", FLOODS)
def test_a_websocket_that_floods_is_cut_and_nobody_else_waits_for_it(
    server: RunningServer, cookie: str, flood: str
) -> None:
    connection = server.secure()
    assert b" 101 " in open_websocket(connection, cookie)
    with flooding(connection, FLOODS[flood]) as outcome:
        for _ in range(3):
            assert server.get("/api/v1/health").startswith(b"HTTP/1.1 200")
        assert outcome.cut.wait(WAIT_S)
    assert outcome.sent < 50_000_000
    if flood.startswith("messages"):
        assert "A connection was cut" in server.output.splitlines()[-1]
