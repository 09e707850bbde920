"""A session's rules, one by one, without faults of the network."""

from __future__ import annotations

import pytest

from capture import commands, events, facts
from capture.errors import CaptureError, DeviceRevoked, PhotoChanged, PhotoConflict, PhotoNotExpected
from capture.session import Session
from tests.capture.desk import Desk, digest
from tests.capture.promises import holds_lease


def refusal(desk: Desk, event: events.Event) -> CaptureError:
    with pytest.raises(CaptureError) as refused:
        desk.do(event)
    return refused.value


def paused(desk: Desk) -> str:
    assert desk.state.phase == "paused"
    return str(desk.state.reason.code)


class TestStarting:
    def test_says_all_that_is_missing(self) -> None:
        desk = Desk()
        error = refusal(desk, events.Start(1.0))
        assert (error.code, error.message) == ("not_ready", "No display is connected. No phone has joined.")
        desk.join_display()
        desk.join_phone(ready=False)
        assert refusal(desk, events.Start(1.0)).message == "Phone p1 is not ready."
        desk.ready(ready=False, code="camera_taken")
        assert "Another app uses the camera" in refusal(desk, events.Start(1.0)).message
        desk.do(events.DeviceLeft(1.0, "p1", 1))
        assert refusal(desk, events.Start(1.0)).message == "Phone p1 is not connected."

    def test_shows_the_first_x_ray_and_asks_once_it_is_painted(self) -> None:
        desk = Desk(5001, 5003)
        desk.join_display()
        desk.join_phone()
        desk.do(events.Start(desk.t))
        assert desk.shows() == [5001]
        assert desk.sent(commands.Show)[0].next_index == 5002
        assert desk.asked() == []
        desk.shown()
        assert desk.asked() == [("p1", 5001, 1)]

    def test_is_refused_twice(self) -> None:
        desk = Desk().started()
        assert refusal(desk, events.Start(1.0)).code == "wrong_phase"


class TestRunning:
    def test_advances_when_every_phone_has_captured(self) -> None:
        desk = Desk(sets=("a", "b")).started(phones=2)
        assert desk.asked() == [("p1", 1, 1), ("p2", 1, 1)]
        desk.captured(1, phone="p2")
        assert desk.shows() == []
        desk.captured(1, phone="p1")
        assert desk.shows() == [2]

    def test_waits_while_two_photos_of_a_phone_are_under_way(self) -> None:
        desk = Desk().started()
        desk.captured(1)
        desk.shown()
        desk.captured(2)
        assert desk.shows() == []
        desk.kept(1)
        assert desk.shows() == [3]

    def test_waits_while_four_photos_of_a_phone_are_unjudged(self) -> None:
        desk = Desk(last=9).started()
        for index in (1, 2, 3, 4):
            desk.captured(index)
            desk.kept(index)
            if index < 4:
                desk.shown()
        assert desk.state.showing.index == 4
        desk.judged(1)
        assert desk.shows() == [5]

    def test_a_photo_is_judged_only_after_the_display_has_confirmed_its_showing(self) -> None:
        desk = Desk().started()
        desk.captured(1)
        desk.kept(1)
        assert desk.sent(commands.Judge) == []
        desk.shown()
        assert [order.index for order in desk.sent(commands.Judge)] == [1]
        desk.captured(2)
        desk.shown()
        desk.kept(2)
        assert [order.index for order in desk.sent(commands.Judge)] == [2]

    def test_a_photo_whose_showing_the_display_does_not_confirm_is_set_aside_and_retaken(self) -> None:
        desk = Desk().started()
        desk.captured(1)
        desk.kept(1)
        desk.shown(whole=False)
        assert [order.to for order in desk.sent(commands.File)] == ["rejected"]
        assert desk.shows() == [1]
        desk.shown()
        assert desk.asked() == [("p1", 1, 2)]

    def test_repeats_a_command_every_second_until_it_is_received(self) -> None:
        desk = Desk().started()
        assert desk.tick(0.5).commands == ()
        desk.tick(0.6)
        assert desk.asked() == [("p1", 1, 1)]
        desk.received(1)
        desk.tick()
        assert desk.asked() == []

    def test_repeats_a_showing_until_it_is_painted(self) -> None:
        desk = Desk()
        desk.join_display()
        desk.join_phone()
        desk.do(events.Start(desk.t))
        first = desk.sent(commands.Show)
        desk.tick()
        assert desk.sent(commands.Show) == first
        desk.shown()
        desk.tick()
        assert desk.sent(commands.Show) == []

    def test_an_answer_counts_once(self) -> None:
        desk = Desk().started()
        desk.captured(1, showing=1)
        assert desk.captured(1, showing=1).facts == ()
        desk.kept(1)
        assert desk.kept(1).facts == ()
        desk.shown()
        desk.judged(1)
        assert desk.judged(1, verdict="rejected").facts == ()

    def test_a_lease_of_before_changes_nothing(self) -> None:
        desk = Desk().started()
        desk.hello(page="page2", record=(1, 0))
        assert [c.connection for c in desk.sent(commands.Supersede)] == ["p1-page1"]
        outcome = desk.do(events.Captured(desk.t, "p1", 1, 1, 1, 1, digest(1), 5))
        assert outcome.stale
        assert outcome.facts == outcome.commands == ()
        assert not holds_lease(desk.session, "p1", 1)
        assert holds_lease(desk.session, "p1", 2)

    def test_a_new_page_is_asked_again_once_its_camera_is_ready(self) -> None:
        desk = Desk().started()
        desk.received(1)
        desk.hello(page="page2", record=(1, 0))
        assert desk.asked() == []
        desk.ready()
        assert desk.asked() == [("p1", 1, 1)]

    def test_finishes_after_the_last_verdict_and_then_is_black(self) -> None:
        desk = Desk(last=2).started()
        desk.through(1)
        desk.captured(2)
        assert desk.state.phase == "finishing"
        assert desk.shows() == [None]
        desk.shown()
        desk.kept(2)
        assert desk.state.phase == "finishing"
        desk.judged(2)
        assert desk.state.phase == "finished"

    def test_a_rejection_while_finishing_is_retaken(self) -> None:
        desk = Desk(last=1).started()
        desk.captured(1)
        desk.shown()
        desk.kept(1)
        desk.judged(1, verdict="rejected")
        assert desk.state.phase == "running"
        assert desk.shows() == [1]
        desk.shown()
        desk.through(1, attempt=2)
        assert desk.state.phase == "finished"


