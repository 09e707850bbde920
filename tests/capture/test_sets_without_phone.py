"""A set without a phone is named, asked about and counted: no session is finished without a word about one."""

from __future__ import annotations

from typing import Any

import pytest

from capture import commands, events, facts, views
from capture.errors import CaptureError
from capture.session import Session
from tests.capture.session_driver import SessionDriver


def seen(driver: SessionDriver) -> dict[str, Any]:
    return views.snapshot(driver.session, driver.t)


def refused(driver: SessionDriver, event: events.Event) -> CaptureError:
    with pytest.raises(CaptureError) as error:
        driver.do(event)
    return error.value


def ready_desk(sets: tuple[str, ...] = ("left", "right"), last: int = 2) -> SessionDriver:
    driver = SessionDriver(last=last, sets=sets)
    driver.join_display()
    driver.join_phone()
    return driver


def through_all(driver: SessionDriver, set_name: str) -> None:
    while driver.state.phase == "running":
        key = driver.state.places[set_name].outstanding.key
        phone = driver.state.places[set_name].phone
        driver.captured(*key, phone=phone)
        driver.shown()
        driver.kept(*key, phone=phone)
        driver.judged(*key, set_name=set_name)


class TestStart:
    def test_is_refused_until_the_empty_set_is_agreed_to(self) -> None:
        driver = ready_desk()
        error = refused(driver, events.Start(driver.t))
        assert (error.code, error.message) == ("not_ready", "right has no phone yet.")
        assert error.details["sets_without_phone"] == ["right"]
        assert refused(driver, events.Start(driver.t, ("rigth",))).code == "set_unknown"
        driver.do(events.Start(driver.t, ("right",)))
        assert driver.state.phase == "running"
        assert Session.replay(driver.session.plan, driver.facts, 0.0).state == driver.state

    def test_is_named_before_and_may_be_pressed(self) -> None:
        told = seen(ready_desk())
        assert told["sets_without_phone"] == ["right"]
        assert told["waits_for"] == ["right has no phone yet."]
        assert told["can"]["start"] is True

    def test_agreeing_is_written_down_and_ends_when_a_phone_comes_for_it(self) -> None:
        driver = ready_desk()
        driver.do(events.Start(driver.t, ("right",)))
        assert [fact.sets for fact in driver.facts if isinstance(fact, facts.SetsLeftOut)] == [("right",)]
        driver.join_phone("p2")
        assert driver.session.set_of("p2") == "right"
        driver.do(events.Drop(driver.t, "p2"))
        assert seen(driver)["sets_without_phone"] == ["right"]

    def test_an_agreed_set_is_missing_in_the_figures_to_the_end(self) -> None:
        driver = ready_desk()
        driver.do(events.Start(driver.t, ("right",)))
        driver.shown()
        through_all(driver, "left")
        assert driver.state.phase == "finished"
        told = seen(driver)["progress"]
        assert (told["stored"], told["total"], told["missing"]) == (2, 4, 2)


