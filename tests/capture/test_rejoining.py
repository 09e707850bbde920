"""A phone that uses an invitation again: it is who it was, as long as anything of it is left."""

from __future__ import annotations

from capture import events, facts
from tests.capture.session_driver import SessionDriver, digest


def rejoin(driver: SessionDriver, phone: str = "p1") -> bool:
    driver.do(events.Rejoin(driver.t, phone))
    return driver.session.belongs(phone)


def drop(driver: SessionDriver, phone: str = "p1") -> None:
    driver.do(events.Drop(driver.t, phone))


def test_a_phone_that_takes_part_is_that_phone_and_nothing_changes() -> None:
    driver = SessionDriver().started()
    assert rejoin(driver)
    assert driver.last.facts == ()


def test_a_dropped_phone_comes_back_to_the_place_it_left_and_goes_on() -> None:
    driver = SessionDriver().started()
    driver.through(1)
    drop(driver)
    assert rejoin(driver)
    assert driver.last.facts == (facts.DeviceReturned(driver.t, "p1"),)
    assert driver.state.places["a"].phone == "p1"
    driver.hello("p1", "page2", record=(1, 1))
    driver.ready()
    driver.do(events.Resume(driver.t))
    driver.shown()
    assert driver.asked() == [("p1", 2, 1)]


def test_a_photo_it_took_before_it_was_dropped_and_never_reported_is_taken_in() -> None:
    driver = SessionDriver().started()
    showing = driver.showing
    drop(driver)
    assert rejoin(driver)
    driver.hello("p1", "page2", record=(1, 1), held=[(1, 1, showing)])
    assert driver.session.expects_photo("p1", 1, 1, digest(1)) == "new"


def test_nobody_waits_for_it_before_its_camera_is_ready() -> None:
    driver = SessionDriver(sets=("a", "b")).started(phones=2)
    drop(driver)
    rejoin(driver)
    assert [phone.device for _, phone in driver.state.joined()] == ["p2"]


def test_it_does_not_come_back_where_another_phone_took_its_place() -> None:
    driver = SessionDriver().started()
    driver.join_phone("p2")
    driver.do(events.Replace(driver.t, "p1", "p2"))
    assert not rejoin(driver)
    drop(driver, "p2")
    assert not rejoin(driver), "the record goes on where the other phone stopped, its own store does not"
    assert rejoin(driver, "p2")


def test_while_its_photos_are_waited_for_it_is_that_phone_though_it_was_replaced() -> None:
    driver = SessionDriver().started()
    driver.join_phone("p2")
    driver.captured(1)
    driver.do(events.Replace(driver.t, "p1", "p2"))
    assert rejoin(driver)
    assert driver.state.devices["p1"].removed == "dropped"
    driver.kept(1)
    assert not rejoin(driver)


def test_a_spare_comes_back_as_a_spare() -> None:
    driver = SessionDriver().started()
    driver.join_phone("p2")
    drop(driver, "p2")
    assert rejoin(driver, "p2")
    assert driver.state.devices["p2"].set is None


def test_a_revoked_phone_and_a_dropped_display_do_not_come_back() -> None:
    driver = SessionDriver().started()
    driver.do(events.Revoke(driver.t, "p1"))
    drop(driver, "d1")
    assert not rejoin(driver, "p1")
    assert not rejoin(driver, "d1")
    assert not rejoin(driver, "nobody")