class TestVoidShowings:
    def test_a_photo_of_a_showing_that_broke_is_taken_in_set_aside_and_retaken(self) -> None:
        desk = Desk().started()
        desk.received(1)
        desk.broken()
        desk.captured(1)
        assert [f.void for f in desk.last.facts if isinstance(f, facts.PhotoTaken)] == ["showing_broken"]
        assert desk.shows() == []
        desk.tick()
        assert desk.shows() == [1]
        desk.shown(whole=False)
        assert desk.asked() == [("p1", 1, 2)]
        desk.kept(1)
        assert [order.to for order in desk.sent(commands.File)] == ["rejected"]
        assert desk.sent(commands.Judge) == []

    def test_a_command_that_nobody_received_is_void_at_once_and_its_attempt_free(self) -> None:
        desk = Desk().started()
        desk.broken()
        desk.tick()
        desk.shown(whole=False)
        assert desk.asked() == [("p1", 1, 1)]

    def test_an_answer_with_the_number_of_an_older_showing_does_not_count(self) -> None:
        desk = Desk().started()
        desk.broken()
        desk.tick()
        desk.shown(whole=False)
        desk.captured(1, showing=1)
        assert desk.state.places["a"].photos[(1, 1)].rejection_code == "showing_broken"
        assert desk.shows() == [1]
        desk.shown()
        assert desk.asked() == [("p1", 1, 2)]

    def test_shown_after_broken_does_not_revive_a_showing(self) -> None:
        desk = Desk()
        desk.join_display()
        desk.join_phone()
        desk.do(events.Start(desk.t))
        desk.broken()
        desk.shown()
        assert desk.asked() == []

    def test_a_display_that_keeps_breaking_is_not_shown_x_rays_without_a_pause(self) -> None:
        desk = Desk().started()
        desk.broken()
        assert desk.shows() == []
        assert desk.tick(0.5).commands == ()
        desk.tick(0.6)
        assert desk.shows() == [1]

    def test_a_display_that_comes_back_gets_a_new_showing(self) -> None:
        desk = Desk().started()
        desk.do(events.DisplayHello(desk.t, "d1", "d1-page2"))
        assert desk.shows() == [1]
        assert desk.showing == 2

    def test_a_newer_display_takes_over(self) -> None:
        desk = Desk().started()
        desk.join_display("d2")
        assert [(c.device, c.code) for c in desk.sent(commands.Farewell)] == [("d1", "dropped")]
        assert [c.display for c in desk.sent(commands.Show)] == ["d2"]
        desk.do(events.DisplayHello(desk.t, "d1", "d1-page2"))
        assert [c.code for c in desk.sent(commands.Refuse)] == ["dropped"]


