"""A session never stands for ever without a word, and goes on by itself where what it lacked has come."""

from __future__ import annotations

import pytest

from capture import events, views
from tests.capture.quiescence import calm, settle
from tests.capture.session_driver import SessionDriver
from tests.capture.simulated_lab import Lab

STANDS_S = 60


def paused(driver: SessionDriver) -> tuple[str, str, str]:
    reason = driver.state.reason
    assert reason is not None, driver.state.phase
    return driver.state.phase, reason.code, reason.device


class TestReadyAgain:
    @pytest.mark.parametrize("code", ["page_hidden", "camera_lost", "camera_taken"])
    def test_a_phone_that_was_not_ready_goes_on_by_itself_once_it_is(self, code: str) -> None:
        driver = SessionDriver().started()
        driver.ready(ready=False, code=code)
        assert paused(driver) == ("paused", "phone_not_ready", "p1")
        driver.tick(600)
        assert driver.state.phase == "paused"
        driver.ready()
        assert driver.state.phase == "running"

    def test_a_page_that_was_reloaded_goes_on_by_itself(self) -> None:
        driver = SessionDriver().started()
        driver.ready(ready=False, code="page_hidden")
        driver.hello(page="page2", record=(1, 0))
        assert driver.state.phase == "paused"
        driver.ready()
        assert driver.state.phase == "running"

    def test_it_waits_until_nobody_is_missing(self) -> None:
        driver = SessionDriver(sets=("a", "b")).started(phones=2)
        driver.ready("p1", ready=False, code="page_hidden")
        driver.ready("p2", ready=False, code="camera_lost")
        driver.ready("p1")
        assert driver.state.phase == "paused"
        driver.ready("p2")
        assert driver.state.phase == "running"

    def test_the_shot_that_failed_for_it_needs_no_word_of_its_own(self) -> None:
        driver = SessionDriver().started()
        driver.ready(ready=False, code="page_hidden")
        driver.do(
            events.CaptureFailureReported(
                driver.t, "p1", 1, 1, 1, driver.showing, "Its page was in the background."
            )
        )
        assert paused(driver) == ("paused", "phone_not_ready", "p1")
        driver.ready()
        assert driver.state.phase == "running"

    def test_what_a_person_paused_meanwhile_stays_paused(self) -> None:
        driver = SessionDriver().started()
        driver.ready(ready=False, code="page_hidden")
        driver.do(events.Pause(driver.t))
        driver.ready()
        assert paused(driver) == ("paused", "operator", "")

    def test_a_phone_that_comes_and_goes_does_not_begin_the_count_of_tries_anew(self) -> None:
        driver = SessionDriver(max_automatic_retakes=2).started()
        for attempt in range(1, 4):
            assert driver.state.phase == "running"
            driver.ready(ready=False, code="page_hidden")
            driver.captured(1, attempt)
            driver.kept(1, attempt)
            driver.shown(whole=False)
            driver.ready()
            if driver.state.showing.status == "ordered":
                driver.shown()
        assert paused(driver)[:2] == ("paused", "showing_broken")


class TestStandstill:
    def keeping(self) -> SessionDriver:
        """A session whose phone has taken two photos and sent none."""
        driver = SessionDriver().started()
        for index in (1, 2):
            driver.captured(index)
            if index == 1:
                driver.shown()
        return driver

    def test_a_phone_that_never_sends_its_photos_is_named_and_its_photos_end_the_pause(self) -> None:
        driver = self.keeping()
        assert views.snapshot(driver.session, driver.t)["waits_for"] == ["Waits for 2 photos from Phone p1."]
        driver.tick(STANDS_S - 1)
        assert driver.state.phase == "running"
        driver.tick(2)
        assert paused(driver) == ("paused", "photos_missing", "p1")
        assert (
            "photos of Phone p1 do not come. 2 photos are kept on it."
            in views.snapshot(driver.session, driver.t)["reason"]["message"]
        )
        driver.kept(1)
        assert driver.state.phase == "paused"
        driver.kept(2)
        assert driver.state.phase == "running"

    def test_also_when_nothing_is_left_to_photograph(self) -> None:
        driver = SessionDriver(last=1).started()
        driver.captured(1)
        driver.shown()
        driver.tick(STANDS_S)
        assert paused(driver) == ("paused", "photos_missing", "p1")
        driver.kept(1)
        driver.judged(1)
        assert driver.state.phase == "finished"

    def test_a_slow_network_on_which_photos_come_is_no_standstill(self) -> None:
        driver = SessionDriver(last=9).started()
        driver.captured(1)
        driver.shown()
        driver.captured(2)
        for index in range(1, 4):
            driver.tick(STANDS_S - 1)
            driver.kept(index)
            driver.judged(index)
            if driver.state.showing.status == "ordered":
                driver.shown()
            if driver.state.places["a"].outstanding is not None:
                driver.captured(index + 2)
            assert driver.state.phase == "running"

    def test_verdicts_that_take_long_are_nobodys_fault(self) -> None:
        driver = SessionDriver(last=9).started()
        for index in range(1, 5):
            driver.captured(index)
            driver.kept(index)
            if index < 4:
                driver.shown()
        driver.tick(STANDS_S * 5)
        assert driver.state.phase == "running"

    def test_a_phone_that_reconnects_for_ever_is_named(self) -> None:
        driver = SessionDriver().started()
        for number in range(STANDS_S * 2):
            driver.hello(page=f"again{number}", record=(1, 0))
            driver.ready()
            driver.tick(1)
            if driver.state.phase == "paused":
                break
        assert paused(driver) == ("paused", "unsteady", "p1")
        driver.hello(page="quiet", record=(1, 0))
        driver.ready()
        assert driver.state.phase == "paused"

    def test_a_display_that_reconnects_for_ever_is_named(self) -> None:
        driver = SessionDriver().started()
        driver.captured(1)
        for number in range(STANDS_S * 2):
            driver.do(events.DisplayHello(driver.t, "d1", f"again{number}"))
            driver.tick(1)
            if driver.state.phase == "paused":
                break
        assert paused(driver) == ("paused", "unsteady", "d1")


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
