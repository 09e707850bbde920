"""A session never stands for ever without a word, and goes on by itself where what it lacked has come."""

from __future__ import annotations

import pytest

from capture import events, views
from tests.capture.desk import Desk
from tests.capture.peace import calm, settle
from tests.capture.simulated_lab import Lab

STANDS_S = 60


def paused(desk: Desk) -> tuple[str, str, str]:
    reason = desk.state.reason
    assert reason is not None, desk.state.phase
    return desk.state.phase, reason.code, reason.device


class TestReadyAgain:
    @pytest.mark.parametrize("code", ["page_hidden", "camera_lost", "camera_taken"])
    def test_a_phone_that_was_not_ready_goes_on_by_itself_once_it_is(self, code: str) -> None:
        desk = Desk().started()
        desk.ready(ready=False, code=code)
        assert paused(desk) == ("paused", "phone_not_ready", "p1")
        desk.tick(600)
        assert desk.state.phase == "paused"
        desk.ready()
        assert desk.state.phase == "running"

    def test_a_page_that_was_reloaded_goes_on_by_itself(self) -> None:
        desk = Desk().started()
        desk.ready(ready=False, code="page_hidden")
        desk.hello(page="page2", record=(1, 0))
        assert desk.state.phase == "paused"
        desk.ready()
        assert desk.state.phase == "running"

    def test_it_waits_until_nobody_is_missing(self) -> None:
        desk = Desk(sets=("a", "b")).started(phones=2)
        desk.ready("p1", ready=False, code="page_hidden")
        desk.ready("p2", ready=False, code="camera_lost")
        desk.ready("p1")
        assert desk.state.phase == "paused"
        desk.ready("p2")
        assert desk.state.phase == "running"

    def test_the_shot_that_failed_for_it_needs_no_word_of_its_own(self) -> None:
        desk = Desk().started()
        desk.ready(ready=False, code="page_hidden")
        desk.do(
            events.CaptureFailureReported(
                desk.t, "p1", 1, 1, 1, desk.showing, "Its page was in the background."
            )
        )
        assert paused(desk) == ("paused", "phone_not_ready", "p1")
        desk.ready()
        assert desk.state.phase == "running"

    def test_what_a_person_paused_meanwhile_stays_paused(self) -> None:
        desk = Desk().started()
        desk.ready(ready=False, code="page_hidden")
        desk.do(events.Pause(desk.t))
        desk.ready()
        assert paused(desk) == ("paused", "operator", "")

    def test_a_phone_that_comes_and_goes_does_not_begin_the_count_of_tries_anew(self) -> None:
        desk = Desk(max_automatic_retakes=2).started()
        for attempt in range(1, 4):
            assert desk.state.phase == "running"
            desk.ready(ready=False, code="page_hidden")
            desk.captured(1, attempt)
            desk.kept(1, attempt)
            desk.shown(whole=False)
            desk.ready()
            if desk.state.showing.status == "ordered":
                desk.shown()
        assert paused(desk)[:2] == ("paused", "showing_broken")


class TestStandstill:
    def keeping(self) -> Desk:
        """A session whose phone has taken two photos and sent none."""
        desk = Desk().started()
        for index in (1, 2):
            desk.captured(index)
            if index == 1:
                desk.shown()
        return desk

    def test_a_phone_that_never_sends_its_photos_is_named_and_its_photos_end_the_pause(self) -> None:
        desk = self.keeping()
        assert views.snapshot(desk.session, desk.t)["waits_for"] == ["Waits for 2 photos from Phone p1."]
        desk.tick(STANDS_S - 1)
        assert desk.state.phase == "running"
        desk.tick(2)
        assert paused(desk) == ("paused", "photos_missing", "p1")
        assert (
            "photos of Phone p1 do not come. 2 photos are kept on it."
            in views.snapshot(desk.session, desk.t)["reason"]["message"]
        )
        desk.kept(1)
        assert desk.state.phase == "paused"
        desk.kept(2)
        assert desk.state.phase == "running"

    def test_also_when_nothing_is_left_to_photograph(self) -> None:
        desk = Desk(last=1).started()
        desk.captured(1)
        desk.shown()
        desk.tick(STANDS_S)
        assert paused(desk) == ("paused", "photos_missing", "p1")
        desk.kept(1)
        desk.judged(1)
        assert desk.state.phase == "finished"

    def test_a_slow_network_on_which_photos_come_is_no_standstill(self) -> None:
        desk = Desk(last=9).started()
        desk.captured(1)
        desk.shown()
        desk.captured(2)
        for index in range(1, 4):
            desk.tick(STANDS_S - 1)
            desk.kept(index)
            desk.judged(index)
            if desk.state.showing.status == "ordered":
                desk.shown()
            if desk.state.places["a"].outstanding is not None:
                desk.captured(index + 2)
            assert desk.state.phase == "running"

    def test_verdicts_that_take_long_are_nobodys_fault(self) -> None:
        desk = Desk(last=9).started()
        for index in range(1, 5):
            desk.captured(index)
            desk.kept(index)
            if index < 4:
                desk.shown()
        desk.tick(STANDS_S * 5)
        assert desk.state.phase == "running"

    def test_a_phone_that_reconnects_for_ever_is_named(self) -> None:
        desk = Desk().started()
        for number in range(STANDS_S * 2):
            desk.hello(page=f"again{number}", record=(1, 0))
            desk.ready()
            desk.tick(1)
            if desk.state.phase == "paused":
                break
        assert paused(desk) == ("paused", "unsteady", "p1")
        desk.hello(page="quiet", record=(1, 0))
        desk.ready()
        assert desk.state.phase == "paused"

    def test_a_display_that_reconnects_for_ever_is_named(self) -> None:
        desk = Desk().started()
        desk.captured(1)
        for number in range(STANDS_S * 2):
            desk.do(events.DisplayHello(desk.t, "d1", f"again{number}"))
            desk.tick(1)
            if desk.state.phase == "paused":
                break
        assert paused(desk) == ("paused", "unsteady", "d1")


def test_a_black_that_failed_at_the_end_is_shown_again_so_that_the_last_photo_is_judged() -> None:
    lab = Lab.new(1, 1, ("a",))
    lab.admit_display("d1")
    lab.admit_phone("p1")
    calm(lab, 2)
    lab.handle(events.Start(lab.t, lab.plan.sets))
    [display], [phone] = lab.displays, lab.phones
    while lab.session.state.phase != "finishing":
        while lab.network:
            lab.deliver(0)
        if lab.session.state.phase == "running":
            display.paint()
        phone.shutter()
    display.fail()
    while lab.network:
        lab.deliver(0)
    assert lab.session.state.reason is not None
    assert (lab.session.state.phase, lab.session.state.reason.code) == ("paused", "show_failed")
    settle(lab)
