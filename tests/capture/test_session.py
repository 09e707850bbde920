"""A session's rules, one by one, without faults of the network."""

from __future__ import annotations

import pytest

from capture import commands, events, facts, views
from capture.errors import CaptureError, DeviceRevoked, PhotoChanged, PhotoConflict, PhotoNotExpected
from capture.session import Session
from tests.capture.invariants import holds_lease
from tests.capture.session_driver import SessionDriver, digest


def refusal(driver: SessionDriver, event: events.Event) -> CaptureError:
    with pytest.raises(CaptureError) as refused:
        driver.do(event)
    return refused.value


def paused(driver: SessionDriver) -> str:
    assert driver.state.phase == "paused"
    return str(driver.state.reason.code)


class TestStarting:
    def test_says_all_that_is_missing(self) -> None:
        driver = SessionDriver()
        error = refusal(driver, events.Start(1.0))
        assert (error.code, error.message) == ("not_ready", "No display is connected. No phone has joined.")
        driver.join_display()
        driver.join_phone(ready=False)
        assert refusal(driver, events.Start(1.0)).message == "Phone p1 is not ready."
        driver.ready(ready=False, code="camera_taken")
        assert "Another app uses the camera" in refusal(driver, events.Start(1.0)).message
        driver.do(events.DeviceLeft(1.0, "p1", 1))
        assert refusal(driver, events.Start(1.0)).message == "Phone p1 is not connected."

    def test_shows_the_first_x_ray_and_asks_once_it_is_painted(self) -> None:
        driver = SessionDriver(5001, 5003)
        driver.join_display()
        driver.join_phone()
        driver.do(events.Start(driver.t))
        assert driver.shows() == [5001]
        assert driver.sent(commands.Show)[0].next_index == 5002
        assert driver.asked() == []
        driver.shown()
        assert driver.asked() == [("p1", 5001, 1)]

    def test_is_refused_twice(self) -> None:
        driver = SessionDriver().started()
        assert refusal(driver, events.Start(1.0)).code == "wrong_phase"


class TestSample:
    def test_only_its_x_rays_are_shown_and_the_phone_is_told_what_it_passes_over(self) -> None:
        driver = SessionDriver(1, 9, indices=(1, 4, 9)).started()
        assert driver.asked() == [("p1", 1, 1)]
        assert views.snapshot(driver.session, driver.t)["progress"]["missing"] == 3
        driver.captured(1)
        assert driver.sent(commands.Show)[0].next_index == 9
        driver.shown()
        [order] = driver.sent(commands.Capture)
        assert (order.index, order.skipped) == (4, (2, 3))
        driver.captured(4)
        snapshot = views.snapshot(driver.session, driver.t)
        assert (snapshot["total"], snapshot["progress"]["total"], snapshot["skips"]) == (3, 3, [])
        assert views.strip(driver.session)["sets"] == {"a": "ukkukkkk."}

    def test_what_lies_between_cannot_be_asked_for(self) -> None:
        driver = SessionDriver(1, 9, indices=(1, 4, 9)).started()
        assert refusal(driver, events.Retake(1.0, 3)).code == "index_outside"
        assert refusal(driver, events.Skip(1.0, 3, "unreadable")).code == "index_outside"