class TestRetakes:
    def test_a_rejected_photo_is_retaken_under_a_new_showing_when_nothing_is_outstanding(self) -> None:
        desk = Desk().started()
        desk.captured(1)
        desk.kept(1)
        desk.shown()
        desk.judged(1, verdict="rejected")
        assert desk.shows() == []
        desk.captured(2)
        assert desk.shows() == [1]
        desk.kept(2)
        desk.shown()
        assert desk.asked() == [("p1", 1, 2)]
        desk.captured(1, 2)
        assert desk.shows() == [3]

    def test_only_the_phones_concerned_take_it_again(self) -> None:
        desk = Desk(sets=("a", "b")).started(phones=2)
        for phone in ("p1", "p2"):
            desk.captured(1, phone=phone)
        desk.do(events.Retake(desk.t, 1, "b"))
        assert desk.shows() == [1]
        desk.shown()
        assert desk.asked() == [("p2", 1, 2)]

    def test_a_retake_asked_for_while_its_x_ray_is_shown_gets_a_showing_of_its_own(self) -> None:
        desk = Desk(sets=("a", "b")).started(phones=2)
        desk.captured(1, phone="p2")
        desk.do(events.Retake(desk.t, 1, "b"))
        desk.captured(1, phone="p1")
        assert desk.shows() == [1]
        assert desk.asked() == []
        desk.shown()
        assert desk.asked() == [("p2", 1, 2)]

    def test_the_operators_retake_sets_an_accepted_photo_aside(self) -> None:
        desk = Desk().started()
        desk.through(1)
        desk.do(events.Retake(desk.t, 1, None, "a finger"))
        assert [(o.index, o.to) for o in desk.sent(commands.File)] == [(1, "rejected")]
        desk.captured(2)
        assert desk.shows() == [1]

    def test_a_retake_of_a_photo_under_way_rejects_it_when_it_comes(self) -> None:
        desk = Desk().started()
        desk.captured(1)
        desk.do(events.Retake(desk.t, 1))
        desk.kept(1)
        assert [(o.index, o.to) for o in desk.sent(commands.File)] == [(1, "rejected")]

    def test_a_retake_while_it_is_being_taken_asks_once_more(self) -> None:
        desk = Desk().started()
        desk.do(events.Retake(desk.t, 1))
        desk.captured(1)
        assert desk.state.places["a"].photos[(1, 1)].rejection_code == "operator"
        assert desk.shows() == [1]

    def test_too_many_rejections_pause_and_going_on_tries_again(self) -> None:
        desk = Desk(max_automatic_retakes=1).started()
        for attempt in (1, 2):
            desk.captured(1, attempt)
            desk.kept(1, attempt)
            desk.shown()
            desk.judged(1, attempt, "rejected")
            if desk.state.phase == "running":
                desk.captured(2)
                desk.shown()
        assert paused(desk) == "too_many_retakes"
        assert desk.state.reason.index == 1

    def test_cannot_be_asked_for_what_was_not_taken_or_is_not_there(self) -> None:
        desk = Desk().started()
        assert refusal(desk, events.Retake(1.0, 3)).code == "not_taken_yet"
        assert refusal(desk, events.Retake(1.0, 9)).code == "index_outside"
        assert refusal(desk, events.Retake(1.0, 1, "x")).code == "set_unknown"

    def test_a_late_rejection_after_the_end_only_goes_on_the_list(self) -> None:
        desk = Desk(last=1).started()
        desk.captured(1)
        desk.shown()
        desk.kept(1)
        desk.do(events.Abort(desk.t))
        desk.judged(1, verdict="rejected")
        assert desk.state.phase == "aborted"
        assert desk.shows() == []
        assert desk.state.places["a"].retakes == {1: "photo_broken"}

    def test_a_finished_session_retakes_once_resumed(self) -> None:
        desk = Desk(last=1).started()
        desk.through(1)
        assert refusal(desk, events.Resume(desk.t)).code == "nothing_to_take"
        desk.do(events.Retake(desk.t, 1))
        assert desk.state.phase == "finished"
        desk.do(events.Resume(desk.t))
        desk.shown()
        desk.through(1, 2)
        assert desk.state.phase == "finished"


