"""A session that stands because devices fell silent goes on by itself when they are back, and for no other reason."""

from __future__ import annotations

from typing import Any

import pytest

from capture import events
from tests.capture.random_walk import walk_through_outages
from tests.capture.session_driver import SessionDriver


def left(driver: SessionDriver, *devices: str) -> None:
    for device in devices:
        driver.do(events.DeviceLeft(driver.t, device, driver.generation(device)))


def back(driver: SessionDriver, *, display: bool = True, phone: bool = True, **held: Any) -> None:
    if display:
        driver.do(events.DisplayHello(driver.t, "d1", "d1-again"))
    if phone:
        driver.hello(page="again", **held)
        driver.ready()


def in_an_outage() -> SessionDriver:
    """Display and phone are gone, and the session stands."""
    driver = SessionDriver().started()
    driver.captured(1)
    left(driver, "p1", "d1")
    driver.tick(20)
    assert driver.state.phase == "paused"
    driver.tick(30)
    return driver


HELD: dict[str, Any] = {"record": (1, 1), "held": [(1, 1, 1)]}


@pytest.mark.parametrize("display_first", [True, False])
def test_when_all_are_back_and_ready_the_session_goes_on_by_itself(display_first: bool) -> None:
    driver = in_an_outage()
    back(driver, display=display_first, phone=not display_first, **HELD)
    assert driver.state.phase == "paused"
    back(driver, display=not display_first, phone=display_first, **HELD)
    assert driver.state.phase == "running"
    assert driver.state.showing.index == 1, "the photo whose showing nobody can confirm is taken again"


def test_a_camera_that_is_not_ready_yet_is_waited_for() -> None:
    driver = in_an_outage()
    back(driver, phone=False)
    driver.hello(page="again", **HELD)
    assert driver.state.phase == "paused"
    driver.ready(ready=False, code="camera_lost")
    assert driver.state.phase == "paused"
    driver.ready()
    assert driver.state.phase == "running"


def test_one_of_two_phones_that_is_missing_is_waited_for() -> None:
    driver = SessionDriver(sets=("a", "b")).started(phones=2)
    left(driver, "p1", "p2")
    driver.tick(20)
    driver.hello("p1", page="again")
    driver.ready("p1")
    assert driver.state.phase == "paused"
    driver.hello("p2", page="again")
    driver.ready("p2")
    assert driver.state.phase == "running"


def test_a_connection_that_outlives_the_outage_counts_once_the_device_answers() -> None:
    driver = SessionDriver().started()
    driver.tick(20)
    assert (driver.state.phase, driver.state.reason.code) == ("paused", "phone_silent")
    driver.shown()
    assert driver.state.phase == "paused", "the display has answered, the phone has not"
    driver.received(1)
    assert driver.state.phase == "running"


def test_a_device_that_is_connected_and_never_answers_is_not_asked_again_and_again() -> None:
    driver = SessionDriver().started()
    driver.received(1)
    driver.tick(20)
    assert driver.state.phase == "paused"
    for _ in range(5):
        driver.ready()
        driver.tick(20)
    assert driver.state.phase == "paused"


def test_a_display_that_answers_late_lets_the_session_go_on() -> None:
    driver = SessionDriver().started()
    driver.captured(1)
    driver.tick(20)
    assert driver.state.reason.code == "display_silent"
    driver.shown()
    assert driver.state.phase == "running"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (events.Pause(1050.0), "operator"),
        (events.Pause(1050.0, code="csv_changed"), "csv_changed"),
        (events.PhotoJudged(1050.0, "a", 1, 1, "rejected", "wrong_xray", "it shows x-ray 2"), "wrong_xray"),
    ],
)
def test_what_a_person_has_to_end_takes_the_place_of_an_outage(event: events.Event, code: str) -> None:
    driver = SessionDriver(max_automatic_retakes=0).started()
    driver.captured(1)
    driver.shown()
    driver.kept(1)
    left(driver, "p1")
    driver.tick(20)
    assert driver.state.reason.code == "phone_silent"
    driver.do(event)
    assert driver.state.reason.code == code
    back(driver, display=False, record=(1, 1))
    driver.tick(30)
    assert (driver.state.phase, driver.state.reason.code) == ("paused", code)


@pytest.mark.parametrize(("code", "by"), [("operator", "operator"), ("phone", "p1")])
def test_an_outage_ends_no_pause_that_a_person_asked_for(code: str, by: str) -> None:
    driver = SessionDriver().started()
    driver.do(events.Pause(driver.t, code=code, by=by, generation=1))
    left(driver, "p1", "d1")
    driver.tick(60)
    back(driver)
    assert (driver.state.phase, driver.state.reason.code) == ("paused", code)


def test_after_the_silent_phone_was_dropped_the_operator_resumes() -> None:
    driver = SessionDriver(sets=("a", "b")).started(phones=2)
    left(driver, "p1")
    driver.tick(20)
    driver.do(events.Drop(driver.t, "p1"))
    driver.tick(5)
    assert driver.state.phase == "paused"
    driver.do(events.Resume(driver.t, without=("a",)))
    assert driver.state.phase == "running"


def test_a_phone_that_connects_and_says_nothing_more_is_silent_not_unready() -> None:
    driver = SessionDriver().started()
    left(driver, "p1")
    driver.hello(page="again")
    driver.tick(20)
    assert driver.state.reason.code == "phone_silent"
    driver.ready()
    assert driver.state.phase == "running"


def test_a_server_that_restarts_in_an_outage_goes_on_when_all_are_back() -> None:
    driver = in_an_outage()
    driver.do(events.Restarted(driver.t))
    assert driver.state.phase == "paused"
    back(driver, **HELD)
    assert driver.state.phase == "running"


def test_without_a_person_a_session_gets_through_any_number_of_outages() -> None:
    paused = 0
    for seed in range(200):
        try:
            lab = walk_through_outages(seed, 120)
            if seed < 20:
                walk_through_outages(seed, 120, "by_hand")
        except Exception as error:
            error.add_note(f"walk_through_outages({seed}, 120)")
            raise
        paused += sum(getattr(fact, "code", "") in ("phone_silent", "display_silent") for fact in lab.journal)
    assert paused > 100, "the outages were too short to pause anything"
