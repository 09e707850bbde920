"""A phone that uses an invitation again: it is who it was, as long as anything of it is left."""

from __future__ import annotations

from capture import events, facts
from tests.capture.desk import Desk, digest


def rejoin(desk: Desk, phone: str = "p1") -> bool:
    desk.do(events.Rejoin(desk.t, phone))
    return desk.session.belongs(phone)


def drop(desk: Desk, phone: str = "p1") -> None:
    desk.do(events.Drop(desk.t, phone))


def test_a_phone_that_takes_part_is_that_phone_and_nothing_changes() -> None:
    desk = Desk().started()
    assert rejoin(desk)
    assert desk.last.facts == ()


def test_a_dropped_phone_comes_back_to_the_place_it_left_and_goes_on() -> None:
    desk = Desk().started()
    desk.through(1)
    drop(desk)
    assert rejoin(desk)
    assert desk.last.facts == (facts.DeviceReturned(desk.t, "p1"),)
    assert desk.state.places["a"].phone == "p1"
    desk.hello("p1", "page2", record=(1, 1))
    desk.ready()
    desk.do(events.Resume(desk.t))
    desk.shown()
    assert desk.asked() == [("p1", 2, 1)]


def test_a_photo_it_took_before_it_was_dropped_and_never_reported_is_taken_in() -> None:
    desk = Desk().started()
    showing = desk.showing
    drop(desk)
    assert rejoin(desk)
    desk.hello("p1", "page2", record=(1, 1), held=[(1, 1, showing)])
    assert desk.session.expects_photo("p1", 1, 1, digest(1)) == "new"


def test_nobody_waits_for_it_before_its_camera_is_ready() -> None:
    desk = Desk(sets=("a", "b")).started(phones=2)
    drop(desk)
    rejoin(desk)
    assert [phone.device for _, phone in desk.state.joined()] == ["p2"]


def test_it_does_not_come_back_where_another_phone_took_its_place() -> None:
    desk = Desk().started()
    desk.join_phone("p2")
    desk.do(events.Replace(desk.t, "p1", "p2"))
    assert not rejoin(desk)
    drop(desk, "p2")
    assert not rejoin(desk), "the record goes on where the other phone stopped, its own store does not"
    assert rejoin(desk, "p2")


def test_while_its_photos_are_waited_for_it_is_that_phone_though_it_was_replaced() -> None:
    desk = Desk().started()
    desk.join_phone("p2")
    desk.captured(1)
    desk.do(events.Replace(desk.t, "p1", "p2"))
    assert rejoin(desk)
    assert desk.state.devices["p1"].removed == "dropped"
    desk.kept(1)
    assert not rejoin(desk)


def test_a_spare_comes_back_as_a_spare() -> None:
    desk = Desk().started()
    desk.join_phone("p2")
    drop(desk, "p2")
    assert rejoin(desk, "p2")
    assert desk.state.devices["p2"].set is None


def test_a_revoked_phone_and_a_dropped_display_do_not_come_back() -> None:
    desk = Desk().started()
    desk.do(events.Revoke(desk.t, "p1"))
    drop(desk, "d1")
    assert not rejoin(desk, "p1")
    assert not rejoin(desk, "d1")
    assert not rejoin(desk, "nobody")