class TestSkips:
    def test_a_skipped_index_is_passed_over_and_named_in_the_command(self) -> None:
        desk = Desk().started()
        desk.do(events.Skip(desk.t, 2, "its file is damaged"))
        desk.do(events.Skip(desk.t, 3, "its file is damaged"))
        desk.captured(1)
        assert desk.shows() == [4]
        desk.shown()
        assert desk.sent(commands.Capture)[0].skipped == (2, 3)

    def test_the_x_ray_on_the_display_can_be_skipped(self) -> None:
        desk = Desk()
        desk.join_display()
        desk.join_phone()
        desk.do(events.Start(desk.t))
        desk.do(events.Skip(desk.t, 1, "it is upside down"))
        assert desk.shows() == [2]

    def test_a_retake_lifts_a_skip_for_every_set(self) -> None:
        desk = Desk(sets=("a", "b")).started(phones=2)
        desk.do(events.Skip(desk.t, 2, "no"))
        for phone in ("p1", "p2"):
            desk.captured(1, phone=phone)
        desk.shown()
        for phone in ("p1", "p2"):
            desk.captured(3, phone=phone)
        desk.do(events.Retake(desk.t, 2, "a"))
        assert [place.due() for place in desk.state.places.values()] == [2, 2]

    def test_a_skip_lifted_while_the_next_x_ray_is_taken_is_caught_up_on(self) -> None:
        desk = Desk().started()
        desk.do(events.Skip(desk.t, 2, "no"))
        desk.through(1)
        assert desk.state.places["a"].outstanding.index == 3
        desk.do(events.Retake(desk.t, 2))
        desk.captured(3)
        assert desk.shows() == [2]

    def test_needs_a_reason_and_an_index_of_the_session(self) -> None:
        desk = Desk()
        assert refusal(desk, events.Skip(1.0, 1, " ")).code == "reason_missing"
        assert refusal(desk, events.Skip(1.0, 6, "no")).code == "index_outside"


class TestPausing:
    def test_blanks_the_display_once_the_outstanding_captures_are_answered(self) -> None:
        desk = Desk().started()
        desk.do(events.Pause(desk.t))
        assert desk.shows() == []
        desk.captured(1)
        assert desk.shows() == [None]
        desk.shown()
        assert desk.state.doubtful == {}

    def test_an_unanswered_capture_is_void_in_the_end_and_the_display_black(self) -> None:
        desk = Desk().started()
        desk.received(1)
        desk.do(events.Pause(desk.t))
        desk.tick(20)
        assert desk.shows() == [None]
        desk.do(events.Resume(desk.t))
        desk.shown()
        assert desk.asked() == [("p1", 1, 1)]

    def test_only_the_phone_that_paused_can_go_on_by_itself(self) -> None:
        desk = Desk(sets=("a", "b")).started(phones=2)
        desk.do(events.Pause(desk.t, "phone", "p1", "", 1))
        assert refusal(desk, events.Resume(desk.t, "p2", 1)).code == "not_yours"
        desk.do(events.Resume(desk.t, "p1", 1))
        assert desk.state.phase == "running"

    def test_a_phone_that_fails_pauses_and_takes_the_same_attempt_under_a_new_showing(self) -> None:
        desk = Desk().started()
        desk.do(events.CaptureFailureReported(desk.t, "p1", 1, 1, 1, desk.showing, "The camera froze."))
        assert paused(desk) == "capture_failed"
        desk.shown()
        desk.do(events.Resume(desk.t))
        assert desk.shows() == [1]
        desk.shown()
        assert desk.asked() == [("p1", 1, 1)]

    def test_a_phone_that_is_not_ready_pauses_at_once(self) -> None:
        desk = Desk().started()
        desk.ready(ready=False, code="page_hidden")
        assert paused(desk) == "phone_not_ready"
        assert refusal(desk, events.Resume(desk.t)).code == "not_ready"

    def test_a_phone_that_never_answers_pauses_after_twenty_seconds(self) -> None:
        desk = Desk().started()
        desk.tick(19.9)
        assert desk.state.phase == "running"
        desk.tick(0.2)
        assert paused(desk) == "phone_silent"

    def test_a_phone_that_went_away_pauses_after_twenty_seconds_and_may_come_back_before(self) -> None:
        desk = Desk().started()
        desk.captured(1)
        desk.do(events.DeviceLeft(desk.t, "p1", 1))
        desk.tick(15)
        desk.hello(page="page2", record=(1, 1), held=[(1, 1, 1)])
        desk.ready()
        desk.tick(15)
        assert desk.state.reason is None or desk.state.reason.code != "phone_silent"
        desk = Desk().started()
        desk.captured(1)
        desk.do(events.DeviceLeft(desk.t, "p1", 1))
        desk.shown()
        desk.tick(20)
        assert paused(desk) == "phone_silent"

    @pytest.mark.parametrize("leaves", [True, False])
    def test_a_display_that_does_not_answer_pauses(self, leaves: bool) -> None:
        desk = Desk().started()
        desk.captured(1)
        if leaves:
            desk.do(events.DeviceLeft(desk.t, "d1", 1))
        desk.tick(20)
        assert paused(desk) == "display_silent"

    def test_a_picture_that_cannot_be_shown_pauses(self) -> None:
        desk = Desk().started()
        desk.captured(1)
        desk.do(events.ShowFailed(desk.t, "d1", 1, desk.showing, "It is damaged."))
        assert paused(desk) == "show_failed"
        assert desk.state.reason.index == 2

    def test_what_does_not_run_cannot_be_paused_by_hand_and_a_full_disk_changes_nothing(self) -> None:
        desk = Desk()
        assert refusal(desk, events.Pause(1.0)).code == "wrong_phase"
        assert desk.do(events.Pause(1.0, "disk_full")).facts == ()

    def test_pausing_twice_is_harmless(self) -> None:
        desk = Desk().started()
        desk.do(events.Pause(desk.t))
        assert desk.do(events.Pause(desk.t, "disk_full")).facts == ()
        assert paused(desk) == "operator"

    def test_abort_ends_and_resume_goes_on(self) -> None:
        desk = Desk().started()
        desk.do(events.Abort(desk.t))
        desk.captured(1)
        assert desk.shows() == [None]
        assert refusal(desk, events.Abort(desk.t)).code == "wrong_phase"
        desk.do(events.Resume(desk.t))
        assert desk.shows() == [2]


