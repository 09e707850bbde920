"""Presented sessions: a person turns x-rays on the display; nobody's phone is asked, and no photo is waited for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture import commands, events, facts
from capture.by_person import events as wishes
from capture.by_person.showing_times import ShowingTime, showing_times
from capture.errors import CaptureError
from capture.plan import SessionPlan
from capture.session import Session
from capture.views import snapshot
from tests.capture.session_driver import SessionDriver


def presented(last: int = 5, **options: Any) -> SessionDriver:
    driver = SessionDriver(1, last, ("a",), way="presenter", **options)
    driver.join_display()
    driver.do(events.Start(driver.t))
    driver.shown()
    return driver


def turn(driver: SessionDriver, step: wishes.Step = "next", showing: int | None = None) -> None:
    driver.t += 1
    number = driver.showing if showing is None else showing
    driver.do(wishes.Turn(driver.t, "d1", driver.generation("d1"), number, step))


def on_display(driver: SessionDriver) -> int | None:
    index: int | None = driver.state.showing.index
    return index


class TestTurning:
    def test_it_starts_with_a_display_alone_and_shows_the_first_x_ray(self) -> None:
        assert (on_display(presented()), presented().state.phase) == (1, "running")

    def test_next_and_back(self) -> None:
        driver = presented()
        seen = []
        for step in ("next", "next", "back", "back", "back", "next"):
            turn(driver, step)
            driver.shown()
            seen.append(on_display(driver))
        assert seen == [2, 3, 2, 1, 1, 2]

    def test_the_next_picture_is_decoded_ahead(self) -> None:
        driver = presented()
        turn(driver)
        [show] = driver.sent(commands.Show)
        assert (show.index, show.next_index) == (2, 3)

    def test_a_key_for_a_picture_that_is_gone_or_not_there_yet_turns_nothing(self) -> None:
        driver = presented()
        before = driver.showing
        turn(driver)
        turn(driver)  # 2 is not painted yet
        driver.shown()
        turn(driver, showing=before)
        assert on_display(driver) == 2

    def test_black_until_the_next_key(self) -> None:
        driver = presented()
        turn(driver, "black")
        assert (on_display(driver), driver.state.phase) == (None, "paused")
        driver.shown()
        turn(driver, "next")
        driver.shown()
        assert (on_display(driver), driver.state.phase) == (1, "running")

    def test_a_skipped_x_ray_is_passed_over(self) -> None:
        driver = presented()
        driver.do(events.Skip(driver.t, 2, "cannot be read"))
        turn(driver)
        driver.shown()
        assert on_display(driver) == 3
        turn(driver, "back")
        assert on_display(driver) == 1

    def test_a_sample_is_shown_and_nothing_else(self) -> None:
        driver = presented(9, indices=(1, 4, 9))
        seen = [on_display(driver)]
        for _ in range(2):
            turn(driver)
            driver.shown()
            seen.append(on_display(driver))
        assert seen == [1, 4, 9]

    def test_the_timer_turns_what_stood_long_enough(self) -> None:
        driver = presented(shutter_after_s=5)
        driver.tick(4)
        assert on_display(driver) == 1
        driver.tick(1)
        assert on_display(driver) == 2
        driver.tick(6)
        assert on_display(driver) == 2, "it has not been painted"

    def test_without_a_timer_it_waits_for_a_person_for_ever(self) -> None:
        driver = presented()
        driver.tick(24 * 3600)
        assert (on_display(driver), driver.state.phase) == (1, "running")

    def test_a_session_that_phones_take_part_in_cannot_be_turned(self) -> None:
        driver = SessionDriver().started()
        with pytest.raises(CaptureError, match="not presented"):
            turn(driver)


class TestTheEnd:
    def test_after_the_last_x_ray_it_is_finished_with_nothing_taken(self) -> None:
        driver = presented(2)
        turn(driver)
        driver.shown()
        turn(driver)
        assert driver.state.phase == "finished"
        assert driver.shows() == [None]
        assert snapshot(driver.session, driver.t)["progress"]["stored"] == 0
        assert not any(isinstance(fact, facts.CaptureOrdered) for fact in driver.facts)

    def test_there_is_nothing_to_resume_then(self) -> None:
        driver = presented(1)
        turn(driver)
        with pytest.raises(CaptureError) as refused:
            driver.do(events.Resume(driver.t))
        assert refused.value.code == "nothing_to_take"


class TestPhones:
    def test_none_may_join(self) -> None:
        with pytest.raises(CaptureError) as refused:
            presented().join_phone()
        assert refused.value.code == "no_phones"

    def test_no_retake_can_be_asked_for(self) -> None:
        driver = presented()
        with pytest.raises(CaptureError) as refused:
            driver.do(events.Retake(driver.t, 1))
        assert refused.value.code == "no_phones"

    def test_such_a_session_has_one_set(self) -> None:
        with pytest.raises(CaptureError, match="one camera"):
            SessionDriver(sets=("a", "b"), way="presenter")


class TestOutages:
    def test_a_display_that_comes_back_shows_the_same_x_ray(self) -> None:
        driver = presented()
        turn(driver)
        driver.shown()
        driver.do(events.DeviceLeft(driver.t, "d1", driver.generation("d1")))
        driver.tick(30)
        assert driver.state.reason.code == "display_silent"
        driver.t += 1
        driver.do(events.DisplayHello(driver.t, "d1", "d1-again"))
        driver.shown()
        assert (on_display(driver), driver.state.phase) == (2, "running")

    def test_a_restart_shows_the_same_x_ray(self) -> None:
        driver = presented()
        turn(driver)
        driver.shown()
        again = Session.replay(driver.session.plan, driver.facts, 1000.0)
        assert again.state == driver.session.state
        again.handle(events.Restarted(driver.t))
        again.handle(events.DisplayHello(driver.t, "d1", "d1-again"))
        assert again.state.showing.index == 2


def test_an_old_plan_is_automatic() -> None:
    old = {**presented().session.plan.to_json()}
    del old["capture"]
    assert SessionPlan.from_json(old).has_phones


def test_the_times_of_each_showing_are_those_between_its_painting_and_what_follows() -> None:
    driver = presented(2)
    start = driver.t
    turn(driver, "black")
    driver.shown()
    turn(driver)
    driver.shown()
    turn(driver)
    driver.shown()
    turn(driver)
    shown = [(time.index, time.begin - start, time.end - start) for time in showing_times(driver.facts)]
    assert shown == [(1, 0, 1), (1, 2, 3), (2, 3, 4)]
    assert isinstance(showing_times(driver.facts)[0], ShowingTime)


STEPS = st.lists(
    st.sampled_from(["next", "back", "black", "painted", "late", "tick", "broken", "again"]), max_size=60
)


@given(STEPS)
def test_whatever_happens_it_never_asks_for_a_photo_and_never_waits_for_a_phone(steps: list[Any]) -> None:
    driver = presented(4)
    for step in steps:
        if driver.state.phase == "finished":
            break
        if step in ("next", "back", "black"):
            turn(driver, step)
        elif step == "late":
            turn(driver, "next", max(driver.showing - 1, 0))
        elif step == "tick":
            driver.tick(2)
        elif step == "painted":
            driver.shown()
        elif step == "broken":
            driver.broken()
        else:
            driver.t += 1
            driver.do(events.DisplayHello(driver.t, "d1", f"d1-{driver.t}"))
    assert not any(isinstance(fact, (facts.CaptureOrdered, facts.PhotoTaken)) for fact in driver.facts)
    assert Session.replay(driver.session.plan, driver.facts, 1000.0).state == driver.session.state
    for _ in range(20):
        driver.tick(2)
        driver.shown()
        turn(driver)
        driver.shown()
    assert driver.state.phase == "finished"
