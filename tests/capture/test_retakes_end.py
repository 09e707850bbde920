"""Whatever keeps an x-ray from being photographed, the session does not try for ever: it stops and says why."""

from __future__ import annotations

import pytest

from capture import commands, events, facts
from capture.errors import CaptureError
from capture.state.record import MOST_ATTEMPTS
from tests.capture.session_driver import SessionDriver, digest

MOST = 3


def broken_showing(driver: SessionDriver, attempt: int) -> None:
    driver.captured(1, attempt)
    driver.kept(1, attempt)
    driver.shown(whole=False)
    shown_again(driver)


def shown_again(driver: SessionDriver) -> None:
    if driver.state.showing.status == "ordered":
        driver.shown()


def lost(driver: SessionDriver, attempt: int) -> None:
    driver.captured(1, attempt)
    attempts = {1: attempt} if attempt > 1 else {}
    driver.hello(page=f"page{attempt + 1}", record=(1, 1), attempts=attempts)
    driver.ready()
    driver.shown()


def spoiled(driver: SessionDriver, attempt: int) -> None:
    driver.captured(1, attempt)
    driver.do(events.PhotoSpoiled(driver.t, "p1", driver.generation("p1"), 1, attempt))
    if driver.state.showing.index == 2:
        driver.shown()
        driver.captured(2)
        driver.kept(2)
    shown_again(driver)


def undecodable(driver: SessionDriver, attempt: int) -> None:
    driver.captured(1, attempt)
    driver.shown()
    driver.kept(1, attempt)
    driver.judged(1, attempt, "rejected")
    outstanding = driver.state.places["a"].outstanding
    if outstanding is not None:
        driver.captured(*outstanding.key)
        driver.kept(*outstanding.key)
    shown_again(driver)


def broken_before_received(driver: SessionDriver, _attempt: int) -> None:
    driver.broken()
    driver.tick(1.1)
    driver.shown(whole=False)


TROUBLES = [broken_showing, lost, spoiled, undecodable, broken_before_received]
REASONS = ["showing_broken", "photos_lost", "too_many_retakes", "too_many_retakes", "showing_broken"]


@pytest.mark.parametrize(("trouble", "reason"), list(zip(TROUBLES, REASONS, strict=True)))
def test_every_kind_of_retake_ends_in_a_pause_and_begins_anew_when_somebody_resumes(
    trouble: object, reason: str
) -> None:
    assert callable(trouble)
    driver = SessionDriver(max_automatic_retakes=MOST).started()
    for attempt in range(1, MOST + 2):
        assert driver.state.phase == "running", attempt
        trouble(driver, attempt)
    assert (driver.state.phase, driver.state.reason.code, driver.state.reason.index) == ("paused", reason, 1)
    driver.do(events.Resume(driver.t))
    driver.shown(whole=False)
    taken = MOST + 1 if trouble is not broken_before_received else 0
    assert driver.state.places["a"].outstanding.key == (1, taken + 1)
    trouble(driver, taken + 1)
    assert driver.state.phase == "running"


def test_different_troubles_of_one_x_ray_count_together_and_success_ends_the_count() -> None:
    driver = SessionDriver(max_automatic_retakes=MOST).started()
    for attempt in (1, 2):
        broken_showing(driver, attempt)
    for attempt in (3, 4):
        driver.captured(1, attempt)
        driver.hello(page=f"page{attempt}", record=(1, 1), attempts={1: attempt})
        driver.ready()
        driver.shown()
    assert driver.state.reason.code == "photos_lost"
    driver.do(events.Resume(driver.t))
    driver.shown()
    broken_showing(driver, 5)
    driver.through(1, 6)
    assert driver.state.places["a"].automatic == {}


def test_a_first_mismatch_after_as_many_other_failures_as_allowed_pauses_too() -> None:
    driver = SessionDriver(max_automatic_retakes=MOST).started()
    for attempt in range(1, MOST + 1):
        undecodable(driver, attempt)
    driver.captured(1, MOST + 1)
    driver.shown()
    driver.kept(1, MOST + 1)
    driver.judged(1, MOST + 1, "rejected", code="wrong_xray")
    assert (driver.state.phase, driver.state.reason.code) == ("paused", "too_many_retakes")
    assert driver.state.reason.index == 1


def test_the_display_that_did_not_confirm_is_named_and_how_often() -> None:
    driver = SessionDriver(max_automatic_retakes=1).started()
    for attempt in (1, 2):
        broken_showing(driver, attempt)
    reason = driver.state.reason
    assert (reason.device, reason.detail) == ("d1", "2 times in a row.")


def test_no_attempt_is_asked_for_that_the_messages_cannot_name() -> None:
    driver = SessionDriver().started()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert [c.attempt for c in driver.sent(commands.Capture)] == [attempt]
        broken_showing(driver, attempt)
        if driver.state.phase == "paused" and attempt < MOST_ATTEMPTS:
            driver.do(events.Resume(driver.t))
            driver.shown(whole=False)
    for _ in range(2):
        driver.do(events.Resume(driver.t))
        assert (driver.state.phase, driver.state.reason.code) == ("paused", "no_attempt_left")
    with pytest.raises(CaptureError, match="99 times"):
        driver.do(events.Retake(driver.t, 1))
    ordered = [fact.attempt for fact in driver.facts if isinstance(fact, facts.CaptureOrdered)]
    assert max(ordered) == MOST_ATTEMPTS
    driver.do(events.Skip(driver.t, 1, "it cannot be photographed"))
    driver.do(events.Resume(driver.t))
    assert driver.state.showing.index == 2


def test_a_photo_that_names_a_showing_which_never_was_is_not_asked_for_for_ever() -> None:
    driver = SessionDriver().started()
    attempt = 0
    while driver.state.phase == "running":
        attempt += 1
        sha256, generation = digest(1, attempt), driver.generation("p1")
        driver.do(events.Captured(driver.t, "p1", generation, 1, attempt, 999, sha256, 5))
        driver.kept(1, attempt)
        driver.shown()
        shown_again(driver)
    assert attempt == 1 + driver.session.plan.settings.max_automatic_retakes
