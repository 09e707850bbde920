"""Snapshots for the operator: the domain's view, the data set's name and the web layer's additions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from time import sleep

from capture import views
from capture.errors import SessionUnreadable
from capture.facts import ENDED
from capture.shapes import PauseReason, Progress
from capture.storage import SessionRow
from webapp.datasets.dataset_registry import Datasets
from webapp.sessions.session_registry import Sessions
from webapp.shapes.session import DatasetName, SessionLine, SessionLines, SessionSnapshot
from webapp.storage.session_store import SessionStore

PAGE = 100
AT_ONCE = 20
"""Lines of the list between two chances for others: 5 to 20 ms."""


def first_of(lines: Iterator[SessionLine], limit: int) -> tuple[list[SessionLine], str | None]:
    """Return the first ``limit`` lines, and the ``after`` of the page that follows, None without one."""
    found = list(islice(lines, limit + 1))
    return found[:limit], found[limit - 1]["session"] if len(found) > limit else None


class Snapshots:
    """The maker of snapshots and of the list of sessions."""

    def __init__(self, sessions: Sessions, datasets: Datasets, store: SessionStore) -> None:
        self._sessions = sessions
        self._datasets = datasets
        self._store = store
        self._names: dict[str, DatasetName] = {}

    def of(self, session: str) -> SessionSnapshot:
        """Return the snapshot of a session for the console."""
        live = self._sessions.get(session)
        seen = live.look(views.snapshot)
        return {**seen, "dataset": self._dataset(live.plan.dataset)}

    def page(self, limit: int, after: str = "", *, ended: bool | None = None) -> SessionLines:
        """Return a page of the list of sessions, newest first, without restoring ended sessions.

        Raises:
            CaptureError: ``session_unknown`` for ``after``.
        """
        lines, following = first_of(self.lines(after, ended=ended, at_once=limit + 1), limit)
        return {"sessions": lines, "next": following}

    def lines(
        self,
        after: str = "",
        *,
        ended: bool | None = None,
        with_accepted: bool = False,
        at_once: int = PAGE,
    ) -> Iterator[SessionLine]:
        """Return one line for each session, newest first, read in pages of ``at_once``."""
        piles = set(self._store(lambda storage: storage.imports.piles()))
        while True:
            rows = self._store(
                lambda storage, last: storage.sessions.page(
                    at_once, last, ended=ended, with_accepted=with_accepted
                ),
                after,
            )
            for number, row in enumerate(rows, start=1):
                yield self._summary(row, loose=row.plan.session in piles)
                if number % AT_ONCE == 0:
                    sleep(0)  # capture shares this thread
            if len(rows) < at_once:
                return
            after = rows[-1].plan.session

    def _summary(self, row: SessionRow, *, loose: bool) -> SessionLine:
        plan = row.plan
        live = self._sessions.in_memory(plan.session)
        why = None
        if live is None and row.phase not in ENDED:
            why = self._sessions.why_unreadable(plan.session)
            live = None if why else self._sessions.get(plan.session)
        seen = None if live is None else live.look(views.snapshot)
        return {
            "session": plan.session,
            "title": plan.title,
            "dataset": self._dataset(plan.dataset),
            "phase": seen["phase"] if seen else "paused" if why else row.phase,
            "reason": seen["reason"] if seen else _closed(why, row.created_at) if why else None,
            "first": plan.first,
            "last": plan.last,
            "total": plan.xrays,
            "sets": list(plan.sets),
            "created_at": seen["created_at"] if seen else row.created_at,
            "started_at": seen["started_at"] if seen else row.started_at,
            "ended_at": seen["ended_at"] if seen else row.ended_at,
            "progress": seen["progress"] if seen else self.progress_of_ended(row),
            "loose": loose,
        }

    def progress_of_ended(self, row: SessionRow) -> Progress:
        """Return the progress of a session that is not in memory, counted in the table of photos."""
        counts = self._store(lambda storage: storage.photos.counts(row.plan.session))
        total = row.plan.xrays * len(row.plan.sets)
        return {
            "stored": counts.taken,
            "total": total,
            "accepted": counts.states.get("accepted", 0),
            "rejected": counts.states.get("rejected", 0),
            "pending": counts.states.get("pending", 0),
            "retaken": counts.retaken,
            "skipped": 0,
            "missing": total - counts.taken,
            "rate": None,
            "seconds_left": None,
            "until": None,
        }

    def _dataset(self, dataset: str) -> DatasetName:
        if dataset not in self._names:
            row = self._datasets.row(dataset)
            self._names[dataset] = {"id": row.id, "name": row.name, "xrays": row.xrays}
        return self._names[dataset]


def _closed(why: SessionUnreadable, at: float) -> PauseReason:
    """Return why a session that cannot be restored is closed, as a pause reason."""
    return {"code": why.code, "message": why.message, "device": None, "index": None, "at": at}
