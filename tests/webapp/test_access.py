"""Access control: joining, codes, devices and their sockets; `test_walk` tries every route."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI

from tests.waiting import wait_until
from tests.webapp.clients import client
from tests.webapp.devices import Display, Phone
from tests.webapp.shape import assert_error, assert_error_body
from tests.webapp.station import Station
from webapp.sockets.messages import CapturedMessage


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "data", sets=("pixel10k", "nokia10k"))


@pytest.fixture
def phone(app: OpenAPI, station: Station) -> Phone:
    return Phone(app, station.code("phone"))


@pytest.fixture
def display(app: OpenAPI, station: Station) -> Display:
    return Display(app, station.code("display"))


def test_a_phone_never_gets_an_xray_in_any_size(station: Station, phone: Phone) -> None:
    for address in (
        f"sessions/{station.session}/xrays/1/picture",
        f"sessions/{station.session}/xrays/1/thumbnail",
        f"datasets/{station.dataset}/xrays/1/thumbnail",
        f"sessions/{station.session}/photos/pixel10k/1/1",
    ):
        assert_error(phone.browser.get(f"/api/v1/{address}"), 403, "forbidden")


def test_a_device_of_one_session_opens_nothing_of_another(station: Station, display: Display) -> None:
    other = station.new_session(sets=["other"])
    assert_error(display.browser.get(f"/api/v1/sessions/{other}/xrays/1/picture"), 403, "forbidden")
    assert_error(display.browser.get("/api/v1/sessions/nosuchss/xrays/1/picture"), 404, "session_unknown")


def test_a_credential_with_a_wrong_secret_is_unknown(app: OpenAPI, station: Station, phone: Phone) -> None:
    guest = client(app)
    url = f"/api/v1/sessions/{station.session}/phones/{phone.id}/photos/1/1"
    guest.set_cookie(f"__Host-phone-{station.session}", f"{phone.id}.wrong", domain="lab.test")
    assert_error(guest.put(url), 401, "credential_unknown")


def test_joining_gives_a_cookie_no_script_can_read(app: OpenAPI, station: Station) -> None:
    answer = client(app).post("/api/v1/join", json={"code": station.code("phone"), "name": "Pixel 7a"})
    assert answer.status_code == 201
    assert set(answer.json) == {"role", "session", "device", "page"}
    assert answer.json["page"] == f"/phone/{station.session}"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"__Host-phone-{station.session}={answer.json['device']}.")
    assert all(flag in cookie for flag in ("Secure", "HttpOnly", "SameSite=Lax"))


def test_codes_are_read_however_they_are_typed(app: OpenAPI, station: Station) -> None:
    code = station.code("phone")
    typed = f" {code[:3].lower()}-{code[3:].lower()} "
    assert client(app).post("/api/v1/join", json={"code": typed}).status_code == 201


def test_two_phones_of_one_name_get_names_of_their_own(app: OpenAPI, station: Station) -> None:
    for _ in range(2):
        Phone(app, station.code("phone"), "Pixel 7a")
    assert [phone["name"] for phone in station.snapshot()["phones"]] == ["Pixel 7a", "Pixel 7a 2"]


def test_a_computer_that_is_display_and_phone_is_told_apart_by_what_it_is(
    app: OpenAPI, station: Station
) -> None:
    for code in (station.code("display"), station.code("phone"), station.code("phone")):
        join = {"code": code, "name": "Linux PC"}
        assert client(app).post("/api/v1/join", json=join).status_code == 201
    seen = station.snapshot()
    assert seen["display"]["name"] == "Linux PC"
    assert [phone["name"] for phone in seen["phones"]] == ["Linux PC (phone)", "Linux PC (phone) 2"]


def test_an_unknown_code_is_404_and_an_old_one_no_longer_works(app: OpenAPI, station: Station) -> None:
    guest = client(app)
    assert_error(guest.post("/api/v1/join", json={"code": "AAAAAA"}), 404, "code_unknown")
    old = station.code("phone")
    new = station.act("invitations")["phone"]["code"]
    assert old != new
    answer = guest.post("/api/v1/join", json={"code": old})
    assert_error(answer, answer.status_code)
    assert answer.status_code in (404, 410)
    assert guest.post("/api/v1/join", json={"code": new}).status_code == 201


def test_an_expired_code_says_so(app: OpenAPI, station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    code = station.code("phone")
    clock = app.extensions["services"].clock
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + 13 * 3600)
    assert_error(client(app).post("/api/v1/join", json={"code": code}), 410, "code_expired")
    assert station.code("phone") != code


def test_guessing_codes_is_slowed_down_and_joining_is_not(app: OpenAPI, station: Station) -> None:
    for _ in range(12):
        phone = Phone(app, station.code("phone"))
        station.operator.delete(f"/api/v1/sessions/{station.session}/devices/{phone.id}")
    guest = client(app)
    for _ in range(10):
        assert_error(guest.post("/api/v1/join", json={"code": "AAAAAA"}), 404)
    assert_error(guest.post("/api/v1/join", json={"code": station.code("phone")}), 429, "too_many_tries")


def test_sockets_are_closed_to_strangers(app: OpenAPI, station: Station, phone: Phone) -> None:
    socketio = app.extensions["socketio"]
    for namespace in ("/phone", "/display", "/operator"):
        stranger = socketio.test_client(app, namespace=namespace, auth={"session": station.session})
        assert not stranger.is_connected(namespace)
    for namespace in ("/display", "/operator"):
        headers = {"Cookie": phone.cookie}
        caller = socketio.test_client(
            app, namespace=namespace, auth={"session": station.session}, headers=headers
        )
        assert not caller.is_connected(namespace)


def test_a_revoked_phone_is_turned_away_at_the_door(app: OpenAPI, station: Station, phone: Phone) -> None:
    assert phone.hello()["ok"]
    url = f"/api/v1/sessions/{station.session}/devices/{phone.id}/revoke"
    assert station.operator.post(url).status_code == 200
    assert phone.next("dropped") == {"code": "revoked"}
    assert not phone.connect().is_connected("/phone")
    assert phone.browser.get(f"/phone/{station.session}").status_code == 403


def test_answers_of_an_older_tab_change_nothing(station: Station, phone: Phone) -> None:
    assert phone.hello()["ok"]
    older, old_generation = phone.socket, phone.generation
    phone.connect()
    assert phone.hello()["generation"] > old_generation
    heard: list[str] = []

    def told() -> bool:
        heard.extend(packet["name"] for packet in older.get_received("/phone"))
        return "superseded" in heard

    wait_until(told, "superseded")
    said = {"generation": old_generation, "ready": True}
    answer = older.emit("ready", said, namespace="/phone", callback=True)
    assert answer["ok"] is False
    assert_error_body(answer["error"], "superseded")
    assert station.snapshot()["phones"][0]["ready"] is False


def test_an_older_page_can_neither_pause_nor_resume(app: OpenAPI, tmp_path: Path) -> None:
    station = Station(app, tmp_path / "running").open()
    phone = station.phone
    older, old_generation = phone.socket, phone.generation
    phone.connect()
    assert phone.hello()["ok"]
    for what in ("pause", "go_on"):
        answer = older.emit(what, {"generation": old_generation}, namespace="/phone", callback=True)
        assert_error_body(answer["error"], "superseded")
    assert station.snapshot()["phase"] == "running"


@pytest.mark.parametrize("event", ["photograph", "hello_again"])
def test_a_message_that_the_protocol_does_not_know_is_answered_too(phone: Phone, event: str) -> None:
    assert_error_body(phone.say(event)["error"], "event_unknown")


@pytest.mark.parametrize("time", ["yesterday", 1e300, -1, True, None, [1]])
def test_a_time_that_no_clock_shows_is_overlooked(time: object) -> None:
    said = {"generation": 1, "index": 1, "attempt": 1, "showing": 1, "sha256": "ab" * 32, "size": 1}
    camera = {"width": 4000, "taken_at": time}
    assert CapturedMessage.model_validate({**said, "camera": camera}).camera == {"width": 4000}
    camera = {"width": 4000, "taken_at": 1766000000.5}
    assert CapturedMessage.model_validate({**said, "camera": camera}).camera == camera


@pytest.mark.parametrize(
    "message", [None, [], "x", {}, {"generation": "1"}, {"generation": 1, "index": 0}, {"generation": 1}]
)
def test_a_message_that_does_not_fit_is_answered_in_the_one_shape(phone: Phone, message: object) -> None:
    for event in ("hello", "ready", "received", "captured", "failed", "mismatch", "spoiled"):
        answer = phone.socket.emit(event, message, namespace="/phone", callback=True)
        assert answer["ok"] is False, (event, message)
        assert_error_body(answer["error"])
