"""A set without a phone is named, asked about and counted: no session is finished without a word about one."""

from __future__ import annotations

from typing import Any

import pytest

from capture import commands, events, facts, views
from capture.errors import CaptureError
from capture.session import Session
from tests.capture.desk import Desk


def seen(desk: Desk) -> dict[str, Any]:
    return views.snapshot(desk.session, desk.t)


def refused(desk: Desk, event: events.Event) -> CaptureError:
    with pytest.raises(CaptureError) as error:
        desk.do(event)
    return error.value


def ready_desk(sets: tuple[str, ...] = ("left", "right"), last: int = 2) -> Desk:
    desk = Desk(last=last, sets=sets)
    desk.join_display()
    desk.join_phone()
    return desk


def through_all(desk: Desk, set_name: str) -> None:
    while desk.state.phase == "running":
        key = desk.state.places[set_name].outstanding.key
        phone = desk.state.places[set_name].phone
        desk.captured(*key, phone=phone)
        desk.shown()
        desk.kept(*key, phone=phone)
        desk.judged(*key, set_name=set_name)


class TestStart:
    def test_is_refused_until_the_empty_set_is_agreed_to(self) -> None:
        desk = ready_desk()
        error = refused(desk, events.Start(desk.t))
        assert (error.code, error.message) == ("not_ready", "right has no phone yet.")
        assert error.details["sets_without_phone"] == ["right"]
        assert refused(desk, events.Start(desk.t, ("rigth",))).code == "set_unknown"
        desk.do(events.Start(desk.t, ("right",)))
        assert desk.state.phase == "running"
        assert Session.replay(desk.session.plan, desk.facts, 0.0).state == desk.state

    def test_is_named_before_and_may_be_pressed(self) -> None:
        told = seen(ready_desk())
        assert told["sets_without_phone"] == ["right"]
        assert told["waits_for"] == ["right has no phone yet."]
        assert told["can"]["start"] is True

    def test_agreeing_is_written_down_and_ends_when_a_phone_comes_for_it(self) -> None:
        desk = ready_desk()
        desk.do(events.Start(desk.t, ("right",)))
        assert [fact.sets for fact in desk.facts if isinstance(fact, facts.SetsLeftOut)] == [("right",)]
        desk.join_phone("p2")
        assert desk.session.set_of("p2") == "right"
        desk.do(events.Drop(desk.t, "p2"))
        assert seen(desk)["sets_without_phone"] == ["right"]

    def test_an_agreed_set_is_missing_in_the_figures_to_the_end(self) -> None:
        desk = ready_desk()
        desk.do(events.Start(desk.t, ("right",)))
        desk.shown()
        through_all(desk, "left")
        assert desk.state.phase == "finished"
        told = seen(desk)["progress"]
        assert (told["stored"], told["total"], told["missing"]) == (2, 4, 2)


