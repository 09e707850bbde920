"""What a photo's pixels lead to: the policy as a table, and what a session does about a photo of something else."""

from __future__ import annotations

from typing import Any

import pytest

from capture import commands, events, facts
from capture.plan import CaptureSettings, Policy
from capture.reasons import MISMATCHES, PAUSES, POOR, REJECTIONS
from capture.session import Session
from capture.verification import UNDECIDABLE, Care, PixelFinding, careful, judge
from capture.views import snapshot
from matching import CODES, LIMITS
from tests.capture.desk import Desk


def seen(verdict: str = "verified", code: str = "", **more: Any) -> dict[str, Any]:
    """Measures of a photo that was compared with its x-ray."""
    return {"match": {"verdict": verdict, "code": code, "shows": more.pop("shows", None)}, **more}


def known(code: str) -> str:
    """The code a photo is rejected with, other than by the rule for outcomes that nobody foresaw."""
    found = {measures["match"]["code"]: rejected for measures, rejected, _ in FAULTS if measures.get("match")}
    return found[code]


RIGHT = seen()
FAULTS = [
    (seen("wrong", "not_this_xray"), "wrong_xray", "it shows another x-ray"),
    (seen("wrong", "not_this_xray", shows=5346), "wrong_xray", "it shows x-ray 5,346"),
    (seen("wrong", "torn"), "photo_torn", "it is torn: part of it shows another picture"),
    (seen("wrong", "mixed"), "photo_mixed", "the x-ray before shines through it"),
    (seen("doubtful", "covered"), "photo_covered", "something lies in front of the x-ray"),
    *(
        (
            seen("doubtful", code),
            "badly_displayed",
            "the screen showed the x-ray cut off, covered, out of proportion, or beside another one",
        )
        for code in ("off_screen", "stretched", "several")
    ),
    (seen("wrong", "black_screen"), "black_screen", "it shows a black screen"),
    (seen("wrong", "mirrored"), "photo_mirrored", "it is mirrored"),
    (seen("doubtful", "cut"), "photo_cut", "it does not show all of the x-ray"),
    (seen("doubtful", "unsure"), "not_verified", "it could not be told whether it shows its x-ray"),
    (seen("doubtful", "overexposed"), "poor_quality", "it is overexposed"),
    (seen("wrong", "something_new"), "wrong_xray", "it shows another x-ray"),
    (seen("doubtful", "something_new"), "not_verified", "it could not be told whether it shows its x-ray"),
    (seen(rejections=["blurred", "glare"]), "poor_quality", "it is blurred, there is too much glare"),
    ({}, "not_verified", "it could not be told whether it shows its x-ray"),
]


class TestPolicy:
    @pytest.mark.parametrize(("measures", "code", "detail"), FAULTS)
    def test_strict_sets_aside_what_is_not_certainly_right(
        self, measures: dict[str, Any], code: str, detail: str
    ) -> None:
        judgement = judge(PixelFinding(measures=measures), "strict")
        assert (judgement.verdict, judgement.code, judgement.detail) == ("rejected", code, detail)

    @pytest.mark.parametrize(("measures", "code", "detail"), FAULTS)
    def test_flag_files_it_for_a_person_to_look_at(
        self, measures: dict[str, Any], code: str, detail: str
    ) -> None:
        judgement = judge(PixelFinding(measures=measures), "flag")
        assert (judgement.verdict, judgement.code, judgement.flag) == ("accepted", "", code)

    @pytest.mark.parametrize("measures", [fault[0] for fault in FAULTS])
    def test_off_asks_for_nothing_but_decoding(self, measures: dict[str, Any]) -> None:
        assert judge(PixelFinding(measures=measures), "off") == judge(PixelFinding(measures=RIGHT), "strict")

    @pytest.mark.parametrize("policy", ["strict", "flag", "off"])
    def test_a_photo_that_cannot_be_decoded_is_never_filed(self, policy: Policy) -> None:
        judgement = judge(PixelFinding("it is cut off", RIGHT), policy)
        assert (judgement.verdict, judgement.code, judgement.detail) == (
            "rejected",
            "photo_broken",
            "it is cut off",
        )

    @pytest.mark.parametrize("policy", ["strict", "flag"])
    @pytest.mark.parametrize("code", sorted(UNDECIDABLE))
    def test_what_no_photo_can_settle_is_filed_and_flagged(self, code: str, policy: Policy) -> None:
        judgement = judge(PixelFinding(measures=seen("doubtful", code)), policy)
        assert (judgement.verdict, judgement.flag) == ("accepted", code)

    @pytest.mark.parametrize("code", [code for code in CODES if code and code not in UNDECIDABLE])
    def test_every_outcome_of_matching_is_known(self, code: str) -> None:
        assert judge(PixelFinding(measures=seen("wrong", code)), "strict").code == known(code)

    def test_warnings_alone_change_nothing(self) -> None:
        assert judge(PixelFinding(measures=seen(warnings=["glare"], rejections=[])), "strict").flag == ""

    def test_care_means_fresh_frames_and_twice_the_delay_whatever_the_setting(self) -> None:
        assert careful(CaptureSettings(settle_ms=0, fresh_frames=0)) == Care(400, 5)
        assert careful(CaptureSettings(settle_ms=350, fresh_frames=8)) == Care(700, 8)

    def test_every_rejection_limit_has_its_words(self) -> None:
        assert POOR.keys() == {limit.code for limit in LIMITS.values() if limit.reject is not None}

    def test_every_mismatch_has_its_words(self) -> None:
        assert PAUSES.keys() & REJECTIONS.keys() >= MISMATCHES


