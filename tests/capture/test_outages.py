"""A session that stands because devices fell silent goes on by itself when they are back, and for no other reason."""

from __future__ import annotations

from typing import Any

import pytest

from capture import events
from tests.capture.desk import Desk
from tests.capture.random_walk import walk_through_outages


def left(desk: Desk, *devices: str) -> None:
    for device in devices:
        desk.do(events.DeviceLeft(desk.t, device, desk.generation(device)))


def back(desk: Desk, *, display: bool = True, phone: bool = True, **held: Any) -> None:
    if display:
        desk.do(events.DisplayHello(desk.t, "d1", "d1-again"))
    if phone:
        desk.hello(page="again", **held)
        desk.ready()


def in_an_outage() -> Desk:
    """Display and phone are gone, and the session stands."""
    desk = Desk().started()
    desk.captured(1)
    left(desk, "p1", "d1")
    desk.tick(20)
    assert desk.state.phase == "paused"
    desk.tick(30)
    return desk


HELD: dict[str, Any] = {"record": (1, 1), "held": [(1, 1, 1)]}


@pytest.mark.parametrize("display_first", [True, False])
def test_when_all_are_back_and_ready_the_session_goes_on_by_itself(display_first: bool) -> None:
    desk = in_an_outage()
    back(desk, display=display_first, phone=not display_first, **HELD)
    assert desk.state.phase == "paused"
    back(desk, display=not display_first, phone=display_first, **HELD)
    assert desk.state.phase == "running"
    assert desk.state.showing.index == 1, "the photo whose showing nobody can confirm is taken again"


def test_a_camera_that_is_not_ready_yet_is_waited_for() -> None:
    desk = in_an_outage()
    back(desk, phone=False)
    desk.hello(page="again", **HELD)
    assert desk.state.phase == "paused"
    desk.ready(ready=False, code="camera_lost")
    assert desk.state.phase == "paused"
    desk.ready()
    assert desk.state.phase == "running"


def test_one_of_two_phones_that_is_missing_is_waited_for() -> None:
    desk = Desk(sets=("a", "b")).started(phones=2)
    left(desk, "p1", "p2")
    desk.tick(20)
    desk.hello("p1", page="again")
    desk.ready("p1")
    assert desk.state.phase == "paused"
    desk.hello("p2", page="again")
    desk.ready("p2")
    assert desk.state.phase == "running"


def test_a_connection_that_outlives_the_outage_counts_once_the_device_answers() -> None:
    desk = Desk().started()
    desk.tick(20)
    assert (desk.state.phase, desk.state.reason.code) == ("paused", "phone_silent")
    desk.shown()
    assert desk.state.phase == "paused", "the display has answered, the phone has not"
    desk.received(1)
    assert desk.state.phase == "running"


def test_a_device_that_is_connected_and_never_answers_is_not_asked_again_and_again() -> None:
    desk = Desk().started()
    desk.received(1)
    desk.tick(20)
    assert desk.state.phase == "paused"
    for _ in range(5):
        desk.ready()
        desk.tick(20)
    assert desk.state.phase == "paused"


def test_a_display_that_answers_late_lets_the_session_go_on() -> None:
    desk = Desk().started()
    desk.captured(1)
    desk.tick(20)
    assert desk.state.reason.code == "display_silent"
    desk.shown()
    assert desk.state.phase == "running"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (events.Pause(1050.0), "operator"),
        (events.Pause(1050.0, code="csv_changed"), "csv_changed"),
        (events.PhotoJudged(1050.0, "a", 1, 1, "rejected", "wrong_xray", "it shows x-ray 2"), "wrong_xray"),
    ],
)
def test_what_a_person_has_to_end_takes_the_place_of_an_outage(event: events.Event, code: str) -> None:
    desk = Desk(max_automatic_retakes=0).started()
    desk.captured(1)
    desk.shown()
    desk.kept(1)
    left(desk, "p1")
    desk.tick(20)
    assert desk.state.reason.code == "phone_silent"
    desk.do(event)
    assert desk.state.reason.code == code
    back(desk, display=False, record=(1, 1))
    desk.tick(30)
    assert (desk.state.phase, desk.state.reason.code) == ("paused", code)


@pytest.mark.parametrize(("code", "by"), [("operator", "operator"), ("phone", "p1")])
def test_an_outage_ends_no_pause_that_a_person_asked_for(code: str, by: str) -> None:
    desk = Desk().started()
    desk.do(events.Pause(desk.t, code=code, by=by, generation=1))
    left(desk, "p1", "d1")
    desk.tick(60)
    back(desk)
    assert (desk.state.phase, desk.state.reason.code) == ("paused", code)


def test_after_the_silent_phone_was_dropped_the_operator_resumes() -> None:
    desk = Desk(sets=("a", "b")).started(phones=2)
    left(desk, "p1")
    desk.tick(20)
    desk.do(events.Drop(desk.t, "p1"))
    desk.tick(5)
    assert desk.state.phase == "paused"
    desk.do(events.Resume(desk.t, without=("a",)))
    assert desk.state.phase == "running"


def test_a_phone_that_connects_and_says_nothing_more_is_silent_not_unready() -> None:
    desk = Desk().started()
    left(desk, "p1")
    desk.hello(page="again")
    desk.tick(20)
    assert desk.state.reason.code == "phone_silent"
    desk.ready()
    assert desk.state.phase == "running"


def test_a_server_that_restarts_in_an_outage_goes_on_when_all_are_back() -> None:
    desk = in_an_outage()
    desk.do(events.Restarted(desk.t))
    assert desk.state.phase == "paused"
    back(desk, **HELD)
    assert desk.state.phase == "running"


def test_without_a_person_a_session_gets_through_any_number_of_outages() -> None:
    paused = 0
    for seed in range(200):
        try:
            lab = walk_through_outages(seed, 120)
        except Exception as error:
            error.add_note(f"walk_through_outages({seed}, 120)")
            raise
        paused += sum(getattr(fact, "code", "") in ("phone_silent", "display_silent") for fact in lab.journal)
    assert paused > 100, "the outages were too short to pause anything"
