"""Sessions as the operator sees them: the domain's view, with the data set's name and what the web layer adds."""

from __future__ import annotations

from collections import Counter
from typing import Any

from capture import views
from capture.errors import SessionUnreadable
from capture.facts import ENDED
from capture.journal import Journal, SessionRow
from webapp.lab.datasets import Datasets
from webapp.lab.live import LiveSession
from webapp.lab.registry import Sessions
from webapp.lab.store import SessionStore

SUMMARY = (
    "session",
    "title",
    "dataset",
    "phase",
    "reason",
    "first",
    "last",
    "total",
    "created_at",
    "started_at",
    "ended_at",
    "progress",
)


class Snapshots:
    """Makes snapshots and the list of sessions."""

    def __init__(self, sessions: Sessions, datasets: Datasets, store: SessionStore) -> None:
        self._sessions = sessions
        self._datasets = datasets
        self._store = store
        self._names: dict[str, dict[str, Any]] = {}

    def snapshot(self, live: LiveSession) -> dict[str, Any]:
        """Return all that the console shows of a session."""
        seen = live.look(views.snapshot)
        return {**seen, "dataset": self._dataset(live.plan.dataset)}

    def summaries(self) -> list[dict[str, Any]]:
        """Return one line for each session, newest first; sessions that have ended are not brought to memory."""
        piles = set(self._store(lambda journal: journal.loose.piles()))
        rows = self._store(Journal.sessions)
        return [self._summary(row) | {"loose": row.plan.session in piles} for row in rows]

    def _summary(self, row: SessionRow) -> dict[str, Any]:
        live = self._sessions.in_memory(row.plan.session)
        if live is None and row.phase not in ENDED:
            if why := self._sessions.why_unreadable(row.plan.session):
                return self._of_ended(row) | _closed(why, row.created_at)
            live = self._sessions.get(row.plan.session)
        if live is None:
            return self._of_ended(row)
        snapshot = self.snapshot(live)
        return {name: snapshot[name] for name in SUMMARY} | {"sets": list(row.plan.sets)}

    def _of_ended(self, row: SessionRow) -> dict[str, Any]:
        plan = row.plan
        return {
            "session": plan.session,
            "title": plan.title,
            "dataset": self._dataset(plan.dataset),
            "phase": row.phase,
            "reason": None,
            "first": plan.first,
            "last": plan.last,
            "total": plan.xrays,
            "sets": list(plan.sets),
            "created_at": row.created_at,
            "started_at": row.started_at,
            "ended_at": row.ended_at,
            "progress": self._progress_of_ended(row),
        }

    def _progress_of_ended(self, row: SessionRow) -> dict[str, Any]:
        photos = self._store(Journal.photos, session=row.plan.session)
        states = Counter(photo.state for photo in photos)
        stored = {(photo.set, photo.index) for photo in photos if photo.state in ("pending", "accepted")}
        total = row.plan.xrays * len(row.plan.sets)
        return {
            "stored": len(stored),
            "total": total,
            "accepted": states["accepted"],
            "rejected": states["rejected"],
            "pending": states["pending"],
            "retaken": sum(photo.attempt > 1 for photo in photos),
            "skipped": 0,
            "missing": total - len(stored),
            "rate": None,
            "seconds_left": None,
            "until": None,
        }

    def _dataset(self, dataset: str) -> dict[str, Any]:
        if dataset not in self._names:
            row = self._datasets.row(dataset)
            self._names[dataset] = {"id": row.id, "name": row.name, "xrays": row.xrays}
        return self._names[dataset]


def _closed(why: SessionUnreadable, at: float) -> dict[str, Any]:
    """Whatever a session was doing when its journal was last written, here it stands."""
    reason = {"code": why.code, "message": why.message, "device": None, "index": None, "at": at}
    return {"phase": "paused", "reason": reason}