def with_wrong_photo(last: int = 9, **settings: Any) -> Desk:
    """A session whose photo of 1 turned out to show something else, while 2 is on the display and asked for."""
    desk = Desk(last=last, **settings).started()
    desk.captured(1)
    desk.shown()
    desk.kept(1)
    refuse(desk, 1)
    return desk


def refuse(
    desk: Desk, index: int, attempt: int = 1, code: str = "wrong_xray", shows: int | None = None
) -> None:
    detail = REJECTIONS[code] if shows is None else f"it shows x-ray {shows:,}"
    measures = {} if shows is None else {"match": {"shows": shows}}
    desk.do(events.PhotoJudged(desk.t, "a", index, attempt, "rejected", code, detail, measures))


class TestMismatch:
    def test_the_display_goes_back_to_it_once_the_capture_under_way_is_answered(self) -> None:
        desk = with_wrong_photo()
        assert desk.shows() == []
        desk.captured(2)
        assert desk.shows() == [1]

    @pytest.mark.parametrize("settings", [{}, {"settle_ms": 0, "fresh_frames": 0}])
    def test_it_is_taken_again_with_care(self, settings: dict[str, int]) -> None:
        desk = with_wrong_photo(**settings)
        desk.captured(2)
        desk.shown()
        (again,) = desk.sent(commands.Capture)
        assert (again.index, again.attempt, again.care) == (1, 2, Care(400, 5))

    def test_nothing_new_is_shown_until_the_new_photo_is_judged(self) -> None:
        desk = with_wrong_photo()
        desk.captured(2)
        desk.shown()
        desk.captured(1, 2)
        assert desk.shows() == [None]
        desk.shown()
        desk.kept(2)
        desk.judged(2)
        desk.kept(1, 2)
        assert desk.tick().commands == ()
        assert snapshot(desk.session, desk.t)["waits_for"] == ["Waits for the verdict on 1 photo."]
        desk.judged(1, 2)
        assert desk.shows() == [3]
        desk.shown()
        assert desk.sent(commands.Capture)[0].care is None

    def test_several_are_settled_together(self) -> None:
        desk = with_wrong_photo()
        desk.captured(2)
        desk.kept(2)
        desk.shown()
        refuse(desk, 2)
        desk.captured(1, 2)
        assert desk.shows() == [2]
        desk.shown()
        assert desk.asked() == [("p1", 2, 2)]

    def test_the_second_refusal_pauses_and_says_what_was_sent_twice(self) -> None:
        desk = Desk(5346, 5350).started()
        desk.through(5346)
        desk.captured(5347)
        desk.shown()
        desk.kept(5347)
        refuse(desk, 5347, shows=5346)
        desk.captured(5348)
        desk.shown()
        desk.captured(5347, 2)
        desk.kept(5347, 2)
        desk.shown()
        refuse(desk, 5347, 2, shows=5346)
        reason = snapshot(desk.session, desk.t)["reason"]
        assert (desk.state.phase, reason["code"], reason["device"]) == ("paused", "wrong_xray", "p1")
        assert reason["message"] == (
            "Paused: the photo of 5,347 shows x-ray 5,346. Phone p1 sent the previous one twice. Neither was accepted. "
            "Reload the page of Phone p1, then resume."
        )

    def test_the_first_xray_has_no_previous_one_to_be_sent_twice(self) -> None:
        said = self.message(self.paused())
        assert "The one before was refused for the same. Neither was accepted." in said
        assert "previous" not in said

    def test_after_a_pause_it_is_taken_again_with_care_and_the_session_goes_on(self) -> None:
        desk = self.paused()
        desk.do(events.Resume(desk.t))
        assert desk.shows() == [1]
        desk.shown()
        assert desk.sent(commands.Capture)[0].care is not None
        desk.through(1, 3)
        assert desk.state.phase == "running"
        assert desk.shows() == [3]

    def test_each_refusal_after_that_pauses_again(self) -> None:
        desk = self.paused()
        desk.do(events.Resume(desk.t))
        desk.shown()
        desk.captured(1, 3)
        desk.shown()
        desk.kept(1, 3)
        refuse(desk, 1, 3, "photo_torn")
        assert desk.state.phase == "paused"
        assert "The one before was refused too: it shows another x-ray." in self.message(desk)

    def test_skipping_it_lets_the_session_go_on(self) -> None:
        desk = self.paused()
        desk.do(events.Skip(desk.t, 1, "always wrong"))
        desk.do(events.Resume(desk.t))
        assert desk.shows() == [3]

    def test_without_automatic_retakes_the_first_refusal_pauses(self) -> None:
        desk = with_wrong_photo(max_automatic_retakes=0)
        assert desk.state.phase == "paused"
        assert self.message(desk).startswith(
            "Paused: the photo of 1 shows another x-ray. It was not accepted."
        )

    def test_a_careful_photo_that_came_to_nothing_is_not_held_against_it(self) -> None:
        desk = with_wrong_photo()
        desk.captured(2)
        desk.kept(2)
        desk.shown()
        desk.captured(1, 2)
        desk.shown(whole=False)
        assert desk.shows() == [1]
        desk.shown()
        (again,) = desk.sent(commands.Capture)
        assert (again.attempt, again.care) == (3, Care(400, 5))

    def test_other_phones_go_on_only_with_it(self) -> None:
        desk = Desk(sets=("a", "b")).started(phones=2)
        desk.captured(1, phone="p1")
        desk.captured(1, phone="p2")
        desk.shown()
        desk.kept(1, phone="p1")
        desk.kept(1, phone="p2")
        refuse(desk, 1)
        desk.captured(2, phone="p1")
        desk.captured(2, phone="p2")
        assert desk.shows() == [1]
        desk.shown()
        assert desk.asked() == [("p1", 1, 2)]

    def test_a_dropped_phone_holds_nobody_up(self) -> None:
        desk = Desk(sets=("a", "b")).started(phones=2)
        desk.captured(1, phone="p1")
        desk.captured(1, phone="p2")
        desk.shown()
        desk.kept(1, phone="p1")
        desk.kept(1, phone="p2")
        refuse(desk, 1)
        desk.do(events.Drop(desk.t, "p1"))
        desk.captured(2, phone="p2")
        assert desk.shows() == [3]

    def test_a_late_one_on_an_ended_session_touches_nothing_but_its_lists(self) -> None:
        desk = Desk(last=2).started()
        desk.captured(1)
        desk.shown()
        desk.kept(1)
        desk.captured(2)
        desk.do(events.Abort(desk.t))
        refuse(desk, 1)
        assert desk.state.phase == "aborted"
        assert [type(command) for command in desk.last.commands] == [commands.File]
        assert [(entry["index"], entry["reason"]) for entry in snapshot(desk.session, desk.t)["retakes"]] == [
            (1, "wrong_xray")
        ]

    def test_it_is_remembered_by_the_journal(self) -> None:
        desk = with_wrong_photo()
        replayed = Session.replay(desk.session.plan, desk.facts, 0.0)
        assert replayed.state == desk.state
        assert replayed.state.places["a"].mismatched == {1: "it shows another x-ray"}

    def test_the_log_says_what_it_showed(self) -> None:
        desk = with_wrong_photo()
        verdicts = [fact for fact in desk.facts if isinstance(fact, facts.VerdictGiven)]
        assert [(fact.verdict, fact.code) for fact in verdicts] == [("rejected", "wrong_xray")]

    def paused(self) -> Desk:
        """A session that is paused because both photos of 1 showed something else."""
        desk = with_wrong_photo()
        desk.captured(2)
        desk.shown()
        desk.kept(2)
        desk.judged(2)
        desk.captured(1, 2)
        desk.kept(1, 2)
        desk.shown()
        refuse(desk, 1, 2)
        assert desk.state.phase == "paused"
        return desk

    def message(self, desk: Desk) -> str:
        return str(snapshot(desk.session, desk.t)["reason"]["message"])
