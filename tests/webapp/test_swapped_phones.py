"""Two phones put in each other's place: what each took stays with the set for which it took it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI

from tests.webapp.clients import operator_client
from tests.webapp.devices import Phone, sha256
from tests.webapp.pixels import InlinePixels
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.app import close_app, create_app
from webapp.settings import Settings

SETS = ("nokia10k", "pixel10k")


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "data", 4, SETS).open()


def swap(station: Station) -> Any:
    one, other = station.phones
    address = f"/api/v1/sessions/{station.session}/devices/{one.id}/swap"
    return station.operator.post(address, json={"with": other.id})


def follow(phone: Phone) -> None:
    """Do what a page does that is told to move within its session: hello, photos, the move, hello."""
    assert phone.next("moved")["session"] == phone.session
    answer = phone.hello()
    assert (answer["ok"], answer["moved"], answer["resume_point"]) == (True, phone.session, None)
    for key in list(phone.held):
        phone.upload(key)
    phone.go_to(phone.session)
    phone.come()


def sets_of(station: Station) -> dict[str, str]:
    return {phone["name"]: phone["set"] for phone in station.snapshot()["phones"]}


def finish(station: Station, first: int) -> None:
    for index in range(first, 5):
        station.photograph(index)
    station.display.show_next(None)
    station.wait_for_phase("finished")


def test_each_fills_the_others_set_and_a_waiting_photo_stays_with_the_old_one(station: Station) -> None:
    station.photograph(1)
    before = sets_of(station)
    one, other = station.phones
    station.display.show_next(2)
    late = one.shoot(2)
    data, old = one.held[late][0], one.id
    assert swap(station).status_code == 200
    follow(one)
    follow(other)
    after = sets_of(station)
    assert after == dict(zip(before, reversed(before.values()), strict=True))
    # Sent again with the new credential it is refused: as a photo of the old device, and as one of the new set.
    address = f"/api/v1/sessions/{station.session}/phones/{old}/photos/2/1"
    assert_error(one.browser.put(address, data=data), 403, "forbidden")
    assert_error(one.put(late, data), 409, "photo_not_expected")
    station.display.show_next(2)
    one.upload(one.carry_out(one.next("capture")))
    finish(station, 3)
    assert accepted(station) == {(name, index) for name in SETS for index in range(1, 5)}
    (first,) = (photo for photo in station.photos("accepted") if photo["sha256"] == sha256(data))
    assert (first["set"], first["index"]) == (before["Phone of nokia10k"], 2)


def accepted(station: Station) -> set[tuple[str, int]]:
    return {(photo["set"], photo["index"]) for photo in station.photos("accepted")}


@pytest.fixture
def restarted(settings: Settings, station: Station) -> Iterator[Station]:
    """The station after a kill in the middle of a swap: it is journalled, and nobody was told."""
    one, other = station.phones
    station.photograph(1)
    station.display.show_next(2)
    one.shoot(2)
    services = station.app.extensions["services"]
    services.moving.remind = lambda: None
    services.moving._enrol_swapped = lambda live: None
    assert swap(station).status_code == 200
    close_app(station.app)
    again = create_app(settings, pixels=InlinePixels(), with_demo=False)
    station.app, station.operator = again, operator_client(again)
    for device in (one, other, station.display):
        device.move_to(again)
    yield station
    close_app(again)


def test_a_server_killed_in_the_middle_of_a_swap_makes_up_for_it(restarted: Station) -> None:
    station = restarted
    assert station.display.hello()["ok"]
    for phone in station.phones:
        phone.hello()
        follow(phone)
    station.display.show_next(2)
    for phone in station.phones:
        phone.upload(phone.carry_out(phone.next("capture")))
    finish(station, 3)
    assert accepted(station) == {(name, index) for name in SETS for index in range(1, 5)}


def test_a_phone_without_a_set_or_itself_cannot_be_swapped(station: Station) -> None:
    one = station.phones[0]
    address = f"/api/v1/sessions/{station.session}/devices/{one.id}/swap"
    assert_error(station.operator.post(address, json={"with": one.id}), 409, "no_place")
    assert_error(station.operator.post(address, json={"with": "nobody1234"}), 404, "device_unknown")
    assert swap(station).status_code == 200
    assert_error(swap(station), 409, "no_place")
