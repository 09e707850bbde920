"""Throttled snapshots: soon after each change, at most four times a second.

Fifty photos a second would otherwise mean fifty snapshots a second for everybody; what is sent is the state at
the time of sending, so that nothing is lost by leaving some out.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)
INTERVAL_S = 0.25
IDLE_S = 1.0
"""How long it rests at most: who watches it wants to see it turn."""


class Broadcast:
    """Calls ``send(session)`` for every session that was touched, at most once each ``INTERVAL_S``."""

    def __init__(
        self,
        send: Callable[[str], None],
        now: Callable[[], float],
        interval_s: float = INTERVAL_S,
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        self._send = send
        self._now = now
        self._interval_s = interval_s
        self._beat = beat
        self._changed = threading.Condition()
        self._touched: set[str] = set()
        self._sent_at: dict[str, float] = {}
        self._closed = False

    def touch(self, session: str) -> None:
        """Mark a session as changed."""
        with self._changed:
            self._touched.add(session)
            self._changed.notify()

    def close(self) -> None:
        """Stop `run`."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def run(self) -> None:
        """Send until closed; needs a thread of its own."""
        while (due := self._wait_for_due()) is not None:
            for session in due:
                self._beat()
                try:
                    self._send(session)
                except Exception:
                    log.exception("Nobody could be told how session %s stands", session)

    def _wait_for_due(self) -> list[str] | None:
        with self._changed:
            while not self._closed:
                self._beat()
                now = self._now()
                due = [session for session in self._touched if self._wait_s(session, now) <= 0]
                if due:
                    self._touched.difference_update(due)
                    self._sent_at.update(dict.fromkeys(due, now))
                    return due
                waits = [self._wait_s(session, now) for session in self._touched]
                self._changed.wait(min([*waits, IDLE_S]))
            return None

    def _wait_s(self, session: str, now: float) -> float:
        return self._sent_at.get(session, float("-inf")) + self._interval_s - now