class TestRunning:
    def test_advances_when_every_phone_has_captured(self) -> None:
        driver = SessionDriver(sets=("a", "b")).started(phones=2)
        assert driver.asked() == [("p1", 1, 1), ("p2", 1, 1)]
        driver.captured(1, phone="p2")
        assert driver.shows() == []
        driver.captured(1, phone="p1")
        assert driver.shows() == [2]

    def test_waits_while_two_photos_of_a_phone_are_under_way(self) -> None:
        driver = SessionDriver().started()
        driver.captured(1)
        driver.shown()
        driver.captured(2)
        assert driver.shows() == []
        driver.kept(1)
        assert driver.shows() == [3]

    def test_waits_while_four_photos_of_a_phone_are_unjudged(self) -> None:
        driver = SessionDriver(last=9).started()
        for index in (1, 2, 3, 4):
            driver.captured(index)
            driver.kept(index)
            if index < 4:
                driver.shown()
        assert driver.state.showing.index == 4
        driver.judged(1)
        assert driver.shows() == [5]

    def test_a_photo_is_judged_only_after_the_display_has_confirmed_its_showing(self) -> None:
        driver = SessionDriver().started()
        driver.captured(1)
        driver.kept(1)
        assert driver.sent(commands.Judge) == []
        driver.shown()
        assert [order.index for order in driver.sent(commands.Judge)] == [1]
        driver.captured(2)
        driver.shown()
        driver.kept(2)
        assert [order.index for order in driver.sent(commands.Judge)] == [2]

    def test_a_photo_whose_showing_the_display_does_not_confirm_is_set_aside_and_retaken(self) -> None:
        driver = SessionDriver().started()
        driver.captured(1)
        driver.kept(1)
        driver.shown(whole=False)
        assert [order.to for order in driver.sent(commands.File)] == ["rejected"]
        assert driver.shows() == [1]
        driver.shown()
        assert driver.asked() == [("p1", 1, 2)]

    def test_repeats_a_command_every_second_until_it_is_received(self) -> None:
        driver = SessionDriver().started()
        assert driver.tick(0.5).commands == ()
        driver.tick(0.6)
        assert driver.asked() == [("p1", 1, 1)]
        driver.received(1)
        driver.tick()
        assert driver.asked() == []

    def test_repeats_a_showing_until_it_is_painted(self) -> None:
        driver = SessionDriver()
        driver.join_display()
        driver.join_phone()
        driver.do(events.Start(driver.t))
        first = driver.sent(commands.Show)
        driver.tick()
        assert driver.sent(commands.Show) == first
        driver.shown()
        driver.tick()
        assert driver.sent(commands.Show) == []

    def test_an_answer_counts_once(self) -> None:
        driver = SessionDriver().started()
        driver.captured(1, showing=1)
        assert driver.captured(1, showing=1).facts == ()
        driver.kept(1)
        assert driver.kept(1).facts == ()
        driver.shown()
        driver.judged(1)
        assert driver.judged(1, verdict="rejected").facts == ()

    def test_a_lease_of_before_changes_nothing(self) -> None:
        driver = SessionDriver().started()
        driver.hello(page="page2", record=(1, 0))
        assert [c.connection for c in driver.sent(commands.Supersede)] == ["p1-page1"]
        outcome = driver.do(events.Captured(driver.t, "p1", 1, 1, 1, 1, digest(1), 5))
        assert outcome.stale
        assert outcome.facts == outcome.commands == ()
        assert not holds_lease(driver.session, "p1", 1)
        assert holds_lease(driver.session, "p1", 2)

    def test_a_new_page_is_asked_again_once_its_camera_is_ready(self) -> None:
        driver = SessionDriver().started()
        driver.received(1)
        driver.hello(page="page2", record=(1, 0))
        assert driver.asked() == []
        driver.ready()
        assert driver.asked() == [("p1", 1, 1)]

    def test_finishes_after_the_last_verdict_and_then_is_black(self) -> None:
        driver = SessionDriver(last=2).started()
        driver.through(1)
        driver.captured(2)
        assert driver.state.phase == "finishing"
        assert driver.shows() == [None]
        driver.shown()
        driver.kept(2)
        assert driver.state.phase == "finishing"
        driver.judged(2)
        assert driver.state.phase == "finished"

    def test_a_rejection_while_finishing_is_retaken(self) -> None:
        driver = SessionDriver(last=1).started()
        driver.captured(1)
        driver.shown()
        driver.kept(1)
        driver.judged(1, verdict="rejected")
        assert driver.state.phase == "running"
        assert driver.shows() == [1]
        driver.shown()
        driver.through(1, attempt=2)
        assert driver.state.phase == "finished"


