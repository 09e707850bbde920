"""Views of a session for people and devices."""

from __future__ import annotations

import json
from typing import Any

import pytest

from capture import events, views
from capture.log import event_row
from capture.reasons import ABORTS, CAMERA, PAUSES, said_of
from capture.session import Session
from capture.state.fact_kinds import KINDS, fact_from_json
from tests.capture.session_driver import SessionDriver

CODES = {"pause": PAUSES, "hint": CAMERA, "abort": ABORTS}


def snapshot(driver: SessionDriver) -> dict[str, Any]:
    seen = views.snapshot(driver.session, driver.t)
    json.dumps(seen)
    return seen


def rows(driver: SessionDriver) -> list[dict[str, Any]]:
    told = (event_row(seq, fact, driver.session) for seq, fact in enumerate(driver.facts, 1))
    return [row for row in told if row is not None]


def test_a_new_session_says_what_it_waits_for_and_what_can_be_done() -> None:
    driver = SessionDriver(5001, 5500, ("pixel10k",))
    seen = snapshot(driver)
    assert seen["waits_for"] == ["No display is connected.", "No phone has joined."]
    assert seen["can"] == {
        "aim": False,
        "start": False,
        "pause": False,
        "resume": False,
        "abort": True,
        "export": False,
        "start_why": "No display is connected. No phone has joined.",
    }
    assert (seen["phase"], seen["display"], seen["phones"], seen["index"]) == ("waiting", None, [], None)
    assert (seen["next_index"], seen["progress"]["total"], seen["progress"]["missing"]) == (None, 500, 500)


def test_a_session_that_is_ready_can_be_started() -> None:
    driver = SessionDriver()
    driver.join_display()
    driver.join_phone()
    seen = snapshot(driver)
    assert (seen["waits_for"], seen["can"]["start"], seen["can"]["start_why"]) == ([], True, "")
    assert seen["next_index"] == 1
    assert seen["display"]["showing_state"] == "none"


def test_shows_what_each_phone_is_doing() -> None:
    driver = SessionDriver(sets=("a", "b")).started(phones=3)

    def doing() -> list[str]:
        return [phone["doing"] for phone in snapshot(driver)["phones"]]

    assert doing() == ["asked", "asked", "spare"]
    driver.received(1)
    assert doing() == ["taking", "asked", "spare"]
    driver.captured(1)
    assert doing()[:2] == ["has", "asked"]
    driver.do(events.CaptureFailureReported(driver.t, "p2", 1, 1, 1, 1, "It froze."))
    assert doing()[:2] == ["waiting", "failed"]
    driver.do(events.DeviceLeft(driver.t, "p1", 1))
    assert doing()[0] == "silent"


def test_counts_photos_and_tells_the_newest_of_each_phone() -> None:
    driver = SessionDriver(last=4).started()
    driver.through(1)
    driver.captured(2)
    driver.do(events.Skip(driver.t, 4, "its file is damaged"))
    driver.shown()
    driver.kept(2)
    driver.judged(2, verdict="rejected")
    seen = snapshot(driver)
    assert {
        name: seen["progress"][name] for name in ("stored", "accepted", "rejected", "missing", "skipped")
    } == {
        "stored": 1,
        "accepted": 1,
        "rejected": 1,
        "missing": 2,
        "skipped": 1,
    }
    assert seen["phones"][0]["last_photo"] == {
        "index": 2,
        "attempt": 1,
        "name": "2-1.jpg",
        "state": "rejected",
        "thumbnail": "/api/v1/sessions/s1/photos/a/2/1/thumbnail",
    }
    assert seen["retakes"] == [
        {"index": 2, "set": "a", "reason": "photo_broken", "detail": "", "phone": "p1"}
    ]
    assert seen["skips"] == [{"index": 4, "reason": "its file is damaged", "kept": []}]
    assert views.strip(driver.session) == {"first": 1, "last": 4, "sets": {"a": "ar.k"}}


def test_the_strip_marks_retaken_photos_by_capitals() -> None:
    driver = SessionDriver(last=3).started()
    driver.through(1)
    driver.do(events.Retake(driver.t, 1))
    assert views.strip(driver.session)["sets"]["a"] == "r.."
    driver.captured(2)
    driver.kept(2)
    driver.shown()
    driver.judged(2)
    driver.captured(1, 2)
    assert views.strip(driver.session)["sets"]["a"] == "ua."
    driver.kept(1, 2)
    assert views.strip(driver.session)["sets"]["a"] == "Sa."
    driver.shown()
    driver.judged(1, 2)
    assert views.strip(driver.session)["sets"]["a"] == "Aa."