class TestDropped:
    def test_a_set_that_is_not_full_is_asked_for_at_the_end(self) -> None:
        driver = SessionDriver(last=2, sets=("left", "right")).started(phones=2)
        driver.do(events.Drop(driver.t, "p2"))
        through_all(driver, "left")
        assert (driver.state.phase, driver.state.reason.code) == ("paused", "set_unfilled")
        message = seen(driver)["reason"]["message"]
        assert "right has no phone since Phone p2 was dropped, and lacks 2 x-rays." in message
        assert refused(driver, events.Resume(driver.t)).code == "not_ready"
        driver.do(events.Resume(driver.t, without=("right",)))
        assert driver.state.phase == "finished"

    def test_another_phone_that_joins_takes_the_place_and_the_session_goes_on(self) -> None:
        driver = SessionDriver(last=2, sets=("left",)).started()
        driver.captured(1)
        driver.kept(1)
        driver.do(events.Drop(driver.t, "p1"))
        driver.shown()
        assert "Let another phone join, then resume." in seen(driver)["reason"]["message"]
        assert seen(driver)["waits_for"] == [
            "left has no phone since Phone p1 was dropped, and lacks 1 x-ray."
        ]
        driver.join_phone("p2")
        assert driver.session.set_of("p2") == "left"
        driver.do(events.Resume(driver.t))
        driver.shown()
        assert driver.state.phase == "running"
        assert [key[0] for key in driver.asked()] == ["p2"]

    def test_the_spare_that_waits_takes_the_place_by_itself(self) -> None:
        driver = SessionDriver(last=2, sets=("left",)).started()
        driver.join_phone("p2")
        driver.do(events.Drop(driver.t, "p1"))
        assert [command.device for command in driver.sent(commands.AskHello)] == ["p2"]
        assert driver.session.set_of("p2") == "left"

    def test_of_two_spares_none_is_chosen_and_it_is_said_what_to_press(self) -> None:
        driver = SessionDriver(last=2, sets=("left",)).started()
        for phone in ("p2", "p3"):
            driver.join_phone(phone)
        driver.do(events.Drop(driver.t, "p1"))
        assert driver.state.places["left"].phone is None
        assert seen(driver)["waits_for"][0].endswith(
            "Choose Replace at Phone p1 to give its place to a spare phone."
        )
        driver.do(events.Replace(driver.t, "p1", "p3"))
        assert driver.state.places["left"].phone == "p3"

    def test_a_full_set_needs_no_phone(self) -> None:
        driver = SessionDriver(last=1, sets=("left", "right")).started(phones=2)
        driver.captured(1, phone="p2")
        driver.do(events.Drop(driver.t, "p2"))
        assert seen(driver)["sets_without_phone"] == []
        through_all(driver, "left")
        assert driver.state.phase == "finished"


class TestRetake:
    def finished(self) -> SessionDriver:
        """A finished session whose phone was dropped."""
        driver = SessionDriver(last=1).started()
        driver.through(1)
        driver.do(events.Drop(driver.t, "p1"))
        return driver

    def test_is_listed_with_its_reason_and_waits_for_a_phone(self) -> None:
        driver = self.finished()
        driver.do(events.Retake(driver.t, 1, None, "glare"))
        assert seen(driver)["retakes"] == [
            {"index": 1, "set": "a", "reason": "operator", "detail": "glare", "phone": None}
        ]
        assert refused(driver, events.Resume(driver.t)).message == (
            "a has no phone since Phone p1 was dropped, and lacks 1 x-ray."
        )
        driver.join_phone("p2")
        driver.do(events.Resume(driver.t))
        driver.shown(whole=False)
        assert driver.asked() == [("p2", 1, 2)]

    def test_goes_to_the_spare_that_waits(self) -> None:
        driver = self.finished()
        driver.join_phone("p2")
        assert driver.session.set_of("p2") is None
        driver.do(events.Retake(driver.t, 1))
        assert driver.session.set_of("p2") == "a"


class TestSkip:
    def test_of_what_every_set_has_is_refused_and_says_what_to_do(self) -> None:
        driver = SessionDriver().started()
        driver.through(1)
        error = refused(driver, events.Skip(driver.t, 1, "no"))
        assert error.code == "nothing_to_skip"
        assert "ask for a retake" in error.message

    def test_leaves_the_photos_that_are_there_and_says_whose(self) -> None:
        driver = SessionDriver(sets=("a", "b")).started(phones=2)
        driver.captured(1, phone="p1")
        driver.do(events.Skip(driver.t, 1, "Phone p2 sees it too dark"))
        assert [fact.kept for fact in driver.last.facts if isinstance(fact, facts.IndexSkipped)] == [("a",)]
        assert seen(driver)["skips"] == [{"index": 1, "reason": "Phone p2 sees it too dark", "kept": ["a"]}]

    def test_sets_aside_the_photo_that_is_being_taken(self) -> None:
        driver = SessionDriver().started()
        driver.received(1)
        driver.do(events.Skip(driver.t, 1, "it is upside down"))
        driver.captured(1)
        assert driver.shows() == [2]
        driver.kept(1)
        assert [(order.index, order.to) for order in driver.sent(commands.File)] == [(1, "rejected")]
        assert driver.state.places["a"].retakes == {}
        assert views.strip(driver.session)["sets"]["a"][0] == "k"


def test_a_phone_that_comes_after_all_others_are_done_fills_the_whole_set() -> None:
    driver = ready_desk()
    driver.do(events.Start(driver.t, ("right",)))
    driver.shown()
    through_all(driver, "left")
    driver.join_phone("p2")
    driver.do(events.Resume(driver.t))
    driver.shown()
    assert driver.asked() == [("p2", 1, 1)]