class TestVoidShowings:
    def test_a_photo_of_a_showing_that_broke_is_taken_in_set_aside_and_retaken(self) -> None:
        driver = SessionDriver().started()
        driver.received(1)
        driver.broken()
        driver.captured(1)
        assert [f.void for f in driver.last.facts if isinstance(f, facts.PhotoTaken)] == ["showing_broken"]
        assert driver.shows() == []
        driver.tick()
        assert driver.shows() == [1]
        driver.shown(whole=False)
        assert driver.asked() == [("p1", 1, 2)]
        driver.kept(1)
        assert [order.to for order in driver.sent(commands.File)] == ["rejected"]
        assert driver.sent(commands.Judge) == []

    def test_a_command_that_nobody_received_is_void_at_once_and_its_attempt_free(self) -> None:
        driver = SessionDriver().started()
        driver.broken()
        driver.tick()
        driver.shown(whole=False)
        assert driver.asked() == [("p1", 1, 1)]

    def test_an_answer_with_the_number_of_an_older_showing_does_not_count(self) -> None:
        driver = SessionDriver().started()
        driver.broken()
        driver.tick()
        driver.shown(whole=False)
        driver.captured(1, showing=1)
        assert driver.state.places["a"].photos[(1, 1)].rejection_code == "showing_broken"
        assert driver.shows() == [1]
        driver.shown()
        assert driver.asked() == [("p1", 1, 2)]

    def test_shown_after_broken_does_not_revive_a_showing(self) -> None:
        driver = SessionDriver()
        driver.join_display()
        driver.join_phone()
        driver.do(events.Start(driver.t))
        driver.broken()
        driver.shown()
        assert driver.asked() == []

    def test_a_display_that_keeps_breaking_is_not_shown_x_rays_without_a_pause(self) -> None:
        driver = SessionDriver().started()
        driver.broken()
        assert driver.shows() == []
        assert driver.tick(0.5).commands == ()
        driver.tick(0.6)
        assert driver.shows() == [1]

    def test_a_display_that_comes_back_gets_a_new_showing(self) -> None:
        driver = SessionDriver().started()
        driver.do(events.DisplayHello(driver.t, "d1", "d1-page2"))
        assert driver.shows() == [1]
        assert driver.showing == 2

    def test_a_newer_display_takes_over(self) -> None:
        driver = SessionDriver().started()
        driver.join_display("d2")
        assert [(c.device, c.code) for c in driver.sent(commands.Farewell)] == [("d1", "dropped")]
        assert [c.display for c in driver.sent(commands.Show)] == ["d2"]
        driver.do(events.DisplayHello(driver.t, "d1", "d1-page2"))
        assert [c.code for c in driver.sent(commands.Refuse)] == ["dropped"]


