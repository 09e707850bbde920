"""The sessions of this server: those at work in memory, the others in the journal until somebody asks."""

from __future__ import annotations

import threading

from capture.events import Restarted
from capture.facts import ENDED
from capture.journal import Journal, PhotoRow
from capture.plan import SessionPlan
from webapp.lab.clock import Clock
from webapp.lab.live import Listener, LiveSession
from webapp.lab.store import SessionStore


class Sessions:
    """Finds, makes and revives sessions."""

    def __init__(self, store: SessionStore, clock: Clock, listener: Listener) -> None:
        self._store = store
        self._clock = clock
        self._listener = listener
        self._live: dict[str, LiveSession] = {}
        self._reviving = threading.Lock()

    def create(self, plan: SessionPlan) -> LiveSession:
        """Enter a new session."""
        machine = self._store.create(plan)
        with self._reviving:
            live = self._live[plan.session] = LiveSession(machine, self._store, self._clock, self._listener)
        return live

    def get(self, session: str) -> LiveSession:
        """Return a session, revived from the journal where it must be.

        Raises:
            CaptureError: ``session_unknown``.
        """
        if live := self._live.get(session):
            return live
        with self._reviving:
            if session not in self._live:
                live = LiveSession(self._store.replay(session), self._store, self._clock, self._listener)
                live.deliver(Restarted)
                self._live[session] = live
            return self._live[session]

    def in_memory(self, session: str) -> LiveSession | None:
        """Return a session if it is at work, without reviving it."""
        return self._live.get(session)

    def at_work(self) -> list[LiveSession]:
        """Return the sessions in memory."""
        return list(self._live.values())

    def revive_unended(self) -> None:
        """Go on with what was going on when the server stopped: open sessions, and photos without a verdict."""
        unended = [row.plan.session for row in self._store(Journal.sessions) if row.phase not in ENDED]
        unjudged = [photo.session for photo in self._store(_pending)]
        for session in dict.fromkeys(unended + unjudged):
            self.get(session)


def _pending(journal: Journal) -> list[PhotoRow]:
    return journal.photos(states=["pending"])