class TestHello:
    def test_an_empty_store_adopts_the_resume_point(self) -> None:
        desk = Desk(5001, 5010)
        desk.join_display()
        desk.do(events.AdmitPhone(desk.t, "p1", "Pixel"))
        desk.hello()
        point = desk.sent(commands.Welcome)[0].resume_point
        assert (point.begin, point.last, point.attempts) == (5001, 5000, {})

    def test_an_answer_that_was_lost_is_taken_in_and_counts_while_its_showing_stands(self) -> None:
        desk = Desk().started()
        desk.hello(page="page2", record=(1, 1), held=[(1, 1, 1)])
        assert desk.state.places["a"].photos[(1, 1)].rejection_code == ""
        assert desk.sent(commands.Welcome)[0].resume_point.last == 1
        desk.ready()
        assert desk.shows() == [] or desk.shows() == [2]
        assert desk.state.showing.index == 2

    def test_an_answer_that_was_lost_in_a_restart_is_taken_in_and_set_aside(self) -> None:
        desk = Desk().started()
        desk.session = Session.replay(desk.session.plan, desk.facts, 0.0)
        desk.do(events.Restarted(desk.t))
        desk.hello(page="page2", record=(1, 1), held=[(1, 1, 1)])
        assert desk.state.places["a"].photos[(1, 1)].rejection_code == "showing_broken"
        assert desk.state.places["a"].due() == 1

    def test_a_command_not_carried_out_before_a_restart_is_given_again_as_the_same_attempt(self) -> None:
        desk = Desk().started()
        desk.session = Session.replay(desk.session.plan, desk.facts, 0.0)
        desk.do(events.Restarted(desk.t))
        desk.do(events.DisplayHello(desk.t, "d1", "d1-page2"))
        desk.hello(page="page2", record=(1, 0))
        desk.ready()
        assert desk.shows() == [1]
        desk.shown(whole=False)
        assert desk.asked() == [("p1", 1, 1)]

    def test_photos_that_are_neither_stored_nor_held_are_lost_and_retaken(self) -> None:
        desk = Desk().started()
        desk.captured(1)
        desk.hello(page="page2", record=(1, 1), held=[])
        assert [(f.index, f.code) for f in desk.last.facts if isinstance(f, facts.PhotoLost)] == [(1, "lost")]
        desk.ready()
        assert desk.state.showing.index == 1
        desk.shown()
        assert desk.asked() == [("p1", 1, 2)]

    def test_a_cleared_store_adopts_again_with_the_attempts_that_are_used(self) -> None:
        desk = Desk().started()
        desk.through(1)
        desk.captured(2)
        desk.hello(page="page2")
        point = desk.sent(commands.Welcome)[0].resume_point
        assert (point.begin, point.last) == (1, 2)
        assert desk.state.places["a"].retakes == {2: "lost"}

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
        desk = Desk().started()
        desk.through(1)
        desk.hello(page="page2", record=record, attempts=attempts, held=held)
        assert [c.code for c in desk.sent(commands.Refuse)] == ["index_mismatch"]
        assert (desk.state.phase, desk.state.reason.code) == ("aborted", "index_mismatch")

    def test_a_repeated_hello_on_one_connection_changes_nothing(self) -> None:
        desk = Desk().started()
        desk.captured(1)
        outcome = desk.hello(page="page1")
        assert outcome.facts == ()
        assert [c.generation for c in desk.sent(commands.Welcome)] == [1]

    def test_strangers_and_those_who_were_dropped_are_refused(self) -> None:
        desk = Desk().started()
        desk.hello("nobody")
        assert [c.code for c in desk.sent(commands.Refuse)] == ["device_unknown"]
        desk.do(events.Drop(desk.t, "p1"))
        desk.hello("p1", "page2")
        assert [c.code for c in desk.sent(commands.Refuse)] == ["dropped"]

    def test_a_mismatch_that_a_phone_reports_ends_the_session(self) -> None:
        desk = Desk().started()
        desk.do(events.IndexMismatch(desk.t, "p1", 1, 1, 1, 7))
        assert desk.state.phase == "aborted"


