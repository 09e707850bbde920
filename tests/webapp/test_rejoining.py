"""Scanning the code again: the same browser is the same device, and no browser collects credentials without end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from werkzeug.test import TestResponse

from tests.webapp.clients import client, operator_client
from tests.webapp.devices import Phone
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.auth.device_cookies import MOST

HEADER_LIMIT = 4096
"""Half of what the strictest of usual servers and proxies read."""


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "data")


def scan(device: Any, code: str, name: str = "") -> TestResponse:
    return device.browser.post("/api/v1/join", json={"code": code, "name": name})


def test_a_phone_that_scans_again_is_itself(app: OpenAPI, station: Station) -> None:
    phone = Phone(app, station.code("phone"), "Pixel 7a")
    cookie = phone.cookie
    answer = scan(phone, station.code("phone"), "another name")
    assert answer.status_code == 200
    assert answer.json == {
        "role": "phone",
        "session": station.session,
        "device": phone.id,
        "page": f"/phone/{station.session}",
    }
    assert phone.cookie == cookie
    assert [phone["name"] for phone in station.snapshot()["phones"]] == ["Pixel 7a"]


def test_a_display_that_scans_again_is_itself(station: Station) -> None:
    station.open()
    assert scan(station.display, station.code("display")).json["device"] == station.display.id
    station.photograph(1)


def test_in_the_middle_of_a_run_with_photos_waiting_nothing_is_stranded(station: Station) -> None:
    station.open()
    phone = station.phone
    for index in (1, 2):
        station.display.show_next(index)
        phone.shoot(index)
    phone.socket.disconnect("/phone")
    assert scan(phone, station.code("phone")).status_code == 200
    phone.connect()
    phone.come()
    for key in list(phone.held):
        phone.upload(key)
    for index in (3, 4):
        station.photograph(index)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    assert len(station.photos("accepted")) == 4
    assert len(station.snapshot()["phones"]) == 1


def test_a_dropped_phone_that_scans_again_goes_on_in_its_place(station: Station) -> None:
    station.open()
    station.photograph(1)
    phone = station.phone
    station.operator.delete(f"/api/v1/sessions/{station.session}/devices/{phone.id}")
    station.wait_for_phase("paused")
    station.display.show_next(None)
    assert scan(phone, station.code("phone")).status_code == 200
    phone.connect()
    phone.come()
    station.act("resume")
    for index in (2, 3, 4):
        station.photograph(index)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    assert "joined again" in str(station.operator.get(f"/api/v1/sessions/{station.session}/events").json)


def test_a_revoked_phone_joins_as_another(app: OpenAPI, station: Station) -> None:
    phone = Phone(app, station.code("phone"))
    station.post(f"/sessions/{station.session}/devices/{phone.id}/revoke")
    answer = scan(phone, station.code("phone"))
    assert answer.status_code == 201
    assert answer.json["device"] != phone.id
    assert phone.cookie.partition("=")[2].startswith(answer.json["device"])


def test_a_cookie_that_is_not_the_devices_makes_nobody_that_device(app: OpenAPI, station: Station) -> None:
    phone = Phone(app, station.code("phone"))
    for name, value in (
        (f"__Host-phone-{station.session}", f"{phone.id}.guessed"),
        (f"__Host-display-{station.session}", phone.cookie.partition("=")[2]),
        (f"__Host-phone-{station.new_session(sets=['other'])}", phone.cookie.partition("=")[2]),
    ):
        guest = client(app)
        guest.set_cookie(name, value, domain="lab.test")
        answer = guest.post("/api/v1/join", json={"code": station.code("phone"), "name": ""})
        assert answer.status_code == 201
        assert answer.json["device"] != phone.id


def test_the_code_must_be_good_all_the_same(app: OpenAPI, station: Station) -> None:
    phone = Phone(app, station.code("phone"))
    assert_error(scan(phone, "AAAAAA"), 404, "code_unknown")


def carried(browser: FlaskClient) -> dict[str, str]:
    """Return the device cookies of a browser."""
    jar = {cookie.key: cookie.value for cookie in browser._cookies.values()}  # type: ignore[union-attr]
    return {
        name: value for name, value in jar.items() if name.startswith(("__Host-phone-", "__Host-display-"))
    }


def many_sessions(station: Station, count: int) -> list[str]:
    """Make newer sessions."""
    return [station.new_session(sets=[f"set{number}"]) for number in range(count)]


def test_a_browser_that_joins_many_sessions_carries_few_credentials(app: OpenAPI, station: Station) -> None:
    browser, credentials = operator_client(app), app.extensions["services"].credentials
    most, joined = 0, 0
    for session in many_sessions(station, 3 * MOST):
        code = credentials.invitation(session, "phone").code
        answer = browser.post("/api/v1/join", json={"code": code, "name": "Pixel"})
        assert answer.status_code == 201
        most, joined = max(most, len(str(carried(browser)))), joined + 1
        assert f"__Host-phone-{session}" in carried(browser)
    assert joined == 3 * MOST
    assert most < HEADER_LIMIT
    assert len(carried(browser)) == MOST + 1


@pytest.mark.parametrize("page", ["/", "/sessions/new", "/join"])
def test_a_browser_that_has_collected_hundreds_is_relieved_by_the_next_page(
    app: OpenAPI, station: Station, page: str
) -> None:
    browser = operator_client(app)
    for number in range(200):  # more than any browser keeps for one host
        browser.set_cookie(f"__Host-display-ended{number:03}", f"d{number:09}.{'x' * 32}", domain="lab.test")
    browser.get(page)
    assert len(carried(browser)) == MOST


def test_the_credential_of_photos_that_are_waited_for_is_kept_before_all_others(station: Station) -> None:
    station.open()
    phone = station.phone
    station.display.show_next(1)
    phone.shoot(1)
    station.act("abort")
    for session in many_sessions(station, 2 * MOST):
        phone.browser.set_cookie(f"__Host-phone-{session}", f"p{session}.{'x' * 32}", domain="lab.test")
    phone.browser.get("/join")
    assert len(carried(phone.browser)) == MOST
    phone.upload((1, 1))


def test_the_session_whose_page_is_opened_is_never_forgotten(app: OpenAPI, station: Station) -> None:
    phone = Phone(app, station.code("phone"))
    for session in many_sessions(station, 2 * MOST):
        phone.browser.set_cookie(f"__Host-phone-{session}", f"p{session}.{'x' * 32}", domain="lab.test")
    for _ in range(2):
        assert phone.browser.get(f"/phone/{station.session}").status_code == 200