class TestRetakes:
    def test_a_rejected_photo_is_retaken_under_a_new_showing_when_nothing_is_outstanding(self) -> None:
        driver = SessionDriver().started()
        driver.captured(1)
        driver.kept(1)
        driver.shown()
        driver.judged(1, verdict="rejected")
        assert driver.shows() == []
        driver.captured(2)
        assert driver.shows() == [1]
        driver.kept(2)
        driver.shown()
        assert driver.asked() == [("p1", 1, 2)]
        driver.captured(1, 2)
        assert driver.shows() == [3]

    def test_only_the_phones_concerned_take_it_again(self) -> None:
        driver = SessionDriver(sets=("a", "b")).started(phones=2)
        for phone in ("p1", "p2"):
            driver.captured(1, phone=phone)
        driver.do(events.Retake(driver.t, 1, "b"))
        assert driver.shows() == [1]
        driver.shown()
        assert driver.asked() == [("p2", 1, 2)]

    def test_a_retake_asked_for_while_its_x_ray_is_shown_gets_a_showing_of_its_own(self) -> None:
        driver = SessionDriver(sets=("a", "b")).started(phones=2)
        driver.captured(1, phone="p2")
        driver.do(events.Retake(driver.t, 1, "b"))
        driver.captured(1, phone="p1")
        assert driver.shows() == [1]
        assert driver.asked() == []
        driver.shown()
        assert driver.asked() == [("p2", 1, 2)]

    def test_the_operators_retake_sets_an_accepted_photo_aside(self) -> None:
        driver = SessionDriver().started()
        driver.through(1)
        driver.do(events.Retake(driver.t, 1, None, "a finger"))
        assert [(o.index, o.to) for o in driver.sent(commands.File)] == [(1, "rejected")]
        driver.captured(2)
        assert driver.shows() == [1]

    def test_a_retake_of_a_photo_under_way_rejects_it_when_it_comes(self) -> None:
        driver = SessionDriver().started()
        driver.captured(1)
        driver.do(events.Retake(driver.t, 1))
        driver.kept(1)
        assert [(o.index, o.to) for o in driver.sent(commands.File)] == [(1, "rejected")]

    def test_a_retake_while_it_is_being_taken_asks_once_more(self) -> None:
        driver = SessionDriver().started()
        driver.do(events.Retake(driver.t, 1))
        driver.captured(1)
        assert driver.state.places["a"].photos[(1, 1)].rejection_code == "operator"
        assert driver.shows() == [1]

    def test_too_many_rejections_pause_and_going_on_tries_again(self) -> None:
        driver = SessionDriver(max_automatic_retakes=1).started()
        for attempt in (1, 2):
            driver.captured(1, attempt)
            driver.kept(1, attempt)
            driver.shown()
            driver.judged(1, attempt, "rejected")
            if driver.state.phase == "running":
                driver.captured(2)
                driver.shown()
        assert paused(driver) == "too_many_retakes"
        assert driver.state.reason.index == 1

    def test_cannot_be_asked_for_what_was_not_taken_or_is_not_there(self) -> None:
        driver = SessionDriver().started()
        assert refusal(driver, events.Retake(1.0, 3)).code == "not_taken_yet"
        assert refusal(driver, events.Retake(1.0, 9)).code == "index_outside"
        assert refusal(driver, events.Retake(1.0, 1, "x")).code == "set_unknown"

    def test_a_late_rejection_after_the_end_only_goes_on_the_list(self) -> None:
        driver = SessionDriver(last=1).started()
        driver.captured(1)
        driver.shown()
        driver.kept(1)
        driver.do(events.Abort(driver.t))
        driver.judged(1, verdict="rejected")
        assert driver.state.phase == "aborted"
        assert driver.shows() == []
        assert driver.state.places["a"].retakes == {1: "photo_broken"}

    def test_a_finished_session_retakes_once_resumed(self) -> None:
        driver = SessionDriver(last=1).started()
        driver.through(1)
        assert refusal(driver, events.Resume(driver.t)).code == "nothing_to_take"
        driver.do(events.Retake(driver.t, 1))
        assert driver.state.phase == "finished"
        driver.do(events.Resume(driver.t))
        driver.shown()
        driver.through(1, 2)
        assert driver.state.phase == "finished"


class TestSkips:
    def test_a_skipped_index_is_passed_over_and_named_in_the_command(self) -> None:
        driver = SessionDriver().started()
        driver.do(events.Skip(driver.t, 2, "its file is damaged"))
        driver.do(events.Skip(driver.t, 3, "its file is damaged"))
        driver.captured(1)
        assert driver.shows() == [4]
        driver.shown()
        assert driver.sent(commands.Capture)[0].skipped == (2, 3)

    def test_the_x_ray_on_the_display_can_be_skipped(self) -> None:
        driver = SessionDriver()
        driver.join_display()
        driver.join_phone()
        driver.do(events.Start(driver.t))
        driver.do(events.Skip(driver.t, 1, "it is upside down"))
        assert driver.shows() == [2]

    def test_a_retake_lifts_a_skip_for_every_set(self) -> None:
        driver = SessionDriver(sets=("a", "b")).started(phones=2)
        driver.do(events.Skip(driver.t, 2, "no"))
        for phone in ("p1", "p2"):
            driver.captured(1, phone=phone)
        driver.shown()
        for phone in ("p1", "p2"):
            driver.captured(3, phone=phone)
        driver.do(events.Retake(driver.t, 2, "a"))
        assert [place.due() for place in driver.state.places.values()] == [2, 2]

    def test_a_skip_lifted_while_the_next_x_ray_is_taken_is_caught_up_on(self) -> None:
        driver = SessionDriver().started()
        driver.do(events.Skip(driver.t, 2, "no"))
        driver.through(1)
        assert driver.state.places["a"].outstanding.index == 3
        driver.do(events.Retake(driver.t, 2))
        driver.captured(3)
        assert driver.shows() == [2]

    def test_needs_a_reason_and_an_index_of_the_session(self) -> None:
        driver = SessionDriver()
        assert refusal(driver, events.Skip(1.0, 1, " ")).code == "reason_missing"
        assert refusal(driver, events.Skip(1.0, 6, "no")).code == "index_outside"


