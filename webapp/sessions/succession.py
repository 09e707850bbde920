"""Sessions that follow one another: the next subset with the same sets, settings and conditions.

Each session has at most one that follows it, so that a click that comes twice makes one session.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from capture.facts import ENDED
from capture.plan import SessionPlan
from webapp.datasets.dataset_registry import Datasets
from webapp.errors import ApiError
from webapp.sessions.models import Conditions, NewSession, NextSubset
from webapp.sessions.next_choice import NextXrays, alike, choose_next
from webapp.sessions.session_registry import Sessions
from webapp.sessions.session_runner import LiveSession
from webapp.sessions.session_service import SessionService
from webapp.storage.session_store import SessionStore


class Succession:
    """The service that makes the session after a session."""

    def __init__(
        self,
        sessions: Sessions,
        service: SessionService,
        datasets: Datasets,
        store: SessionStore,
    ) -> None:
        self._sessions = sessions
        self._service = service
        self._datasets = datasets
        self._store = store
        self._mutex = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self._reserved: dict[str, tuple[SessionPlan, NextXrays]] = {}
        rows = store(lambda storage: storage.sessions.all())
        self._after = {row.plan.follows: row.plan.session for row in rows if row.plan.follows}

    def after(self, session: str) -> str | None:
        """Return the session that follows one."""
        return self._after.get(session)

    def newest(self, session: str) -> str:
        """Return the last one of the sessions that follow each other from ``session`` on."""
        while (following := self._after.get(session)) is not None:
            session = following
        return session

    def proposal(self, session: str) -> NextXrays | None:
        """Return what the next subset would be, None if no x-ray is left."""
        with self._mutex:
            return self._next(self._sessions.plan(session))

    def follow(self, session: str, wish: NextSubset) -> tuple[LiveSession, bool]:
        """Return the session that follows ``session``, and whether it was made now.

        Raises:
            ApiError: ``wrong_phase``, ``nothing_left``, ``overlap``, ``xrays_unreadable``.
            CaptureError: ``session_unknown``.
            DatasetError: The CSV changed, or the subset is not within it.
        """
        live = self._sessions.get(session)
        with self._turn(session):
            if (known := self._after.get(session)) is not None:
                return self._sessions.get(known), False
            _require_ended(live)
            with self._reserve(live.plan, wish) as chosen:
                following = self._service.create(_wish(live, wish, chosen), live.plan)
            self._after[session] = following.id
            return following, True

    @contextmanager
    def _turn(self, session: str) -> Iterator[None]:
        with self._mutex:
            turn = self._turns.setdefault(session, threading.Lock())
        with turn:
            yield

    @contextmanager
    def _reserve(self, plan: SessionPlan, wish: NextSubset) -> Iterator[NextXrays]:
        """Keep x-rays from others while they are checked: two stations may go on at the same moment."""
        with self._mutex:
            chosen = self._next(plan) if wish.subset is None else NextXrays(wish.subset, {})
            if chosen is None:
                raise ApiError(
                    "nothing_left",
                    "No x-ray of the set is left: every one has its photo, or is in another session.",
                )
            self._reserved[plan.session] = plan, chosen
        try:
            yield chosen
        finally:
            with self._mutex:
                del self._reserved[plan.session]

    def _next(self, plan: SessionPlan) -> NextXrays | None:
        xrays = self._datasets.row(plan.dataset).xrays
        rivals = [chosen for other, chosen in self._reserved.values() if alike(other, plan)]
        reserved = [index for chosen in rivals for index in chosen.members]
        return self._store(choose_next, plan, xrays, reserved)


def _require_ended(live: LiveSession) -> None:
    phase = live.look(lambda machine, _: machine.state.phase)
    if phase not in ENDED:
        message = "This session has not ended. Finish or abort it, then go on with the next subset."
        raise ApiError("wrong_phase", message, {"phase": phase})


def _wish(live: LiveSession, wish: NextSubset, chosen: NextXrays) -> NewSession:
    plan = live.plan
    copies = live.look(lambda machine, _: bool(machine.state.copies))
    conditions = {**plan.conditions, **chosen.conditions}
    # Not validated again: an older version may have allowed other names, of which `SessionPlan.check_new` tells.
    return NewSession.model_construct(
        title="",
        dataset=plan.dataset,
        first=chosen.first,
        last=chosen.last,
        indices=None if chosen.indices is None else list(chosen.indices),
        sets=list(plan.sets),
        conditions=wish.conditions or Conditions.model_construct(None, **conditions),
        overlap=wish.overlap,
        copies_as_one=copies,
    )