class TestMembership:
    def test_each_phone_gets_the_first_free_set_and_further_ones_wait(self) -> None:
        desk = Desk(sets=("a", "b"))
        for phone in ("p1", "p2", "p3"):
            desk.do(events.AdmitPhone(desk.t, phone, phone))
        assert [desk.session.set_of(phone) for phone in ("p1", "p2", "p3")] == ["a", "b", None]
        assert desk.do(events.AdmitPhone(desk.t, "p1", "p1")).facts == ()

    def test_a_phone_that_joins_midway_begins_at_the_x_ray_being_taken(self) -> None:
        desk = Desk(sets=("a", "b")).started()
        desk.through(1)
        desk.join_phone("p2", ready=False)
        assert desk.sent(commands.Welcome)[0].resume_point.begin == 2
        desk.captured(2)
        assert desk.shows() == [3], "nobody waits for a phone that was never ready"
        desk.ready("p2")
        assert desk.shows() == [2]
        desk.shown()
        assert desk.asked() == [("p2", 2, 1)]

    def test_a_newcomers_begin_moves_until_it_has_been_told(self) -> None:
        desk = Desk(sets=("a", "b")).started()
        desk.do(events.AdmitPhone(desk.t, "p2", "p2"))
        desk.through(1)
        desk.through(2)
        desk.hello("p2")
        assert desk.sent(commands.Welcome)[0].resume_point.begin == 3
        desk.captured(3)
        desk.hello("p2", "page2")
        assert desk.sent(commands.Welcome)[0].resume_point.begin == 3

    def test_dropping_the_last_phone_pauses(self) -> None:
        desk = Desk().started()
        desk.do(events.Drop(desk.t, "p1"))
        assert paused(desk) == "no_phone"
        assert [c.code for c in desk.sent(commands.Farewell)] == ["dropped"]

    def test_dropping_one_of_two_goes_on_with_the_other(self) -> None:
        desk = Desk(sets=("a", "b")).started(phones=2)
        desk.captured(1, phone="p1")
        desk.do(events.Drop(desk.t, "p2"))
        assert desk.shows() == [2]

    def test_a_dropped_phones_photos_are_taken_in_a_revoked_ones_are_not(self) -> None:
        desk = Desk(sets=("a", "b")).started(phones=2)
        for phone in ("p1", "p2"):
            desk.captured(1, phone=phone)
            desk.do(events.Drop(desk.t, phone))
        assert desk.session.expects_photo("p1", 1, 1, digest(1)) == "new"
        desk.kept(1)
        assert desk.session.expects_photo("p1", 1, 1, digest(1)) == "kept"
        desk.do(events.Revoke(desk.t, "p2"))
        with pytest.raises(DeviceRevoked):
            desk.session.expects_photo("p2", 1, 1, digest(1, phone="p2"))
        assert desk.state.places["b"].retakes == {1: "revoked"}

    def test_a_spare_takes_over_a_place_with_its_attempts(self) -> None:
        desk = Desk().started()
        desk.through(1)
        desk.join_phone("p2")
        assert desk.session.set_of("p2") is None
        desk.do(events.Replace(desk.t, "p1", "p2"))
        assert [c.device for c in desk.sent(commands.AskHello)] == ["p2"]
        desk.tick()
        assert [c.device for c in desk.sent(commands.AskHello)] == ["p2"]
        desk.hello("p2")
        point = desk.sent(commands.Welcome)[0].resume_point
        assert (point.begin, point.last) == (1, 1)
        desk.ready("p2")
        assert desk.shows() == [2]
        desk.shown()
        assert desk.asked() == [("p2", 2, 1)]

    def test_refuses_to_replace_by_whom_it_cannot(self) -> None:
        desk = Desk(sets=("a", "b")).started(phones=2)
        assert refusal(desk, events.Replace(desk.t, "p1", "p2")).code == "not_a_spare"
        assert refusal(desk, events.Replace(desk.t, "p1", "nobody")).code == "device_unknown"
        desk.join_phone("p3")
        desk.join_phone("p4")
        assert refusal(desk, events.Replace(desk.t, "p3", "p4")).code == "no_place"
        desk.do(events.Replace(desk.t, "p1", "p3"))
        assert refusal(desk, events.Replace(desk.t, "p1", "p4")).code == "place_taken"