class TestPausing:
    def test_blanks_the_display_once_the_outstanding_captures_are_answered(self) -> None:
        driver = SessionDriver().started()
        driver.do(events.Pause(driver.t))
        assert driver.shows() == []
        driver.captured(1)
        assert driver.shows() == [None]
        driver.shown()
        assert driver.state.doubtful == {}

    def test_an_unanswered_capture_is_void_in_the_end_and_the_display_black(self) -> None:
        driver = SessionDriver().started()
        driver.received(1)
        driver.do(events.Pause(driver.t))
        driver.tick(20)
        assert driver.shows() == [None]
        driver.do(events.Resume(driver.t))
        driver.shown()
        assert driver.asked() == [("p1", 1, 1)]

    def test_only_the_phone_that_paused_can_go_on_by_itself(self) -> None:
        driver = SessionDriver(sets=("a", "b")).started(phones=2)
        driver.do(events.Pause(driver.t, "phone", "p1", "", 1))
        assert refusal(driver, events.Resume(driver.t, "p2", 1)).code == "not_yours"
        driver.do(events.Resume(driver.t, "p1", 1))
        assert driver.state.phase == "running"

    def test_a_phone_that_fails_pauses_and_takes_the_same_attempt_under_a_new_showing(self) -> None:
        driver = SessionDriver().started()
        driver.do(events.CaptureFailureReported(driver.t, "p1", 1, 1, 1, driver.showing, "The camera froze."))
        assert paused(driver) == "capture_failed"
        driver.shown()
        driver.do(events.Resume(driver.t))
        assert driver.shows() == [1]
        driver.shown()
        assert driver.asked() == [("p1", 1, 1)]

    def test_a_phone_that_is_not_ready_pauses_at_once(self) -> None:
        driver = SessionDriver().started()
        driver.ready(ready=False, code="page_hidden")
        assert paused(driver) == "phone_not_ready"
        assert refusal(driver, events.Resume(driver.t)).code == "not_ready"

    def test_a_phone_that_never_answers_pauses_after_twenty_seconds(self) -> None:
        driver = SessionDriver().started()
        driver.tick(19.9)
        assert driver.state.phase == "running"
        driver.tick(0.2)
        assert paused(driver) == "phone_silent"

    def test_a_phone_that_went_away_pauses_after_twenty_seconds_and_may_come_back_before(self) -> None:
        driver = SessionDriver().started()
        driver.captured(1)
        driver.do(events.DeviceLeft(driver.t, "p1", 1))
        driver.tick(15)
        driver.hello(page="page2", record=(1, 1), held=[(1, 1, 1)])
        driver.ready()
        driver.tick(15)
        assert driver.state.reason is None or driver.state.reason.code != "phone_silent"
        driver = SessionDriver().started()
        driver.captured(1)
        driver.do(events.DeviceLeft(driver.t, "p1", 1))
        driver.shown()
        driver.tick(20)
        assert paused(driver) == "phone_silent"

    @pytest.mark.parametrize("leaves", [True, False])
    def test_a_display_that_does_not_answer_pauses(self, leaves: bool) -> None:
        driver = SessionDriver().started()
        driver.captured(1)
        if leaves:
            driver.do(events.DeviceLeft(driver.t, "d1", 1))
        driver.tick(20)
        assert paused(driver) == "display_silent"

    def test_a_picture_that_cannot_be_shown_pauses(self) -> None:
        driver = SessionDriver().started()
        driver.captured(1)
        driver.do(events.ShowFailed(driver.t, "d1", 1, driver.showing, "It is damaged."))
        assert paused(driver) == "show_failed"
        assert driver.state.reason.index == 2

    def test_what_does_not_run_cannot_be_paused_by_hand_and_a_full_disk_changes_nothing(self) -> None:
        driver = SessionDriver()
        assert refusal(driver, events.Pause(1.0)).code == "wrong_phase"
        assert driver.do(events.Pause(1.0, "disk_full")).facts == ()

    def test_pausing_twice_is_harmless(self) -> None:
        driver = SessionDriver().started()
        driver.do(events.Pause(driver.t))
        assert driver.do(events.Pause(driver.t, "disk_full")).facts == ()
        assert paused(driver) == "operator"

    def test_abort_ends_and_resume_goes_on(self) -> None:
        driver = SessionDriver().started()
        driver.do(events.Abort(driver.t))
        driver.captured(1)
        assert driver.shows() == [None]
        assert refusal(driver, events.Abort(driver.t)).code == "wrong_phase"
        driver.do(events.Resume(driver.t))
        assert driver.shows() == [2]


