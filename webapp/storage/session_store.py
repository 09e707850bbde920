"""The sessions' access to the database: off the loop, one call at a time, commits shared."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Concatenate, ParamSpec, TypeVar

from capture.errors import CaptureError, SessionUnreadable
from capture.facts import Fact
from capture.plan import SessionPlan
from capture.session import Session
from capture.storage import SessionRow, Storage
from webapp.auth.tokens import new_id
from webapp.offload import Lane
from webapp.runtime.clock import Clock
from webapp.storage.group_commit import GroupCommit

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")


class SessionStore:
    """All access to the database."""

    def __init__(self, storage: Storage, lane: Lane, clock: Clock) -> None:
        self._storage = storage
        self._lane = lane
        self._clock = clock
        self._committer = GroupCommit(lambda batches: lane(storage.journal.append_many, batches))

    def __call__(self, ask: Callable[Concatenate[Storage, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``ask(storage, ...)``; ``ask`` is a function of a `Storage`."""
        return self._lane(ask, self._storage, *args, **kwargs)

    def create(self, plan: SessionPlan) -> Session:
        """Insert a new session, in the study that it belongs to, and return its state."""
        at = self._clock.now()
        return Session(self(_create, plan, at), at)

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


def session_row(storage: Storage, session: str) -> SessionRow:
    """Return the row for lists of sessions.

    Raises:
        CaptureError: ``session_unknown``.
    """
    row = storage.sessions.get(session)
    if row is None:
        raise CaptureError("session_unknown", "There is no such session. It may belong to another data root.")
    return row


def _create(storage: Storage, plan: SessionPlan, at: float) -> SessionPlan:
    plan.check_new()  # before anything is written: the session's study may have to be made
    taken_in = storage.studies.take_in(plan, new_id(), at)
    storage.sessions.create(taken_in, at)
    return taken_in


def _replay(storage: Storage, session: str) -> Session:
    row = session_row(storage, session)
    if row.unknown:
        raise SessionUnreadable(f"the setting {', '.join(map(repr, row.unknown))}")
    facts = [entry.fact for entry in storage.journal.facts(session)]
    try:
        return Session.replay(row.plan, facts, row.created_at)
    except Exception as error:  # one session that cannot be understood must not keep the others from opening
        log.exception("The journal of session %s cannot be replayed", session)
        raise SessionUnreadable("entries in an order") from error
