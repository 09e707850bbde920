"""Aiming: the first x-ray is shown before the start, and nothing is photographed."""

from __future__ import annotations

import pytest

from capture import commands, events, facts
from capture.errors import CaptureError
from capture.log import event_row
from capture.session import Session
from capture.views import snapshot
from tests.capture.session_driver import SessionDriver


def aiming(first: int = 5001, last: int = 5003) -> SessionDriver:
    """A session that aims, its first x-ray painted."""
    driver = SessionDriver(first, last)
    driver.join_display()
    driver.join_phone()
    driver.do(events.Aim(driver.t))
    driver.shown()
    return driver


def test_shows_the_first_x_ray_and_asks_for_no_photo() -> None:
    driver = SessionDriver(5001, 5003)
    driver.join_display()
    driver.join_phone()
    driver.do(events.Aim(driver.t))
    assert driver.shows() == [5001]
    assert driver.shown().commands == ()
    assert driver.tick(60).commands == ()
    assert driver.state.phase == "aiming"


def test_needs_a_display_and_no_phone() -> None:
    driver = SessionDriver()
    with pytest.raises(CaptureError) as refused:
        driver.do(events.Aim(driver.t))
    assert (refused.value.code, refused.value.message) == ("not_ready", "No display is connected.")
    driver.join_display()
    assert snapshot(driver.session, driver.t)["can"]["aim"]
    driver.do(events.Aim(driver.t))
    assert driver.shows() == [1]


def test_start_photographs_the_very_showing_that_was_aimed_at() -> None:
    driver = aiming()
    showing = driver.showing
    driver.do(events.Start(driver.t))
    assert driver.asked() == [("p1", 5001, 1)]
    assert driver.shows() == []
    assert driver.sent(commands.Capture)[0].showing == showing


def test_a_display_that_reloads_is_shown_the_x_ray_again() -> None:
    driver = aiming()
    driver.do(events.DisplayHello(driver.t, "d1", "d1-page2"))
    assert driver.shows() == [5001]
    driver.shown(whole=False)
    driver.broken()
    driver.tick()
    assert driver.shows() == [5001]


def test_a_skipped_x_ray_is_not_aimed_at() -> None:
    driver = aiming(5001, 5002)
    driver.do(events.Skip(driver.t, 5001, "cannot be read"))
    assert driver.shows() == [5002]
    driver.do(events.Skip(driver.t, 5002, "cannot be read"))
    assert driver.shows() == [None]


@pytest.mark.parametrize(
    "event",
    [events.Pause(1.0), events.Pause(1.0, "phone", "p1", "", 1), events.Pause(1.0, "csv_changed")],
    ids=lambda event: event.code,
)
def test_a_pause_takes_it_back_to_waiting_and_to_black(event: events.Pause) -> None:
    driver = aiming()
    driver.do(event)
    assert driver.state.phase == "waiting"
    assert driver.shows() == [None]
    driver.do(events.Start(driver.t))
    assert driver.shows() == [5001]


def test_an_abort_ends_it() -> None:
    driver = aiming()
    driver.do(events.Abort(driver.t))
    assert driver.state.phase == "aborted"
    assert driver.shows() == [None]


def test_a_picture_that_cannot_be_shown_ends_it_and_says_so() -> None:
    driver = aiming()
    driver.do(events.ShowFailed(driver.t, "d1", 1, driver.showing, "It cannot be decoded."))
    assert driver.state.phase == "waiting"
    reason = snapshot(driver.session, driver.t)["reason"]
    assert reason["message"].startswith("Aiming ended: the display cannot show x-ray 5,001.")


def test_a_restart_takes_it_back_to_waiting() -> None:
    driver = aiming()
    session = Session.replay(driver.session.plan, driver.facts, 0.0)
    session.handle(events.Restarted(driver.t))
    assert session.state.phase == "waiting"
    assert "restarted" in snapshot(session, driver.t)["reason"]["message"]


def test_is_refused_once_the_session_has_started() -> None:
    driver = SessionDriver().started()
    with pytest.raises(CaptureError) as refused:
        driver.do(events.Aim(driver.t))
    assert refused.value.code == "wrong_phase"


def test_asking_twice_changes_nothing() -> None:
    driver = aiming()
    assert driver.do(events.Aim(driver.t)).facts == ()


def test_the_log_tells_of_it() -> None:
    driver = aiming()
    driver.do(events.Pause(driver.t))
    phases = [fact for fact in driver.facts if isinstance(fact, facts.PhaseChanged)]
    rows = [event_row(n, fact, driver.session) for n, fact in enumerate(phases)]
    assert [row["message"] for row in rows if row] == ["Aiming at 5,001.", "Aiming ended."]