class TestPhotos:
    def test_uploads_are_expected_only_after_captured_and_only_with_its_bytes(self) -> None:
        desk = Desk().started()
        with pytest.raises(PhotoNotExpected):
            desk.session.expects_photo("p1", 1, 1, digest(1))
        desk.captured(1)
        with pytest.raises(PhotoNotExpected):
            desk.session.expects_photo("p2", 1, 1, digest(1))
        assert desk.session.expects_photo("p1", 1, 1, digest(1)) == "new"

    def test_other_bytes_are_a_conflict_only_where_some_are_stored(self) -> None:
        desk = Desk().started()
        desk.captured(1)
        assert desk.session.expects_photo("p1", 1, 1, digest(2)) == "changed"
        with pytest.raises(PhotoChanged):
            desk.do(events.PhotoKept(desk.t, "p1", 1, 1, digest(2), 5, "1-1.jpg"))
        desk.kept(1)
        with pytest.raises(PhotoConflict):
            desk.session.expects_photo("p1", 1, 1, digest(2))

    def test_captured_that_was_not_asked_for_is_refused(self) -> None:
        desk = Desk().started()
        with pytest.raises(PhotoNotExpected):
            desk.captured(2)
        desk.captured(1)
        with pytest.raises(PhotoConflict):
            desk.do(events.Captured(desk.t, "p1", 1, 1, 1, 1, digest(9), 5))

    def test_a_photo_given_up_that_comes_all_the_same_is_kept_and_set_aside(self) -> None:
        desk = Desk().started()
        desk.captured(1)
        desk.hello(page="page2", record=(1, 1))
        desk.kept(1)
        assert [order.to for order in desk.sent(commands.File)] == ["rejected"]

    def test_a_photo_whose_bytes_are_refused_is_retaken(self) -> None:
        desk = Desk().started()
        desk.captured(1)
        desk.do(events.PhotoSpoiled(desk.t, "p1", 1, 1, 1))
        assert desk.state.places["a"].retakes == {1: "spoiled"}
        assert desk.do(events.PhotoSpoiled(desk.t, "p1", 1, 1, 1)).facts == ()

    def test_verdicts_pending_at_a_crash_are_asked_for_again(self) -> None:
        desk = Desk().started()
        desk.captured(1)
        desk.shown()
        desk.kept(1)
        desk.captured(2)
        desk.kept(2)
        desk.session = Session.replay(desk.session.plan, desk.facts, 0.0)
        desk.do(events.Restarted(desk.t))
        assert [order.index for order in desk.sent(commands.Judge)] == [1]
        assert [(o.index, o.to) for o in desk.sent(commands.File)] == [(2, "rejected")]
