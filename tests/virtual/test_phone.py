"""Behaviour of a phone, message by message, as docs/protocol.md specifies."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.virtual.conftest import Running
from tests.virtual.scripted_lab import PATIENCE, ScriptedLab, refusal, running, welcome
from webapp.virtual.camera.screen import Pixels, decode
from webapp.virtual.network.faults import Faults
from webapp.virtual.network.session_client import ClientBehaviour
from webapp.virtual.phone.store import PhoneStore

Start = Callable[..., Running]


def greet(lab: ScriptedLab, start_phone: Start, **options: Any) -> Running:
    phone = start_phone(**options)
    lab.expect("hello")
    lab.expect("ready", "hello")  # an answer that is late is asked for again
    return phone


def take(lab: ScriptedLab, index: int, attempt: int = 1, **more: Any) -> dict[str, Any]:
    lab.capture(index, attempt, **more)
    lab.expect("received")
    return lab.expect("captured", "received")


def test_an_empty_store_says_hello_with_nothing_and_becomes_ready(
    phone_lab: ScriptedLab, start_phone: Start
) -> None:
    start_phone()
    assert phone_lab.expect("hello") == {
        "protocol": 1,
        "begin": None,
        "last": None,
        "attempts": {},
        "held": [],
    }
    ready = phone_lab.expect("ready")
    assert (ready["generation"], ready["ready"], ready["code"]) == (1, True, "")


def test_a_photo_is_reported_before_it_is_uploaded_and_dropped_once_stored(
    phone_lab: ScriptedLab, start_phone: Start
) -> None:
    greet(phone_lab, start_phone)
    phone_lab.capture(1, showing=7)
    received = phone_lab.expect("received")
    assert received == {"generation": 1, "index": 1, "attempt": 1, "showing": 7}
    captured = phone_lab.expect("captured")
    key, headers, data = phone_lab.expect_upload()
    digest = hashlib.sha256(data).digest()
    assert (key, captured["sha256"], captured["size"]) == ("1/1", digest.hex(), len(data))
    assert headers["Content-Digest"] == f"sha-256=:{base64.b64encode(digest).decode()}:"
    assert headers["Content-Type"] == "image/jpeg"
    assert (captured["camera"]["width"], captured["camera"]["height"]) == (64, 48)
    phone_lab.hang_up()
    assert phone_lab.expect("hello")["last"] == 1


def test_nothing_is_uploaded_before_captured_is_acknowledged(
    phone_lab: ScriptedLab, start_phone: Start
) -> None:
    acknowledged = threading.Event()

    def answer(message: Any) -> dict[str, Any]:
        acknowledged.wait(5)
        return {"ok": True}

    phone_lab.answers["captured"] = answer
    greet(phone_lab, start_phone)
    take(phone_lab, 1)
    assert phone_lab.uploads.empty()
    acknowledged.set()
    assert phone_lab.expect_upload()[0] == "1/1"


def test_captured_is_repeated_until_it_is_acknowledged(phone_lab: ScriptedLab, start_phone: Start) -> None:
    waits = iter([threading.Event(), None])

    def answer(message: Any) -> dict[str, Any]:
        event = next(waits, None)
        if event:
            event.wait(0.5)
        return {"ok": True}

    phone_lab.answers["captured"] = answer
    greet(phone_lab, start_phone)
    first = take(phone_lab, 1)
    assert phone_lab.expect("captured") == first


def test_a_repeated_command_is_answered_from_the_store_with_the_showing_of_the_photo(
    phone_lab: ScriptedLab, start_phone: Start
) -> None:
    greet(phone_lab, start_phone)
    first = take(phone_lab, 1, showing=3)
    again = take(phone_lab, 1, showing=8)
    assert again == first
    assert again["showing"] == 3


def test_a_repeat_during_the_shot_starts_no_second_one(phone_lab: ScriptedLab, start_phone: Start) -> None:
    finder = SlowFinder()
    greet(phone_lab, start_phone, finder=finder)
    phone_lab.capture(1)
    phone_lab.expect("received")
    finder.looking.wait(5)
    phone_lab.capture(1)
    phone_lab.expect("received")
    finder.go.set()
    phone_lab.expect("captured")
    assert phone_lab.silent()
    assert finder.seen == 1


@pytest.mark.parametrize(("index", "attempt"), [(3, 1), (1, 2), (2, 2)])
def test_a_command_that_does_not_follow_is_refused_and_nothing_photographed(
    phone_lab: ScriptedLab, start_phone: Start, index: int, attempt: int
) -> None:
    greet(phone_lab, start_phone)
    phone_lab.capture(index, attempt)
    phone_lab.expect("received")
    mismatch = phone_lab.expect("mismatch")
    assert mismatch == {"generation": 1, "index": index, "attempt": attempt, "last": 0}
    assert phone_lab.silent()


def test_retakes_and_skipped_x_rays_follow(phone_lab: ScriptedLab, start_phone: Start) -> None:
    greet(phone_lab, start_phone)
    take(phone_lab, 1)
    take(phone_lab, 1, 2)
    message = {"generation": 1, "index": 4, "attempt": 1, "showing": 2, "skipped": [2, 3]}
    phone_lab.say("capture", **message)
    phone_lab.expect("received")
    assert phone_lab.expect("captured")["index"] == 4
    phone_lab.hang_up()
    hello = phone_lab.expect("hello")
    assert (hello["begin"], hello["last"], hello["attempts"]) == (1, 4, {"1": 2, "2": 0, "3": 0})


def test_commands_of_another_generation_are_ignored(phone_lab: ScriptedLab, start_phone: Start) -> None:
    greet(phone_lab, start_phone)
    phone_lab.capture(1, generation=2)
    assert phone_lab.silent()


def test_a_killed_phone_says_what_it_holds_and_uploads_it(phone_lab: ScriptedLab, start_phone: Start) -> None:
    phone_lab.upload_answer = lambda key, data: refusal(503, "server_busy")
    phone = greet(phone_lab, start_phone)
    captured = take(phone_lab, 1, showing=5)
    phone_lab.expect_upload()
    phone.device.stop()
    phone.ends()
    phone_lab.upload_answer = ScriptedLab.__init__.__globals__["_kept"]
    phone_lab.answers["hello"] = welcome(1, generation=2)
    start_phone()
    held = phone_lab.expect("hello")["held"]
    assert held == [{k: captured[k] for k in ("index", "attempt", "showing", "sha256", "size")}]
    phone_lab.expect("ready")
    while phone_lab.expect_upload()[0] != "1/1":
        pass


def test_a_shot_whose_connection_ended_is_given_up(phone_lab: ScriptedLab, start_phone: Start) -> None:
    finder = SlowFinder()
    greet(phone_lab, start_phone, finder=finder)
    phone_lab.capture(1)
    phone_lab.expect("received")
    finder.looking.wait(5)
    phone_lab.answers["hello"] = welcome(0, generation=2)
    phone_lab.hang_up()
    assert phone_lab.expect("hello")["last"] == 0
    phone_lab.expect("ready")
    finder.go.set()
    assert phone_lab.silent()
    phone_lab.capture(1, showing=2, generation=2)
    phone_lab.expect("received")
    assert phone_lab.expect("captured")["showing"] == 2


def test_a_camera_that_fails_says_why_and_leaves_the_record_alone(
    phone_lab: ScriptedLab, start_phone: Start, screen: Any
) -> None:
    greet(phone_lab, start_phone)
    screen.file.unlink()
    phone_lab.capture(1)
    phone_lab.expect("received")
    assert "there is no screen" in phone_lab.expect("failed")["detail"]
    screen.paint(None)
    assert take(phone_lab, 1)["attempt"] == 1


@pytest.mark.parametrize("status", [400, 429, 503, 507])
def test_a_refusal_that_passes_is_tried_again(
    phone_lab: ScriptedLab, start_phone: Start, status: int
) -> None:
    kept, answers = phone_lab.upload_answer, [refusal(status, "passing"), refusal(status, "passing")]
    phone_lab.upload_answer = lambda key, data: answers.pop() if answers else kept(key, data)
    greet(phone_lab, start_phone)
    take(phone_lab, 1)
    bodies = {phone_lab.expect_upload()[2] for _ in range(3)}
    assert len(bodies) == 1


def test_a_photo_that_will_never_be_taken_in_is_given_up_aloud(
    phone_lab: ScriptedLab, start_phone: Start
) -> None:
    phone_lab.upload_answer = lambda key, data: refusal(422, "photo_broken")
    greet(phone_lab, start_phone)
    take(phone_lab, 1)
    spoiled = phone_lab.expect("spoiled")
    assert (spoiled["generation"], spoiled["index"], spoiled["attempt"]) == (1, 1, 1)
    phone_lab.hang_up()
    hello = phone_lab.expect("hello")
    assert (hello["last"], hello["held"]) == (1, [])


def test_bytes_that_were_damaged_on_the_way_are_sent_again_and_those_damaged_in_the_store_given_up(
    phone_lab: ScriptedLab, start_phone: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, answers = phone_lab.upload_answer, [refusal(400, "digest_wrong")]
    phone_lab.upload_answer = lambda key, data: answers.pop() if answers else kept(key, data)
    greet(phone_lab, start_phone)
    take(phone_lab, 1)
    assert phone_lab.expect_upload()[0] == phone_lab.expect_upload()[0] == "1/1"
    monkeypatch.setattr(PhoneStore, "data", lambda _store, _key: b"not what was taken")
    phone_lab.upload_answer = lambda key, data: refusal(400, "digest_wrong")
    take(phone_lab, 2)
    assert phone_lab.expect("spoiled", "captured", "ready", "received")["index"] == 2


def test_a_photo_in_conflict_is_kept_and_not_sent_again(phone_lab: ScriptedLab, start_phone: Start) -> None:
    phone_lab.upload_answer = lambda key, data: refusal(409, "photo_conflict")
    greet(phone_lab, start_phone)
    take(phone_lab, 1)
    phone_lab.expect_upload()
    phone_lab.hang_up()
    hello = phone_lab.expect("hello", "captured", "ready", "received")
    assert [held["index"] for held in hello["held"]] == [1]
    phone_lab.expect("ready", "hello")
    assert phone_lab.uploads.empty()


def test_an_unexpected_photo_makes_the_phone_say_hello_again(
    phone_lab: ScriptedLab, start_phone: Start
) -> None:
    kept, answers = phone_lab.upload_answer, [refusal(409, "photo_not_expected")]
    phone_lab.upload_answer = lambda key, data: answers.pop() if answers else kept(key, data)
    greet(phone_lab, start_phone)
    take(phone_lab, 1)
    assert phone_lab.expect("hello")["held"][0]["index"] == 1
    assert phone_lab.expect_upload()[0] == phone_lab.expect_upload()[0] == "1/1"


def test_a_revoked_phone_stops_and_keeps_its_photo(phone_lab: ScriptedLab, start_phone: Start) -> None:
    phone_lab.upload_answer = lambda key, data: refusal(403, "credential_revoked")
    phone = greet(phone_lab, start_phone)
    take(phone_lab, 1)
    assert phone.ends().code == "credential_revoked"


def test_at_most_two_uploads_are_under_way(phone_lab: ScriptedLab, start_phone: Start) -> None:
    kept, go = phone_lab.upload_answer, threading.Event()

    def answer(key: str, data: bytes) -> Any:
        go.wait(5)
        return kept(key, data)

    phone_lab.upload_answer = answer
    greet(phone_lab, start_phone)
    for index in (1, 2, 3):
        take(phone_lab, index)
    keys = {phone_lab.expect_upload()[0], phone_lab.expect_upload()[0]}
    assert phone_lab.uploads.empty()
    go.set()
    assert keys | {phone_lab.expect_upload()[0]} == {"1/1", "2/1", "3/1"}


def test_a_spare_asks_where_to_begin_once_it_has_a_set(phone_lab: ScriptedLab, start_phone: Start) -> None:
    phone_lab.answers["hello"] = welcome(None, state=running(set=None))
    greet(phone_lab, start_phone)
    phone_lab.answers["hello"] = welcome(4, generation=2)
    phone_lab.say("state", **running(set="nokia"))
    assert phone_lab.expect("hello")["last"] is None
    phone_lab.expect("ready")
    assert take(phone_lab, 5, generation=2)["index"] == 5


def test_a_mismatch_at_hello_ends_the_phone(phone_lab: ScriptedLab, start_phone: Start) -> None:
    error = {"code": "index_mismatch", "message": "This phone has done 5, the session 3."}
    phone_lab.answers["hello"] = {"ok": False, "error": error}
    phone = start_phone()
    ending = phone.ends()
    assert (ending.code, ending.message) == (error["code"], error["message"])


def test_a_phone_stays_until_its_photos_are_stored_and_the_session_finished(
    phone_lab: ScriptedLab, start_phone: Start
) -> None:
    kept, go = phone_lab.upload_answer, threading.Event()

    def answer(key: str, data: bytes) -> Any:
        go.wait(5)
        return kept(key, data)

    phone_lab.upload_answer = answer
    phone = greet(phone_lab, start_phone)
    take(phone_lab, 1)
    phone_lab.say("state", **running(phase="finished"))
    phone_lab.expect_upload()
    assert not phone.ending.done()
    go.set()
    assert phone.ends().code == "finished"


def test_a_superseded_phone_lets_go(phone_lab: ScriptedLab, start_phone: Start) -> None:
    phone = greet(phone_lab, start_phone)
    phone_lab.say("superseded")
    assert phone.ends().code == "superseded"


def test_a_phone_goes_on_when_the_session_is_paused_because_of_it(
    phone_lab: ScriptedLab, start_phone: Start
) -> None:
    greet(phone_lab, start_phone, go_on=True)
    reason = {"code": "phone_silent", "message": "Paused.", "device": "p4hx2mtc"}
    phone_lab.say("state", **running(phase="paused", reason=reason))
    assert phone_lab.expect("go_on") == {"generation": 1}


def test_a_phone_does_not_go_on_over_photos_that_somebody_has_to_look_at(
    phone_lab: ScriptedLab, start_phone: Start
) -> None:
    greet(phone_lab, start_phone, go_on=True)
    reason = {"code": "wrong_xray", "message": "Paused.", "device": "p4hx2mtc", "index": 1, "at": 0.0}
    phone_lab.say("state", **running(phase="paused", reason=reason))
    assert phone_lab.silent(0.5)


def test_a_careful_command_overrides_the_settings_for_its_photo_alone(
    phone_lab: ScriptedLab, start_phone: Start
) -> None:
    finder = CountingFinder()
    greet(phone_lab, start_phone, finder=finder)
    begun = time.monotonic()
    take(phone_lab, 1, settle_ms=300, fresh_frames=7)
    assert time.monotonic() - begun >= 0.3
    take(phone_lab, 2)
    assert finder.waited == [7, 0]


def test_while_the_session_aims_frames_are_sent_one_after_the_other(
    phone_lab: ScriptedLab, start_phone: Start
) -> None:
    phone_lab.answers["hello"] = welcome(state=running(phase="aiming"))
    greet(phone_lab, start_phone)
    for _ in range(2):
        frame = phone_lab.frames.get(timeout=PATIENCE)
        assert decode(frame).shape[:2] == (48, 64)
    phone_lab.say("state", **running())
    take(phone_lab, 1)
    while not phone_lab.frames.empty():
        phone_lab.frames.get()
    assert phone_lab.silent(0.3)
    assert phone_lab.frames.empty()


def test_pause_at_the_phone_is_said_to_the_server(phone_lab: ScriptedLab, start_phone: Start) -> None:
    phone = greet(phone_lab, start_phone)
    phone.device.pause()
    assert phone_lab.expect("pause") == {"generation": 1}
    phone.device.ready("page_hidden")
    assert phone_lab.expect("ready")["code"] == "page_hidden"


def test_lost_doubled_and_reordered_messages_change_nothing(
    phone_lab: ScriptedLab, start_phone: Start
) -> None:
    faults = Faults(loss=0.2, duplicate=0.3, reorder=0.3, delay_ms=50, seed=4)
    start_phone(behaviour=ClientBehaviour(faults, repeat_s=0.1, retry_s=0.1))
    phone_lab.expect("hello")
    phone_lab.expect("ready", "hello")
    digests: dict[int, set[str]] = {}
    for index in range(1, 9):
        while index not in digests:
            phone_lab.capture(index)
            for name, message in phone_lab.heard_within(0.05):
                if name == "captured":
                    digests.setdefault(message["index"], set()).add(message["sha256"])
    assert all(len(found) == 1 for found in digests.values())


def test_the_photo_shows_the_screen(phone_lab: ScriptedLab, start_phone: Start, screen: Any) -> None:
    greet(phone_lab, start_phone)
    left_half = np.zeros((48, 64), np.uint8)
    left_half[:, :32] = 255
    screen.paint(left_half)
    take(phone_lab, 1)
    photo = decode(phone_lab.expect_upload()[2])
    assert photo[10:38, 8:24].mean() > 150
    assert photo[10:38, 40:56].mean() < 30


class CountingFinder:
    """A camera that notes for how many frames it was asked to wait."""

    def __init__(self) -> None:
        self.waited: list[int] = []

    def wait_for_frames(self, count: int, timeout: float) -> None:
        self.waited.append(count)

    def see(self) -> Pixels:
        return np.full((4, 4), 128, np.uint8)


class SlowFinder:
    """A camera that sees when it is told to."""

    def __init__(self) -> None:
        self.looking, self.go, self.seen = threading.Event(), threading.Event(), 0

    def wait_for_frames(self, count: int, timeout: float) -> None:
        pass

    def see(self) -> np.ndarray:
        self.looking.set()
        assert self.go.wait(5)
        self.seen += 1
        return np.zeros((48, 64), np.uint8)