def test_the_list_of_retakes_says_why_in_the_operators_words() -> None:
    driver = SessionDriver(last=2).started()
    driver.through(1)
    driver.do(events.Retake(driver.t, 1, detail="glare from the window"))
    [listed] = snapshot(driver)["retakes"]
    assert (listed["reason"], listed["detail"]) == ("operator", "glare from the window")
    driver.through(2)
    driver.captured(1, 2)
    assert snapshot(driver)["retakes"] == []


@pytest.mark.parametrize(
    ("stored", "safe"),
    [
        (0, "Nothing is lost."),
        (1, "1 stored photo is safe."),
        (2, "2 stored photos are safe."),
    ],
)
def test_an_abort_says_what_is_safe(stored: int, safe: str) -> None:
    driver = SessionDriver(last=4).started()
    for index in range(1, stored + 1):
        driver.through(index)
    driver.do(events.Abort(driver.t))
    assert safe in snapshot(driver)["reason"]["message"]


def test_the_rate_is_that_of_the_last_minute_and_unknown_before_ten() -> None:
    driver = SessionDriver(last=100).started()
    for index in range(1, 21):
        assert (snapshot(driver)["progress"]["rate"] is None) == (index <= 10)
        driver.t += 2.0
        driver.through(index)
    figures = snapshot(driver)["progress"]
    assert figures["rate"] == pytest.approx(30.0)
    assert figures["seconds_left"] == pytest.approx(160.0)
    assert figures["until"] == pytest.approx(driver.t + 160.0)
    driver.do(events.Pause(driver.t))
    assert snapshot(driver)["progress"]["rate"] is None


def test_a_device_is_told_about_its_own_set() -> None:
    driver = SessionDriver(5001, 5002, ("a", "b")).started(phones=2)
    driver.captured(5001)
    driver.kept(5001)
    state = views.device_state(driver.session, "p1", driver.t)
    assert {name: state[name] for name in ("set", "stored", "total", "phase", "index", "first", "last")} == {
        "set": "a",
        "stored": 1,
        "total": 2,
        "phase": "running",
        "index": 5001,
        "first": 5001,
        "last": 5002,
    }
    assert views.device_state(driver.session, "p2", driver.t)["stored"] == 0
    assert views.device_state(driver.session, "d1", driver.t)["total"] == 4
    assert set(state) >= {"session", "reason", "waits_for", "rate", "seconds_left"}


def test_what_several_devices_are_told_is_what_each_is_told() -> None:
    driver = SessionDriver(5001, 5002, ("a", "b")).started(phones=2)
    driver.captured(5001)
    told = views.device_states(driver.session, ["d1", "p1", "p2"], driver.t)
    assert told == {
        device: views.device_state(driver.session, device, driver.t) for device in ("d1", "p1", "p2")
    }
    assert [told[device]["set"] for device in ("d1", "p1", "p2")] == [None, "a", "b"]


class TestSentences:
    def test_a_silent_phone(self) -> None:
        driver = SessionDriver().started()
        driver.tick(20)
        reason = snapshot(driver)["reason"]
        assert reason["message"] == (
            "Paused: Phone p1 does not answer. Its photos are kept on it. The session resumes by itself once it is "
            "back. Wake it and open its page, or drop it."
        )
        assert (reason["code"], reason["device"], reason["index"], reason["at"]) == (
            "phone_silent",
            "p1",
            1,
            driver.t,
        )

    def test_an_index_mismatch(self) -> None:
        driver = SessionDriver(5001, 5500).started()
        driver.through(5001)
        driver.do(events.IndexMismatch(driver.t, "p1", 1, 5004, 1, 5001))
        assert snapshot(driver)["reason"]["message"] == (
            "Stopped: Phone p1 expected 5,002 and was asked for 5,004. 1 stored photo is safe. "
            "Resume goes on at 5,002."
        )

    def test_a_phone_that_is_not_ready(self) -> None:
        driver = SessionDriver().started()
        driver.ready(ready=False, code="page_hidden")
        assert snapshot(driver)["reason"]["message"] == (
            "Paused: Phone p1 is not ready. Its page is in the background. Open it. The session resumes by itself once "
            "it is."
        )

    def test_what_a_running_session_waits_for(self) -> None:
        driver = SessionDriver().started()
        assert snapshot(driver)["waits_for"] == []
        driver.captured(1)
        driver.shown()
        driver.captured(2)
        assert snapshot(driver)["waits_for"] == ["Waits for 2 photos from Phone p1."]
        driver.do(events.DeviceLeft(driver.t, "d1", 1))
        driver.do(events.DeviceLeft(driver.t, "p1", 1))
        assert "Waits for the display to come back." in snapshot(driver)["waits_for"]
        assert "Waits for Phone p1 to come back." in snapshot(driver)["waits_for"]

    def test_what_a_finishing_session_waits_for(self) -> None:
        driver = SessionDriver(last=1).started()
        driver.captured(1)
        assert snapshot(driver)["waits_for"] == ["Waits for 1 photo from Phone p1."]
        driver.kept(1)
        assert snapshot(driver)["waits_for"] == ["Waits for the verdict on 1 photo."]

    @pytest.mark.parametrize(
        ("code", "context"),
        [(code, context) for context in ("pause", "hint", "abort") for code in sorted(CODES[context])],
    )
    def test_every_reason_makes_whole_sentences(self, code: str, context: str) -> None:
        text = said_of(
            code, context, device="Pixel 7a", index=5347, safe="All is safe.", detail="", goes_on=""
        )
        assert text[0].isupper()
        assert text.endswith(".")
        assert "{" not in text
        assert "  " not in text


