"""Consequences of verdicts: the policy as a table, and a session's reaction to a photo of something else."""

from __future__ import annotations

from typing import Any

import pytest

from capture import commands, events, facts
from capture.plan import CaptureSettings, Policy
from capture.reasons import MISMATCHES, PAUSES, POOR, REJECTIONS, said_of
from capture.session import Session
from capture.verification import UNDECIDABLE, Care, PixelFinding, careful, judge
from capture.views import snapshot
from matching import CODES, LIMITS
from tests.capture.session_driver import SessionDriver


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
    (seen("doubtful", "unsure"), "not_verified", "it is uncertain whether it shows its x-ray"),
    (seen("doubtful", "overexposed"), "poor_quality", "it is overexposed"),
    (seen("wrong", "something_new"), "wrong_xray", "it shows another x-ray"),
    (seen("doubtful", "something_new"), "not_verified", "it is uncertain whether it shows its x-ray"),
    (seen(rejections=["blurred", "glare"]), "poor_quality", "it is blurred, there is too much glare"),
    ({}, "not_verified", "it is uncertain whether it shows its x-ray"),
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
        assert {limit.code for limit in LIMITS.values() if limit.reject is not None} == POOR

    def test_every_mismatch_has_its_words(self) -> None:
        assert PAUSES & REJECTIONS >= MISMATCHES


def with_wrong_photo(last: int = 9, **settings: Any) -> SessionDriver:
    """A session whose photo of 1 turned out to show something else, while 2 is on the display and asked for."""
    driver = SessionDriver(last=last, **settings).started()
    driver.captured(1)
    driver.shown()
    driver.kept(1)
    refuse(driver, 1)
    return driver


def refuse(
    driver: SessionDriver, index: int, attempt: int = 1, code: str = "wrong_xray", shows: int | None = None
) -> None:
    detail = said_of(code, "rejection") if shows is None else f"it shows x-ray {shows:,}"
    measures = {} if shows is None else {"match": {"shows": shows}}
    driver.do(events.PhotoJudged(driver.t, "a", index, attempt, "rejected", code, detail, measures))