class TestHello:
    def test_an_empty_store_adopts_the_resume_point(self) -> None:
        driver = SessionDriver(5001, 5010)
        driver.join_display()
        driver.do(events.AdmitPhone(driver.t, "p1", "Pixel"))
        driver.hello()
        point = driver.sent(commands.Welcome)[0].resume_point
        assert (point.begin, point.last, point.attempts) == (5001, 5000, {})

    def test_an_answer_that_was_lost_is_taken_in_and_counts_while_its_showing_stands(self) -> None:
        driver = SessionDriver().started()
        driver.hello(page="page2", record=(1, 1), held=[(1, 1, 1)])
        assert driver.state.places["a"].photos[(1, 1)].rejection_code == ""
        assert driver.sent(commands.Welcome)[0].resume_point.last == 1
        driver.ready()
        assert driver.shows() == [] or driver.shows() == [2]
        assert driver.state.showing.index == 2

    def test_an_answer_that_was_lost_in_a_restart_is_taken_in_and_set_aside(self) -> None:
        driver = SessionDriver().started()
        driver.session = Session.replay(driver.session.plan, driver.facts, 0.0)
        driver.do(events.Restarted(driver.t))
        driver.hello(page="page2", record=(1, 1), held=[(1, 1, 1)])
        assert driver.state.places["a"].photos[(1, 1)].rejection_code == "showing_broken"
        assert driver.state.places["a"].due() == 1

    def test_a_command_not_carried_out_before_a_restart_is_given_again_as_the_same_attempt(self) -> None:
        driver = SessionDriver().started()
        driver.session = Session.replay(driver.session.plan, driver.facts, 0.0)
        driver.do(events.Restarted(driver.t))
        driver.do(events.DisplayHello(driver.t, "d1", "d1-page2"))
        driver.hello(page="page2", record=(1, 0))
        driver.ready()
        assert driver.shows() == [1]
        driver.shown(whole=False)
        assert driver.asked() == [("p1", 1, 1)]

    def test_photos_that_are_neither_stored_nor_held_are_lost_and_retaken(self) -> None:
        driver = SessionDriver().started()
        driver.captured(1)
        driver.hello(page="page2", record=(1, 1), held=[])
        assert [(f.index, f.code) for f in driver.last.facts if isinstance(f, facts.PhotoLost)] == [
            (1, "lost")
        ]
        driver.ready()
        assert driver.state.showing.index == 1
        driver.shown()
        assert driver.asked() == [("p1", 1, 2)]

    def test_a_cleared_store_adopts_again_with_the_attempts_that_are_used(self) -> None:
        driver = SessionDriver().started()
        driver.through(1)
        driver.captured(2)
        driver.hello(page="page2")
        point = driver.sent(commands.Welcome)[0].resume_point
        assert (point.begin, point.last) == (1, 2)
        assert driver.state.places["a"].retakes == {2: "lost"}

    @pytest.mark.parametrize(
        ("record", "attempts", "held"),
        [
            ((1, 0), {}, []),
            ((1, 3), {}, [(2, 1, 2), (3, 1, 3)]),
            ((1, 1), {1: 2}, []),
            ((2, 1), {1: 1}, []),
            ((1, 2), {}, []),
        ],
        ids=["behind", "too far ahead", "another attempt", "another begin", "ahead without the photo"],
    )
    def test_a_record_that_contradicts_ends_the_session(
        self, record: tuple[int, int], attempts: dict[int, int], held: list[tuple[int, int, int]]
    ) -> None:
        driver = SessionDriver().started()
        driver.through(1)
        driver.hello(page="page2", record=record, attempts=attempts, held=held)
        assert [c.code for c in driver.sent(commands.Refuse)] == ["index_mismatch"]
        assert (driver.state.phase, driver.state.reason.code) == ("aborted", "index_mismatch")

    def test_a_repeated_hello_on_one_connection_changes_nothing(self) -> None:
        driver = SessionDriver().started()
        driver.captured(1)
        outcome = driver.hello(page="page1")
        assert outcome.facts == ()
        assert [c.generation for c in driver.sent(commands.Welcome)] == [1]

    def test_strangers_and_those_who_were_dropped_are_refused(self) -> None:
        driver = SessionDriver().started()
        driver.hello("nobody")
        assert [c.code for c in driver.sent(commands.Refuse)] == ["device_unknown"]
        driver.do(events.Drop(driver.t, "p1"))
        driver.hello("p1", "page2")
        assert [c.code for c in driver.sent(commands.Refuse)] == ["dropped"]

    def test_a_mismatch_that_a_phone_reports_ends_the_session(self) -> None:
        driver = SessionDriver().started()
        driver.do(events.IndexMismatch(driver.t, "p1", 1, 1, 1, 7))
        assert driver.state.phase == "aborted"


