"""The sessions of this server: running ones in memory, others in the journal until requested."""

from __future__ import annotations

import logging
import threading
from copy import copy

from capture.errors import SessionUnreadable
from capture.events import Restarted
from capture.facts import ENDED
from capture.plan import SessionPlan
from capture.session import Session
from capture.storage import PhotoRow, Storage
from webapp.runtime.clock import Clock
from webapp.sessions.session_runner import Listener, LiveSession
from webapp.storage.session_store import SessionStore, session_row

log = logging.getLogger(__name__)


class Sessions:
    """The registry that finds, creates and restores sessions."""

    def __init__(self, store: SessionStore, clock: Clock, listener: Listener) -> None:
        self._store = store
        self._clock = clock
        self._listener = listener
        self._live: dict[str, LiveSession] = {}
        self._unreadable: dict[str, SessionUnreadable] = {}
        self._reviving = threading.Lock()

    def create(self, plan: SessionPlan) -> LiveSession:
        """Create a new session."""
        machine = self._store.create(plan)
        with self._reviving:
            live = self._live[plan.session] = LiveSession(machine, self._store, self._clock, self._listener)
        return live

    def get(self, session: str) -> LiveSession:
        """Return a session, restored from the journal if necessary.

        Raises:
            CaptureError: ``session_unknown``.
            SessionUnreadable: Only a newer version can go on with it.
        """
        if live := self._live.get(session):
            return live
        with self._reviving:
            if session in self._unreadable:
                raise copy(self._unreadable[session])
            if session not in self._live:
                live = LiveSession(self._replay(session), self._store, self._clock, self._listener)
                live.deliver(Restarted)
                self._live[session] = live
            return self._live[session]

    def knows(self, session: str) -> bool:
        """Return whether there is such a session."""
        return session in self._live or self._store(_knows, session)

    def plan(self, session: str) -> SessionPlan:
        """Return a session's plan, also of one that cannot be restored.

        Raises:
            CaptureError: ``session_unknown``.
        """
        live = self._live.get(session)
        return live.plan if live else self._store(session_row, session).plan

    def why_unreadable(self, session: str) -> SessionUnreadable | None:
        """Return why a session cannot be restored; None once it is."""
        try:
            self.get(session)
        except SessionUnreadable as error:
            return error
        return None

    def in_memory(self, session: str) -> LiveSession | None:
        """Return a session if it is in memory, without restoring it."""
        return self._live.get(session)

    def at_work(self) -> list[LiveSession]:
        """Return the sessions in memory."""
        return list(self._live.values())

    def revive_unended(self) -> None:
        """Restore the sessions to resume after a restart: open ones, and those with unverified photos.

        A session that this version cannot read stays closed, and the others go on.
        """
        unended = [
            row.plan.session
            for row in self._store(lambda storage: storage.sessions.all())
            if row.phase not in ENDED
        ]
        unjudged = [photo.session for photo in self._store(_pending)]
        for session in dict.fromkeys(unended + unjudged):
            self.why_unreadable(session)

    def _replay(self, session: str) -> Session:
        try:
            return self._store.replay(session)
        except SessionUnreadable as error:
            log.warning("Session %s: %s", session, error.message)
            self._unreadable[session] = error
            raise


def _pending(storage: Storage) -> list[PhotoRow]:
    return storage.photos.find(states=["pending"])


def _knows(storage: Storage, session: str) -> bool:
    return storage.sessions.get(session) is not None
