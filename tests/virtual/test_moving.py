"""Virtual devices go along to the next session, as pages do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from tests.virtual.conftest import Running
from tests.virtual.scripted_lab import PATIENCE, SESSION, ScriptedLab, running, welcome

Start = Callable[..., Running]
FINISHED = running(phase="finished", index=None)


def test_a_phone_that_is_told_to_move_leaves_its_session(phone_lab: ScriptedLab, start_phone: Start) -> None:
    phone_lab.answers["hello"] = welcome(state=FINISHED)
    phone = start_phone(stay=True)
    phone_lab.expect("hello")
    phone_lab.expect("ready", "hello")
    phone_lab.say("moved", session="s2nextone")
    assert phone.ends().code == "moved"


def test_a_phone_hands_over_its_photos_before_it_moves(phone_lab: ScriptedLab, start_phone: Start) -> None:
    uploads: list[str] = []

    def later(key: str, data: bytes) -> Any:
        uploads.append(key)
        if len(uploads) < 3:
            return 503, {"error": {"code": "server_busy", "message": "Later."}}
        return 201, {"index": 1, "attempt": 1, "name": "1.jpg", "size": len(data)}

    phone_lab.upload_answer = later
    phone = start_phone(stay=True)
    phone_lab.expect("hello")
    phone_lab.expect("ready", "hello")
    phone_lab.capture(1)
    phone_lab.expect_upload()
    phone_lab.say("moved", session="s2nextone")
    assert phone.ends().code == "moved"
    assert uploads == ["1/1"] * 3


def test_a_swapped_phone_says_nothing_but_hello_while_it_hands_over_its_photos(
    phone_lab: ScriptedLab, start_phone: Start
) -> None:
    sent, go_on = threading.Event(), threading.Event()

    def slow(key: str, data: bytes) -> Any:
        sent.set()
        assert go_on.wait(PATIENCE)
        return 201, {"index": 1, "attempt": 1, "name": "1.jpg", "size": len(data)}

    phone_lab.upload_answer = slow
    phone = start_phone(stay=True)
    phone_lab.expect("hello")
    phone_lab.expect("ready", "hello")
    phone_lab.capture(1)
    assert sent.wait(PATIENCE)
    # From here on the server answers every other message of the old device so.
    refused = {"ok": False, "error": {"code": "superseded", "message": "Another page."}}
    phone_lab.answers = {"hello": welcome(last=None, moved=SESSION), "ready": refused, "captured": refused}
    phone_lab.say("moved", session=SESSION)
    phone_lab.expect("hello", "received", "captured")
    assert [name for name, _ in phone_lab.heard_within(1.0) if name != "hello"] == []
    go_on.set()
    assert phone.ends().code == "moved"


def test_a_phone_that_comes_back_learns_of_the_move_by_its_hello(
    phone_lab: ScriptedLab, start_phone: Start
) -> None:
    phone_lab.answers["hello"] = welcome(state=FINISHED, moved="s2nextone")
    assert start_phone(stay=True).ends().code == "moved"


def test_a_display_moves_at_once(display_lab: ScriptedLab, start_display: Start) -> None:
    display = start_display()
    display_lab.expect("hello")
    display_lab.say("moved", session="s2nextone")
    assert display.ends().code == "moved"