class TestMembership:
    def test_each_phone_gets_the_first_free_set_and_further_ones_wait(self) -> None:
        driver = SessionDriver(sets=("a", "b"))
        for phone in ("p1", "p2", "p3"):
            driver.do(events.AdmitPhone(driver.t, phone, phone))
        assert [driver.session.set_of(phone) for phone in ("p1", "p2", "p3")] == ["a", "b", None]
        assert driver.do(events.AdmitPhone(driver.t, "p1", "p1")).facts == ()

    def test_a_phone_that_joins_midway_begins_at_the_x_ray_being_taken(self) -> None:
        driver = SessionDriver(sets=("a", "b")).started()
        driver.through(1)
        driver.join_phone("p2", ready=False)
        assert driver.sent(commands.Welcome)[0].resume_point.begin == 2
        driver.captured(2)
        assert driver.shows() == [3], "nobody waits for a phone that was never ready"
        driver.ready("p2")
        assert driver.shows() == [2]
        driver.shown()
        assert driver.asked() == [("p2", 2, 1)]

    def test_a_newcomers_begin_moves_until_it_has_been_told(self) -> None:
        driver = SessionDriver(sets=("a", "b")).started()
        driver.do(events.AdmitPhone(driver.t, "p2", "p2"))
        driver.through(1)
        driver.through(2)
        driver.hello("p2")
        assert driver.sent(commands.Welcome)[0].resume_point.begin == 3
        driver.captured(3)
        driver.hello("p2", "page2")
        assert driver.sent(commands.Welcome)[0].resume_point.begin == 3

    def test_dropping_the_last_phone_pauses(self) -> None:
        driver = SessionDriver().started()
        driver.do(events.Drop(driver.t, "p1"))
        assert paused(driver) == "no_phone"
        assert [c.code for c in driver.sent(commands.Farewell)] == ["dropped"]

    def test_dropping_one_of_two_goes_on_with_the_other(self) -> None:
        driver = SessionDriver(sets=("a", "b")).started(phones=2)
        driver.captured(1, phone="p1")
        driver.do(events.Drop(driver.t, "p2"))
        assert driver.shows() == [2]

    def test_a_dropped_phones_photos_are_taken_in_a_revoked_ones_are_not(self) -> None:
        driver = SessionDriver(sets=("a", "b")).started(phones=2)
        for phone in ("p1", "p2"):
            driver.captured(1, phone=phone)
            driver.do(events.Drop(driver.t, phone))
        assert driver.session.expects_photo("p1", 1, 1, digest(1)) == "new"
        driver.kept(1)
        assert driver.session.expects_photo("p1", 1, 1, digest(1)) == "kept"
        driver.do(events.Revoke(driver.t, "p2"))
        with pytest.raises(DeviceRevoked):
            driver.session.expects_photo("p2", 1, 1, digest(1, phone="p2"))
        assert driver.state.places["b"].retakes == {1: "revoked"}

    def test_a_spare_takes_over_a_place_with_its_attempts(self) -> None:
        driver = SessionDriver().started()
        driver.through(1)
        driver.join_phone("p2")
        assert driver.session.set_of("p2") is None
        driver.do(events.Replace(driver.t, "p1", "p2"))
        assert [c.device for c in driver.sent(commands.AskHello)] == ["p2"]
        driver.tick()
        assert [c.device for c in driver.sent(commands.AskHello)] == ["p2"]
        driver.hello("p2")
        point = driver.sent(commands.Welcome)[0].resume_point
        assert (point.begin, point.last) == (1, 1)
        driver.ready("p2")
        assert driver.shows() == [2]
        driver.shown()
        assert driver.asked() == [("p2", 2, 1)]

    def test_who_took_a_photo_stays_known_when_another_phone_has_the_place(self) -> None:
        driver = SessionDriver().started()
        driver.through(1)
        driver.join_phone("p2")
        driver.do(events.Replace(driver.t, "p1", "p2"))
        driver.hello("p2")
        driver.ready("p2")
        driver.shown()
        driver.captured(2, phone="p2")
        driver.kept(2, phone="p2")
        driver.judged(2)
        photos = [(1, 1), (2, 1), (3, 1)]
        assert [driver.session.taken_by("a", *photo) for photo in photos] == ["p1", "p2", None]
        assert driver.session.taken_by("b", 1, 1) is None

    def test_refuses_to_replace_by_whom_it_cannot(self) -> None:
        driver = SessionDriver(sets=("a", "b")).started(phones=2)
        assert refusal(driver, events.Replace(driver.t, "p1", "p2")).code == "not_a_spare"
        assert refusal(driver, events.Replace(driver.t, "p1", "nobody")).code == "device_unknown"
        driver.join_phone("p3")
        driver.join_phone("p4")
        assert refusal(driver, events.Replace(driver.t, "p3", "p4")).code == "no_place"
        driver.do(events.Replace(driver.t, "p1", "p3"))
        assert refusal(driver, events.Replace(driver.t, "p1", "p4")).code == "place_taken"


