"""Aiming: the first x-ray is shown before the start, and nothing is photographed."""

from __future__ import annotations

import pytest

from capture import commands, events, facts
from capture.errors import CaptureError
from capture.log import event_row
from capture.session import Session
from capture.views import snapshot
from tests.capture.desk import Desk


def aiming(first: int = 5001, last: int = 5003) -> Desk:
    """A session that aims, its first x-ray painted."""
    desk = Desk(first, last)
    desk.join_display()
    desk.join_phone()
    desk.do(events.Aim(desk.t))
    desk.shown()
    return desk


def test_shows_the_first_x_ray_and_asks_for_no_photo() -> None:
    desk = Desk(5001, 5003)
    desk.join_display()
    desk.join_phone()
    desk.do(events.Aim(desk.t))
    assert desk.shows() == [5001]
    assert desk.shown().commands == ()
    assert desk.tick(60).commands == ()
    assert desk.state.phase == "aiming"


def test_needs_a_display_and_no_phone() -> None:
    desk = Desk()
    with pytest.raises(CaptureError) as refused:
        desk.do(events.Aim(desk.t))
    assert (refused.value.code, refused.value.message) == ("not_ready", "No display is connected.")
    desk.join_display()
    assert snapshot(desk.session, desk.t)["can"]["aim"]
    desk.do(events.Aim(desk.t))
    assert desk.shows() == [1]


def test_start_photographs_the_very_showing_that_was_aimed_at() -> None:
    desk = aiming()
    showing = desk.showing
    desk.do(events.Start(desk.t))
    assert desk.asked() == [("p1", 5001, 1)]
    assert desk.shows() == []
    assert desk.sent(commands.Capture)[0].showing == showing


def test_a_display_that_reloads_is_shown_the_x_ray_again() -> None:
    desk = aiming()
    desk.do(events.DisplayHello(desk.t, "d1", "d1-page2"))
    assert desk.shows() == [5001]
    desk.shown(whole=False)
    desk.broken()
    desk.tick()
    assert desk.shows() == [5001]


def test_a_skipped_x_ray_is_not_aimed_at() -> None:
    desk = aiming(5001, 5002)
    desk.do(events.Skip(desk.t, 5001, "cannot be read"))
    assert desk.shows() == [5002]
    desk.do(events.Skip(desk.t, 5002, "cannot be read"))
    assert desk.shows() == [None]


@pytest.mark.parametrize(
    "event",
    [events.Pause(1.0), events.Pause(1.0, "phone", "p1", "", 1), events.Pause(1.0, "csv_changed")],
    ids=lambda event: event.code,
)
def test_a_pause_takes_it_back_to_waiting_and_to_black(event: events.Pause) -> None:
    desk = aiming()
    desk.do(event)
    assert desk.state.phase == "waiting"
    assert desk.shows() == [None]
    desk.do(events.Start(desk.t))
    assert desk.shows() == [5001]


def test_an_abort_ends_it() -> None:
    desk = aiming()
    desk.do(events.Abort(desk.t))
    assert desk.state.phase == "aborted"
    assert desk.shows() == [None]


def test_a_picture_that_cannot_be_shown_ends_it_and_says_so() -> None:
    desk = aiming()
    desk.do(events.ShowFailed(desk.t, "d1", 1, desk.showing, "It cannot be decoded."))
    assert desk.state.phase == "waiting"
    reason = snapshot(desk.session, desk.t)["reason"]
    assert reason["message"].startswith("Aiming ended: the display cannot show x-ray 5,001.")


def test_a_restart_takes_it_back_to_waiting() -> None:
    desk = aiming()
    session = Session.replay(desk.session.plan, desk.facts, 0.0)
    session.handle(events.Restarted(desk.t))
    assert session.state.phase == "waiting"
    assert "restarted" in snapshot(session, desk.t)["reason"]["message"]


def test_is_refused_once_the_session_has_started() -> None:
    desk = Desk().started()
    with pytest.raises(CaptureError) as refused:
        desk.do(events.Aim(desk.t))
    assert refused.value.code == "wrong_phase"


def test_asking_twice_changes_nothing() -> None:
    desk = aiming()
    assert desk.do(events.Aim(desk.t)).facts == ()


def test_the_log_tells_of_it() -> None:
    desk = aiming()
    desk.do(events.Pause(desk.t))
    phases = [fact for fact in desk.facts if isinstance(fact, facts.PhaseChanged)]
    rows = [event_row(n, fact, desk.session) for n, fact in enumerate(phases)]
    assert [row["message"] for row in rows if row] == ["Aiming at 5,001.", "Aiming ended."]
