"""Limits on one device's messages."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from webapp.serving.unread import KNOWN
from webapp.sockets.bounds import MESSAGES_AT_ONCE, Bounds


class Engine:
    """Stands for Socket.IO and Engine.IO: open sockets, and who opened them."""

    reason = SimpleNamespace(SERVER_DISCONNECT="server")

    def __init__(self, **owners: str) -> None:
        self.eio = self
        self.environ: dict[str, dict[str, Any]] = {sid: {KNOWN: who} for sid, who in owners.items()}
        self.sockets = {sid: SimpleNamespace(closed=False, close=self.closing(sid)) for sid in owners}
        self.heard: list[str] = []
        self.bounds = Bounds(self, lambda sid, _message: self.heard.append(sid))

    def closing(self, sid: str) -> Any:
        def close(**_: object) -> None:
            self.sockets[sid].closed = True

        return close


def test_a_new_connection_is_no_fresh_start_for_who_floods_and_others_are_not_concerned() -> None:
    engine = Engine(first="phone", again="phone", other="another phone")
    for sid in ("first", "again"):
        for _ in range(10 * MESSAGES_AT_ONCE):
            engine.bounds(sid, "message")
    engine.bounds("other", "message")
    assert engine.sockets["first"].closed
    assert engine.sockets["again"].closed
    assert not engine.sockets["other"].closed
    assert engine.heard.count("first") >= MESSAGES_AT_ONCE
    assert engine.heard.count("again") < MESSAGES_AT_ONCE
    assert engine.heard[-1] == "other"
