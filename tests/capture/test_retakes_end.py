"""Whatever keeps an x-ray from being photographed, the session does not try for ever: it stops and says why."""

from __future__ import annotations

import pytest

from capture import commands, events, facts
from capture.errors import CaptureError
from capture.state.record import MOST_ATTEMPTS
from tests.capture.desk import Desk, digest

MOST = 3


def broken_showing(desk: Desk, attempt: int) -> None:
    desk.captured(1, attempt)
    desk.kept(1, attempt)
    desk.shown(whole=False)
    shown_again(desk)


def shown_again(desk: Desk) -> None:
    if desk.state.showing.status == "ordered":
        desk.shown()


def lost(desk: Desk, attempt: int) -> None:
    desk.captured(1, attempt)
    attempts = {1: attempt} if attempt > 1 else {}
    desk.hello(page=f"page{attempt + 1}", record=(1, 1), attempts=attempts)
    desk.ready()
    desk.shown()


def spoiled(desk: Desk, attempt: int) -> None:
    desk.captured(1, attempt)
    desk.do(events.PhotoSpoiled(desk.t, "p1", desk.generation("p1"), 1, attempt))
    if desk.state.showing.index == 2:
        desk.shown()
        desk.captured(2)
        desk.kept(2)
    shown_again(desk)


def undecodable(desk: Desk, attempt: int) -> None:
    desk.captured(1, attempt)
    desk.shown()
    desk.kept(1, attempt)
    desk.judged(1, attempt, "rejected")
    outstanding = desk.state.places["a"].outstanding
    if outstanding is not None:
        desk.captured(*outstanding.key)
        desk.kept(*outstanding.key)
    shown_again(desk)


def broken_before_received(desk: Desk, _attempt: int) -> None:
    desk.broken()
    desk.tick(1.1)
    desk.shown(whole=False)


TROUBLES = [broken_showing, lost, spoiled, undecodable, broken_before_received]
REASONS = ["showing_broken", "photos_lost", "too_many_retakes", "too_many_retakes", "showing_broken"]


@pytest.mark.parametrize(("trouble", "reason"), list(zip(TROUBLES, REASONS, strict=True)))
def test_every_kind_of_retake_ends_in_a_pause_and_begins_anew_when_somebody_resumes(
    trouble: object, reason: str
) -> None:
    assert callable(trouble)
    desk = Desk(max_automatic_retakes=MOST).started()
    for attempt in range(1, MOST + 2):
        assert desk.state.phase == "running", attempt
        trouble(desk, attempt)
    assert (desk.state.phase, desk.state.reason.code, desk.state.reason.index) == ("paused", reason, 1)
    desk.do(events.Resume(desk.t))
    desk.shown(whole=False)
    taken = MOST + 1 if trouble is not broken_before_received else 0
    assert desk.state.places["a"].outstanding.key == (1, taken + 1)
    trouble(desk, taken + 1)
    assert desk.state.phase == "running"


def test_different_troubles_of_one_x_ray_count_together_and_success_ends_the_count() -> None:
    desk = Desk(max_automatic_retakes=MOST).started()
    for attempt in (1, 2):
        broken_showing(desk, attempt)
    for attempt in (3, 4):
        desk.captured(1, attempt)
        desk.hello(page=f"page{attempt}", record=(1, 1), attempts={1: attempt})
        desk.ready()
        desk.shown()
    assert desk.state.reason.code == "photos_lost"
    desk.do(events.Resume(desk.t))
    desk.shown()
    broken_showing(desk, 5)
    desk.through(1, 6)
    assert desk.state.places["a"].automatic == {}


def test_the_display_that_did_not_confirm_is_named_and_how_often() -> None:
    desk = Desk(max_automatic_retakes=1).started()
    for attempt in (1, 2):
        broken_showing(desk, attempt)
    reason = desk.state.reason
    assert (reason.device, reason.detail) == ("d1", "2 times in a row.")


def test_no_attempt_is_asked_for_that_the_messages_cannot_name() -> None:
    desk = Desk().started()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert [c.attempt for c in desk.sent(commands.Capture)] == [attempt]
        broken_showing(desk, attempt)
        if desk.state.phase == "paused" and attempt < MOST_ATTEMPTS:
            desk.do(events.Resume(desk.t))
            desk.shown(whole=False)
    for _ in range(2):
        desk.do(events.Resume(desk.t))
        assert (desk.state.phase, desk.state.reason.code) == ("paused", "no_attempt_left")
    with pytest.raises(CaptureError, match="99 times"):
        desk.do(events.Retake(desk.t, 1))
    ordered = [fact.attempt for fact in desk.facts if isinstance(fact, facts.CaptureOrdered)]
    assert max(ordered) == MOST_ATTEMPTS
    desk.do(events.Skip(desk.t, 1, "it cannot be photographed"))
    desk.do(events.Resume(desk.t))
    assert desk.state.showing.index == 2


def test_a_photo_that_names_a_showing_which_never_was_is_not_asked_for_for_ever() -> None:
    desk = Desk().started()
    attempt = 0
    while desk.state.phase == "running":
        attempt += 1
        sha256, generation = digest(1, attempt), desk.generation("p1")
        desk.do(events.Captured(desk.t, "p1", generation, 1, attempt, 999, sha256, 5))
        desk.kept(1, attempt)
        desk.shown()
        shown_again(desk)
    assert attempt == 1 + desk.session.plan.settings.max_automatic_retakes