class TestLog:
    def test_tells_a_session_from_joining_to_the_end(self) -> None:
        driver = SessionDriver(last=1).started()
        driver.through(1)
        assert [row["message"] for row in rows(driver)] == [
            "Monitor joined as a display.",
            "Monitor is connected.",
            "Phone p1 joined as a phone.",
            "Phone p1 fills a.",
            "Phone p1 is connected.",
            "Phone p1 is ready.",
            "Running at 1.",
            "Everything is photographed. The last photos are coming in.",
            "1 stored from Phone p1.",
            "Finished. Every photo is stored and judged.",
        ]
        assert [set(row) for row in rows(driver)[:1]] == [
            {"seq", "at", "level", "kind", "index", "device", "message"}
        ]

    def test_tells_troubles_with_the_index_and_the_device(self) -> None:
        driver = SessionDriver(5001, 5002).started()
        driver.received(5001)
        driver.broken()
        driver.captured(5001)
        row = next(row for row in rows(driver) if row["index"] == 5001 and row["kind"] == "problem")
        assert row["message"] == (
            "The photo of 5,001 does not count: the x-ray was not on the display without a break."
        )
        assert (row["level"], row["device"]) == ("wait", "p1")

    def test_what_was_said_stays_said_whatever_happens_later(self) -> None:
        driver = SessionDriver().started()
        driver.through(1)
        driver.do(events.Abort(driver.t))
        driver.do(events.Resume(driver.t))
        driver.do(events.Drop(driver.t, "p1"))
        said = rows(driver)
        assert any("1 stored photo is safe. Resume goes on at 2." in row["message"] for row in said)
        driver.join_phone("p2")
        driver.ready("p2")
        driver.do(events.Resume(driver.t))
        driver.shown(whole=False)
        driver.captured(2, phone="p2")
        driver.shown()
        driver.kept(2, phone="p2")
        driver.judged(2)
        assert rows(driver)[: len(said)] == said

    def test_a_stop_that_was_written_down_without_its_count_is_told_without_one(self) -> None:
        driver = SessionDriver().started()
        driver.through(1)
        old = fact_from_json({"kind": "PhaseChanged", "at": 1.0, "phase": "aborted", "code": "operator"})
        row = event_row(1, old, driver.session)
        assert row is not None
        assert row["message"] == "Aborted by the operator. What is stored is safe."

    def test_every_fact_has_a_line_or_none_on_purpose(self) -> None:
        silent = {"WentOn", "ShowingOrdered", "ShowingPainted", "ShowingConfirmed", "CaptureOrdered"}
        from capture.log import _LINES

        assert {kind.__name__ for kind in _LINES} == set(KINDS) - silent


def test_a_replayed_session_shows_the_same_but_for_connections() -> None:
    driver = SessionDriver().started()
    driver.through(1)
    before = snapshot(driver)
    driver.session = Session.replay(driver.session.plan, driver.facts, driver.session.created_at)
    after = snapshot(driver)
    for name in ("phase", "progress", "retakes", "skips", "showing", "created_at", "started_at"):
        assert after[name] == before[name]
    assert after["phones"][0]["connected"] is False