class TestPhotos:
    def test_uploads_are_expected_only_after_captured_and_only_with_its_bytes(self) -> None:
        driver = SessionDriver().started()
        with pytest.raises(PhotoNotExpected):
            driver.session.expects_photo("p1", 1, 1, digest(1))
        driver.captured(1)
        with pytest.raises(PhotoNotExpected):
            driver.session.expects_photo("p2", 1, 1, digest(1))
        assert driver.session.expects_photo("p1", 1, 1, digest(1)) == "new"

    def test_other_bytes_are_a_conflict_only_where_some_are_stored(self) -> None:
        driver = SessionDriver().started()
        driver.captured(1)
        assert driver.session.expects_photo("p1", 1, 1, digest(2)) == "changed"
        with pytest.raises(PhotoChanged):
            driver.do(events.PhotoKept(driver.t, "p1", 1, 1, digest(2), 5, "1-1.jpg"))
        driver.kept(1)
        with pytest.raises(PhotoConflict):
            driver.session.expects_photo("p1", 1, 1, digest(2))

    def test_captured_that_was_not_asked_for_is_refused(self) -> None:
        driver = SessionDriver().started()
        with pytest.raises(PhotoNotExpected):
            driver.captured(2)
        driver.captured(1)
        with pytest.raises(PhotoConflict):
            driver.do(events.Captured(driver.t, "p1", 1, 1, 1, 1, digest(9), 5))

    def test_a_photo_given_up_that_comes_all_the_same_is_kept_and_set_aside(self) -> None:
        driver = SessionDriver().started()
        driver.captured(1)
        driver.hello(page="page2", record=(1, 1))
        driver.kept(1)
        assert [order.to for order in driver.sent(commands.File)] == ["rejected"]

    def test_a_photo_whose_bytes_are_refused_is_retaken(self) -> None:
        driver = SessionDriver().started()
        driver.captured(1)
        driver.do(events.PhotoSpoiled(driver.t, "p1", 1, 1, 1))
        assert driver.state.places["a"].retakes == {1: "spoiled"}
        assert driver.do(events.PhotoSpoiled(driver.t, "p1", 1, 1, 1)).facts == ()

    def test_verdicts_pending_at_a_crash_are_asked_for_again(self) -> None:
        driver = SessionDriver().started()
        driver.captured(1)
        driver.shown()
        driver.kept(1)
        driver.captured(2)
        driver.kept(2)
        driver.session = Session.replay(driver.session.plan, driver.facts, 0.0)
        driver.do(events.Restarted(driver.t))
        assert [order.index for order in driver.sent(commands.Judge)] == [1]
        assert [(o.index, o.to) for o in driver.sent(commands.File)] == [(2, "rejected")]
