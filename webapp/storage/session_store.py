"""The sessions' access to the journal: off the loop, one call at a time, commits shared."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Concatenate, ParamSpec, TypeVar

from capture.errors import CaptureError, SessionUnreadable
from capture.facts import Fact
from capture.journal import Journal, SessionRow
from capture.plan import SessionPlan
from capture.session import Session
from webapp.offload import Lane
from webapp.runtime.clock import Clock
from webapp.storage.group_commit import Committer

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")


class SessionStore:
    """All access to the journal."""

    def __init__(self, journal: Journal, lane: Lane, clock: Clock) -> None:
        self._journal = journal
        self._lane = lane
        self._clock = clock
        self._committer = Committer(lambda batches: lane(journal.append_many, batches))

    def __call__(self, ask: Callable[Concatenate[Journal, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``ask(journal, ...)``; ``ask`` is a method of `Journal`, or a function of one."""
        return self._lane(ask, self._journal, *args, **kwargs)

    def create(self, plan: SessionPlan) -> Session:
        """Insert a new session and return its state."""
        at = self._clock.now()
        self(Journal.create_session, plan, at)
        return Session(plan, at)

    def append(self, session: str, facts: Sequence[Fact]) -> list[int]:
        """Commit ``facts``, together with other sessions'; return their numbers."""
        return self._committer.append(session, facts)

    def replay(self, session: str) -> Session:
        """Return the session's state from the journal, with nothing connected.

        Raises:
            CaptureError: ``session_unknown``.
            SessionUnreadable: It holds something that this version does not know.
        """
        return self(_replay, session)


def session_row(journal: Journal, session: str) -> SessionRow:
    """Return the row for lists of sessions.

    Raises:
        CaptureError: ``session_unknown``.
    """
    row = journal.session(session)
    if row is None:
        raise CaptureError("session_unknown", "There is no such session. It may belong to another data root.")
    return row


def _replay(journal: Journal, session: str) -> Session:
    row = session_row(journal, session)
    if row.unknown:
        raise SessionUnreadable(f"the setting {', '.join(map(repr, row.unknown))}")
    facts = [entry.fact for entry in journal.facts(session)]
    try:
        return Session.replay(row.plan, facts, row.created_at)
    except Exception as error:  # one session that cannot be understood must not keep the others from opening
        log.exception("The journal of session %s cannot be replayed", session)
        raise SessionUnreadable("entries in an order") from error