class TestDropped:
    def test_a_set_that_is_not_full_is_asked_for_at_the_end(self) -> None:
        desk = Desk(last=2, sets=("left", "right")).started(phones=2)
        desk.do(events.Drop(desk.t, "p2"))
        through_all(desk, "left")
        assert (desk.state.phase, desk.state.reason.code) == ("paused", "set_unfilled")
        message = seen(desk)["reason"]["message"]
        assert "right has no phone since Phone p2 was dropped, and lacks 2 x-rays." in message
        assert refused(desk, events.Resume(desk.t)).code == "not_ready"
        desk.do(events.Resume(desk.t, without=("right",)))
        assert desk.state.phase == "finished"

    def test_another_phone_that_joins_takes_the_place_and_the_session_goes_on(self) -> None:
        desk = Desk(last=2, sets=("left",)).started()
        desk.captured(1)
        desk.kept(1)
        desk.do(events.Drop(desk.t, "p1"))
        desk.shown()
        assert "Let another phone join, then resume." in seen(desk)["reason"]["message"]
        assert seen(desk)["waits_for"] == ["left has no phone since Phone p1 was dropped, and lacks 1 x-ray."]
        desk.join_phone("p2")
        assert desk.session.set_of("p2") == "left"
        desk.do(events.Resume(desk.t))
        desk.shown()
        assert desk.state.phase == "running"
        assert [key[0] for key in desk.asked()] == ["p2"]

    def test_the_spare_that_waits_takes_the_place_by_itself(self) -> None:
        desk = Desk(last=2, sets=("left",)).started()
        desk.join_phone("p2")
        desk.do(events.Drop(desk.t, "p1"))
        assert [command.device for command in desk.sent(commands.AskHello)] == ["p2"]
        assert desk.session.set_of("p2") == "left"

    def test_of_two_spares_none_is_chosen_and_it_is_said_what_to_press(self) -> None:
        desk = Desk(last=2, sets=("left",)).started()
        for phone in ("p2", "p3"):
            desk.join_phone(phone)
        desk.do(events.Drop(desk.t, "p1"))
        assert desk.state.places["left"].phone is None
        assert seen(desk)["waits_for"][0].endswith(
            "Choose Replace at Phone p1 to give its place to a spare phone."
        )
        desk.do(events.Replace(desk.t, "p1", "p3"))
        assert desk.state.places["left"].phone == "p3"

    def test_a_full_set_needs_no_phone(self) -> None:
        desk = Desk(last=1, sets=("left", "right")).started(phones=2)
        desk.captured(1, phone="p2")
        desk.do(events.Drop(desk.t, "p2"))
        assert seen(desk)["sets_without_phone"] == []
        through_all(desk, "left")
        assert desk.state.phase == "finished"


class TestRetake:
    def finished(self) -> Desk:
        """A finished session whose phone was dropped."""
        desk = Desk(last=1).started()
        desk.through(1)
        desk.do(events.Drop(desk.t, "p1"))
        return desk

    def test_is_listed_with_its_reason_and_waits_for_a_phone(self) -> None:
        desk = self.finished()
        desk.do(events.Retake(desk.t, 1, None, "glare"))
        assert seen(desk)["retakes"] == [
            {"index": 1, "set": "a", "reason": "operator", "detail": "glare", "phone": None}
        ]
        assert refused(desk, events.Resume(desk.t)).message == (
            "a has no phone since Phone p1 was dropped, and lacks 1 x-ray."
        )
        desk.join_phone("p2")
        desk.do(events.Resume(desk.t))
        desk.shown(whole=False)
        assert desk.asked() == [("p2", 1, 2)]

    def test_goes_to_the_spare_that_waits(self) -> None:
        desk = self.finished()
        desk.join_phone("p2")
        assert desk.session.set_of("p2") is None
        desk.do(events.Retake(desk.t, 1))
        assert desk.session.set_of("p2") == "a"


class TestSkip:
    def test_of_what_every_set_has_is_refused_and_says_what_to_do(self) -> None:
        desk = Desk().started()
        desk.through(1)
        error = refused(desk, events.Skip(desk.t, 1, "no"))
        assert error.code == "nothing_to_skip"
        assert "ask for a retake" in error.message

    def test_leaves_the_photos_that_are_there_and_says_whose(self) -> None:
        desk = Desk(sets=("a", "b")).started(phones=2)
        desk.captured(1, phone="p1")
        desk.do(events.Skip(desk.t, 1, "Phone p2 sees it too dark"))
        assert [fact.kept for fact in desk.last.facts if isinstance(fact, facts.IndexSkipped)] == [("a",)]
        assert seen(desk)["skips"] == [{"index": 1, "reason": "Phone p2 sees it too dark", "kept": ["a"]}]

    def test_sets_aside_the_photo_that_is_being_taken(self) -> None:
        desk = Desk().started()
        desk.received(1)
        desk.do(events.Skip(desk.t, 1, "it is upside down"))
        desk.captured(1)
        assert desk.shows() == [2]
        desk.kept(1)
        assert [(order.index, order.to) for order in desk.sent(commands.File)] == [(1, "rejected")]
        assert desk.state.places["a"].retakes == {}
        assert views.strip(desk.session)["sets"]["a"][0] == "k"
