"""Limits on connections, by owner."""

from __future__ import annotations

import pytest

from webapp.allowance import Allowance, network_of
from webapp.serving.places import OF_ONE_DEVICE, STRANGERS, ConnectionPlace, Places


class Hall:
    """Places, and which of them were cut."""

    def __init__(self, per_address: int = 4) -> None:
        self.places = Places(per_address)
        self.cut: list[int] = []
        self.entered: list[ConnectionPlace] = []

    def enter(self, address: str = "192.0.2.1", *, busy: bool = True) -> ConnectionPlace:
        number = len(self.entered)
        place = self.places.take(address, lambda: self.cut.append(number))
        place.busy = busy
        self.entered.append(place)
        return place


def test_the_oldest_connection_of_an_address_makes_room_for_its_newest_be_it_idle_or_not() -> None:
    hall = Hall()
    for busy in (True, False, False, True):
        hall.enter(busy=busy)
    assert hall.cut == []
    hall.enter()
    assert hall.cut == [0]


def test_other_addresses_are_not_concerned() -> None:
    hall = Hall()
    for number in range(20):
        hall.enter(f"192.0.2.{number % 5}")
    assert hall.cut == []


def test_whoever_is_known_counts_no_longer_by_address() -> None:
    hall = Hall()
    for number in range(40):
        hall.places.know(hall.enter(), f"phone {number % 2}")
    assert hall.cut == []


def test_one_device_has_its_limit_too() -> None:
    hall = Hall(per_address=100)
    for _ in range(OF_ONE_DEVICE + 1):
        hall.places.know(hall.enter(), "phone")
    assert hall.cut == [0]


def test_a_devices_idle_connections_go_before_its_busy_ones() -> None:
    hall = Hall(per_address=100)
    for number in range(OF_ONE_DEVICE + 1):
        hall.places.know(hall.enter(busy=number != 5), "phone")
    assert hall.cut == [5]


def test_all_strangers_together_leave_places_for_devices() -> None:
    hall = Hall()
    phones = [hall.enter("192.0.2.250") for _ in range(3)]
    for phone in phones:
        hall.places.know(phone, "phone")
    for number in range(STRANGERS + 5):
        hall.enter(f"10.0.{number // 200}.{number % 200}")
    assert sorted(hall.cut) == [3, 4, 5, 6, 7]


def test_a_connection_that_ended_leaves_its_place() -> None:
    hall = Hall()
    for _ in range(20):
        hall.places.leave(hall.enter())
    for place in (hall.enter(), hall.enter()):
        hall.places.know(place, "phone")
        hall.places.leave(place)
    assert hall.cut == []


def test_strangers_are_held_to_a_pace_by_address_and_devices_are_not() -> None:
    hall = Hall()
    stranger, other, phone = hall.enter(), hall.enter("192.0.2.2"), hall.enter()
    hall.places.know(phone, "phone")
    waits = [stranger.early_by() for _ in range(100)]
    assert waits[0] == 0
    assert waits[-1] > waits[10] > 0
    assert other.early_by() == 0
    assert phone.early_by() == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%wlan0", "fe80::2%wlan0", True),
    ],
)
def test_what_counts_as_one_address(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same


def test_an_allowance_lets_a_burst_pass_then_its_rate() -> None:
    now = [0.0]
    allowance = Allowance(10, 3, lambda: now[0])
    assert [allowance.take() for _ in range(4)] == [0, 0, 0, pytest.approx(0.1)]
    now[0] = 0.1
    assert allowance.take() == pytest.approx(0.1)
    now[0] = 100.0
    assert [allowance.take() for _ in range(3)] == [0, 0, 0]
    assert allowance.take() > 0
