"""One phone of several is paused: the others go on, it catches up, and nothing ends without it."""

from __future__ import annotations

from typing import Any

import pytest

from capture import commands, events, facts, views
from capture.errors import CaptureError
from capture.phone_events import PausePhone, ResumePhone
from capture.session import Session
from capture.state.fact_kinds import fact_from_json
from capture.station_view import station
from tests.capture.session_driver import SessionDriver

SETS = ("left", "right")


def seen(driver: SessionDriver) -> Any:
    return views.snapshot(driver.session, driver.t)


def desk(last: int = 3) -> SessionDriver:
    return SessionDriver(last=last, sets=SETS).started(phones=2)


def take(driver: SessionDriver, phone: str, *indices: int) -> None:
    """A phone photographs what is on the display, alone; its photos are found to be right."""
    name = driver.session.set_of(phone)
    for index in indices:
        driver.captured(index, phone=phone)
        driver.shown()
        driver.kept(index, phone=phone)
        driver.judged(index, set_name=name or "")


def pause(driver: SessionDriver, phone: str = "p1") -> None:
    driver.do(PausePhone(driver.t, phone))


def resume(driver: SessionDriver, phone: str = "p1") -> None:
    driver.do(ResumePhone(driver.t, phone))


def test_the_others_go_on_and_the_resumed_phone_catches_up_at_once() -> None:
    driver = desk()
    pause(driver)
    take(driver, "p2", 1)
    assert driver.state.showing.index == 2
    resume(driver)
    driver.captured(2, phone="p2")
    assert driver.shows() == [1]
    driver.shown()
    assert driver.asked() == [("p1", 1, 1)], "the other has its photo of 1"
    take(driver, "p1", 1, 2)
    assert driver.state.showing.index == 3
    assert {phone for phone, _, _ in driver.asked()} <= {"p1", "p2"}
    assert {place.outstanding.key for place in driver.state.places.values()} == {(3, 1)}


def test_nothing_ends_without_its_x_rays_and_all_goes_on_by_itself_with_it() -> None:
    driver = desk()
    pause(driver)
    take(driver, "p2", 1, 2, 3)
    told = seen(driver)
    assert (told["phase"], told["reason"]["code"], told["reason"]["device"]) == (
        "paused",
        "phone_paused",
        "p1",
    )
    assert "Phone p1 is paused and lacks 3 x-rays." in told["reason"]["message"]
    assert told["can"]["resume"] is False
    assert station(driver.session, driver.t)["need"] is not None
    with pytest.raises(CaptureError, match="Phone p1 is paused and lacks 3 x-rays"):
        driver.do(events.Resume(driver.t))
    resume(driver)
    assert driver.state.phase == "running"
    driver.shown()
    take(driver, "p1", 1, 2, 3)
    assert driver.state.phase == "finished"


def test_a_session_of_one_phone_stands_while_that_is_paused() -> None:
    driver = SessionDriver(last=2).started()
    pause(driver)
    assert (driver.state.phase, driver.state.reason.code, driver.shows()) == (
        "paused",
        "phone_paused",
        [None],
    )
    driver.shown()
    resume(driver)
    assert (driver.state.phase, driver.shows()) == ("running", [1])


def test_an_operator_who_pauses_the_session_meanwhile_resumes_it_too() -> None:
    driver = SessionDriver(last=2).started()
    pause(driver)
    driver.do(events.Pause(driver.t))
    resume(driver)
    assert (driver.state.phase, driver.state.reason.code) == ("paused", "operator")


def test_a_photo_that_it_takes_all_the_same_does_not_count() -> None:
    driver = desk()
    pause(driver)
    driver.captured(1, phone="p1")
    left = driver.state.places["left"]
    assert left.photos[(1, 1)].rejection_code == "showing_broken"
    assert left.due() == 1
    driver.captured(1, phone="p2")
    driver.shown()
    assert driver.asked() == [("p2", 2, 1)]


def test_nobody_waits_for_it_nor_calls_for_help_while_it_is_away() -> None:
    driver = desk()
    pause(driver)
    driver.do(events.DeviceLeft(driver.t, "p1", driver.generation("p1")))
    for _ in range(60):
        driver.received(1, phone="p2")
        driver.tick()
        if driver.state.showing.index == 1 and driver.t > 1003:
            break
    assert driver.state.phase == "running"
    assert station(driver.session, driver.t)["need"] is None
    resume(driver)
    take(driver, "p2", 1)
    assert driver.state.phase == "running", "it is waited for only once it is there"
    driver.hello("p1", "page2", record=(1, 0))
    driver.ready("p1")
    driver.captured(2, phone="p2")
    assert driver.shows() == [1]


def test_pausing_the_phone_for_which_all_stand_lets_the_others_go_on() -> None:
    driver = desk()
    driver.captured(1, phone="p2")
    driver.tick(60)
    assert (driver.state.phase, driver.state.reason.device) == ("paused", "p1")
    pause(driver)
    assert driver.state.phase == "running"
    driver.shown()
    assert driver.asked() == [] or driver.asked()[0][0] == "p2"


def test_dropping_it_leaves_its_set_to_be_asked_about() -> None:
    driver = desk()
    pause(driver)
    take(driver, "p2", 1, 2, 3)
    driver.do(events.Drop(driver.t, "p1"))
    assert (driver.state.phase, driver.state.reason.code) == ("paused", "set_unfilled")


def test_a_spare_that_takes_its_place_goes_on_for_it() -> None:
    driver = desk()
    driver.join_phone("p3")
    pause(driver)
    take(driver, "p2", 1, 2, 3)
    driver.do(events.Replace(driver.t, "p1", "p3"))
    assert driver.state.phase == "running"
    driver.hello("p3")
    driver.ready("p3")
    driver.shown()
    assert driver.asked() == [("p3", 1, 1)]


def test_only_a_phone_with_a_place_can_be_paused_and_twice_changes_nothing() -> None:
    driver = desk()
    driver.join_phone("p3")
    for device in ("p3", "d1"):
        with pytest.raises(CaptureError) as refused:
            pause(driver, device)
        assert refused.value.code == "no_place"
    pause(driver)
    pause(driver)
    assert driver.last.facts == ()
    assert [phone["state"] for phone in seen(driver)["phones"]] == ["paused", "active", "spare"]
    assert views.device_state(driver.session, "p1", driver.t)["paused"] is True
    assert views.device_state(driver.session, "p2", driver.t)["paused"] is False


def test_it_stays_paused_over_a_restart() -> None:
    driver = desk()
    pause(driver)
    journal = [fact_from_json(fact.to_json()) for fact in driver.facts]
    assert any(isinstance(fact, facts.PhonePaused) for fact in journal)
    again = Session.replay(driver.session.plan, journal, 1000.0)
    assert again.state == driver.state
    again.handle(events.Restarted(driver.t))
    assert again.state.devices["p1"].paused
    assert not driver.sent(commands.Farewell)
