"""Ten stations in one server at once, and phones that take each other's place in the middle of a session."""

from __future__ import annotations

from copy import copy
from pathlib import Path

import pytest
from flask_openapi3 import OpenAPI

from tests.webapp.devices import Phone
from tests.webapp.station import Station
from webapp.container import Services

STATIONS = 10
XRAYS = 3


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "xrays", XRAYS, ("left-1", "right-1"))


def beside(first: Station, number: int) -> Station:
    """Return another station over the same x-rays, with sets of its own."""
    other = copy(first)
    other.sets = (f"left-{number}", f"right-{number}")
    other.session = other.new_session()
    return other


def test_ten_stations_with_two_phones_each_take_turns_and_each_has_its_own_photos(
    lab: Services, station: Station
) -> None:
    stations = [station, *(beside(station, number) for number in range(2, STATIONS + 1))]
    for one in stations:
        one.open()
    for index in range(1, XRAYS + 1):
        for one in stations:
            one.photograph(index)
    for one in stations:
        one.display.show_next(None)
        one.wait_for_phase("finished")
        photos = one.photos("accepted")
        expected = {(name, index) for name in one.sets for index in range(1, XRAYS + 1)}
        assert {(photo["set"], photo["index"]) for photo in photos} == expected
        assert {photo["device"] for photo in photos} == {phone.id for phone in one.phones}
        assert len(photos) == len(expected)
    shown = lab.overview.now()
    assert [tile["session"] for tile in shown["stations"]] == [one.session for one in stations]
    assert {(tile["phase"], tile["stored"]) for tile in shown["stations"]} == {("finished", 2 * XRAYS)}
    assert shown["today"]["photos"] == STATIONS * 2 * XRAYS


def test_a_spare_takes_the_place_of_a_phone_between_two_x_rays(app: OpenAPI, station: Station) -> None:
    station.open()
    spare = Phone(app, station.code("phone"), "Spare").come()
    station.photograph(1)
    left, right = station.phones
    station.display.show_next(2)
    on_its_way = left.shoot(2)
    right.upload(right.shoot(2))
    station.act(f"devices/{left.id}/replace", **{"with": spare.id})
    spare.next("say_hello")
    assert spare.hello()["set"] == "left-1"
    assert spare.ready() == {"ok": True}
    # What the other one has taken before is still its own, and still wanted.
    left.upload(on_its_way)
    station.phones = [spare, right]
    station.photograph(3)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    taken = {(photo["set"], photo["index"]): photo["device"] for photo in station.photos("accepted")}
    assert [taken["left-1", index] for index in (1, 2, 3)] == [left.id, left.id, spare.id]
    assert {taken["right-1", index] for index in (1, 2, 3)} == {right.id}


def test_a_phone_that_is_dropped_does_not_stop_the_other(station: Station) -> None:
    station.open()
    station.photograph(1)
    left, right = station.phones
    station.operator.delete(f"/api/v1/sessions/{station.session}/devices/{left.id}")
    station.phones = [right]
    for index in (2, 3):
        station.photograph(index)
    seen = station.wait_for_phase("paused")
    assert seen["reason"]["code"] == "set_unfilled"
    assert seen["progress"]["stored"] == 1 + XRAYS


def test_a_paused_phone_does_not_stop_the_other_and_catches_up_once_it_is_resumed(station: Station) -> None:
    station.open()
    station.photograph(1)
    left, right = station.phones
    told = station.act(f"devices/{left.id}/pause")
    assert [phone["state"] for phone in told["phones"]] == ["paused", "active"]
    assert left.next("state", lambda message: message["paused"])["set"] == "left-1"
    station.phones = [right]
    for index in (2, 3):
        station.photograph(index)
    station.display.show_next(None)
    seen = station.wait_for_phase("paused")
    assert (seen["reason"]["code"], seen["reason"]["device"]) == ("phone_paused", left.id)
    assert station.act(f"devices/{left.id}/resume")["phase"] == "running"
    station.phones = [left]
    for index in (2, 3):
        station.photograph(index)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    photos = station.photos("accepted")
    taken = {(photo["set"], photo["index"]): photo["device"] for photo in photos}
    phones = {"left-1": left.id, "right-1": right.id}
    assert taken == {(name, index): phone for name, phone in phones.items() for index in (1, 2, 3)}
    assert len(photos) == len(taken)


def test_a_device_without_a_place_cannot_be_paused(app: OpenAPI, station: Station) -> None:
    station.open()
    spare = Phone(app, station.code("phone"), "Spare").come()
    for device, status, code in ((spare.id, 409, "no_place"), ("a" * len(spare.id), 404, "device_unknown")):
        answer = station.operator.post(f"/api/v1/sessions/{station.session}/devices/{device}/pause", json={})
        assert (answer.status_code, answer.json["error"]["code"]) == (status, code)