class TestMismatch:
    def test_the_display_goes_back_to_it_once_the_capture_under_way_is_answered(self) -> None:
        driver = with_wrong_photo()
        assert driver.shows() == []
        driver.captured(2)
        assert driver.shows() == [1]

    @pytest.mark.parametrize("settings", [{}, {"settle_ms": 0, "fresh_frames": 0}])
    def test_it_is_taken_again_with_care(self, settings: dict[str, int]) -> None:
        driver = with_wrong_photo(**settings)
        driver.captured(2)
        driver.shown()
        (again,) = driver.sent(commands.Capture)
        assert (again.index, again.attempt, again.care) == (1, 2, Care(400, 5))

    def test_nothing_new_is_shown_until_the_new_photo_is_judged(self) -> None:
        driver = with_wrong_photo()
        driver.captured(2)
        driver.shown()
        driver.captured(1, 2)
        assert driver.shows() == [None]
        driver.shown()
        driver.kept(2)
        driver.judged(2)
        driver.kept(1, 2)
        assert driver.tick().commands == ()
        assert snapshot(driver.session, driver.t)["waits_for"] == ["Waits for the verdict on 1 photo."]
        driver.judged(1, 2)
        assert driver.shows() == [3]
        driver.shown()
        assert driver.sent(commands.Capture)[0].care is None

    def test_several_are_settled_together(self) -> None:
        driver = with_wrong_photo()
        driver.captured(2)
        driver.kept(2)
        driver.shown()
        refuse(driver, 2)
        driver.captured(1, 2)
        assert driver.shows() == [2]
        driver.shown()
        assert driver.asked() == [("p1", 2, 2)]

    def test_the_second_refusal_pauses_and_says_what_was_sent_twice(self) -> None:
        driver = SessionDriver(5346, 5350).started()
        driver.through(5346)
        driver.captured(5347)
        driver.shown()
        driver.kept(5347)
        refuse(driver, 5347, shows=5346)
        driver.captured(5348)
        driver.shown()
        driver.captured(5347, 2)
        driver.kept(5347, 2)
        driver.shown()
        refuse(driver, 5347, 2, shows=5346)
        reason = snapshot(driver.session, driver.t)["reason"]
        assert (driver.state.phase, reason["code"], reason["device"]) == ("paused", "wrong_xray", "p1")
        assert reason["message"] == (
            "Paused: the photo of 5,347 shows x-ray 5,346. Phone p1 sent the previous one twice. Neither was accepted. "
            "Reload the page of Phone p1, then resume."
        )

    def test_the_first_xray_has_no_previous_one_to_be_sent_twice(self) -> None:
        said = self.message(self.paused())
        assert "The one before was refused for the same. Neither was accepted." in said
        assert "previous" not in said

    def test_after_a_pause_it_is_taken_again_with_care_and_the_session_goes_on(self) -> None:
        driver = self.paused()
        driver.do(events.Resume(driver.t))
        assert driver.shows() == [1]
        driver.shown()
        assert driver.sent(commands.Capture)[0].care is not None
        driver.through(1, 3)
        assert driver.state.phase == "running"
        assert driver.shows() == [3]

    def test_each_refusal_after_that_pauses_again(self) -> None:
        driver = self.paused()
        driver.do(events.Resume(driver.t))
        driver.shown()
        driver.captured(1, 3)
        driver.shown()
        driver.kept(1, 3)
        refuse(driver, 1, 3, "photo_torn")
        assert driver.state.phase == "paused"
        assert "The one before was refused too: it shows another x-ray." in self.message(driver)

    def test_skipping_it_lets_the_session_go_on(self) -> None:
        driver = self.paused()
        driver.do(events.Skip(driver.t, 1, "always wrong"))
        driver.do(events.Resume(driver.t))
        assert driver.shows() == [3]

    def test_without_automatic_retakes_the_first_refusal_pauses(self) -> None:
        driver = with_wrong_photo(max_automatic_retakes=0)
        assert driver.state.phase == "paused"
        assert self.message(driver).startswith(
            "Paused: the photo of 1 shows another x-ray. It was not accepted."
        )

    def test_a_careful_photo_that_came_to_nothing_is_not_held_against_it(self) -> None:
        driver = with_wrong_photo()
        driver.captured(2)
        driver.kept(2)
        driver.shown()
        driver.captured(1, 2)
        driver.shown(whole=False)
        assert driver.shows() == [1]
        driver.shown()
        (again,) = driver.sent(commands.Capture)
        assert (again.attempt, again.care) == (3, Care(400, 5))

    def test_other_phones_go_on_only_with_it(self) -> None:
        driver = SessionDriver(sets=("a", "b")).started(phones=2)
        driver.captured(1, phone="p1")
        driver.captured(1, phone="p2")
        driver.shown()
        driver.kept(1, phone="p1")
        driver.kept(1, phone="p2")
        refuse(driver, 1)
        driver.captured(2, phone="p1")
        driver.captured(2, phone="p2")
        assert driver.shows() == [1]
        driver.shown()
        assert driver.asked() == [("p1", 1, 2)]

    def test_a_dropped_phone_holds_nobody_up(self) -> None:
        driver = SessionDriver(sets=("a", "b")).started(phones=2)
        driver.captured(1, phone="p1")
        driver.captured(1, phone="p2")
        driver.shown()
        driver.kept(1, phone="p1")
        driver.kept(1, phone="p2")
        refuse(driver, 1)
        driver.do(events.Drop(driver.t, "p1"))
        driver.captured(2, phone="p2")
        assert driver.shows() == [3]

    def test_a_late_one_on_an_ended_session_touches_nothing_but_its_lists(self) -> None:
        driver = SessionDriver(last=2).started()
        driver.captured(1)
        driver.shown()
        driver.kept(1)
        driver.captured(2)
        driver.do(events.Abort(driver.t))
        refuse(driver, 1)
        assert driver.state.phase == "aborted"
        assert [type(command) for command in driver.last.commands] == [commands.File]
        assert [
            (entry["index"], entry["reason"]) for entry in snapshot(driver.session, driver.t)["retakes"]
        ] == [(1, "wrong_xray")]

    def test_it_is_remembered_by_the_journal(self) -> None:
        driver = with_wrong_photo()
        replayed = Session.replay(driver.session.plan, driver.facts, 0.0)
        assert replayed.state == driver.state
        assert replayed.state.places["a"].mismatched == {1: "it shows another x-ray"}

    def test_the_log_says_what_it_showed(self) -> None:
        driver = with_wrong_photo()
        verdicts = [fact for fact in driver.facts if isinstance(fact, facts.VerdictGiven)]
        assert [(fact.verdict, fact.code) for fact in verdicts] == [("rejected", "wrong_xray")]

    def paused(self) -> SessionDriver:
        """A session that is paused because both photos of 1 showed something else."""
        driver = with_wrong_photo()
        driver.captured(2)
        driver.shown()
        driver.kept(2)
        driver.judged(2)
        driver.captured(1, 2)
        driver.kept(1, 2)
        driver.shown()
        refuse(driver, 1, 2)
        assert driver.state.phase == "paused"
        return driver

    def message(self, driver: SessionDriver) -> str:
        return str(snapshot(driver.session, driver.t)["reason"]["message"])
