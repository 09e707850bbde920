"""All stations on one page: whoever opens it is told everything, and then once a second what has changed.

A tile is made of counters in memory, so that looking at twenty sessions a second costs next to nothing; while no
overview is open, nothing is looked at.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import cast

from capture import station_view
from capture.facts import ENDED
from capture.shapes import StationView
from capture.storage import SessionRow, Storage
from webapp.devices.credentials import Credentials
from webapp.realtime.consoles import Consoles
from webapp.runtime.clock import Clock
from webapp.sessions.session_registry import Sessions
from webapp.sessions.snapshots import Snapshots
from webapp.shapes.station import OverviewChange, OverviewState, PhotosToday, Station, StationChange
from webapp.storage.session_store import SessionStore

TICK_S = 1.0
BEAT_TICKS = 5
"""A page that hears nothing for longer than two beats says that the server is lost."""
CODE_S = 10.0
"""How long a code is believed before it is read again: the console can renew it."""


class Overview:
    """The service behind the overview page."""

    def __init__(
        self,
        sessions: Sessions,
        snapshots: Snapshots,
        credentials: Credentials,
        store: SessionStore,
        consoles: Consoles,
        clock: Clock,
    ) -> None:
        self._sessions = sessions
        self._snapshots = snapshots
        self._credentials = credentials
        self._store = store
        self._consoles = consoles
        self._clock = clock
        self._lock = threading.Lock()
        self._told: dict[str, Station] = {}
        self._piles: frozenset[str] = frozenset()
        self._known: set[str] = set()
        self._codes: dict[str, tuple[str, float]] = {}
        self._ticks = 0

    def now(self) -> OverviewState:
        """Return all stations of today, oldest first: sessions that have not ended, and those that ended today."""
        with self._lock:
            # Everybody is told everything at the next tick: changes are told against what all pages have.
            self._told.clear()
            rows = self._store(lambda storage: storage.sessions.all())
            found = [
                self._of_row(row) for row in reversed(rows) if self._is_of_today(row.phase, row.ended_at)
            ]
        return {
            "stations": [station for station in found if not self._is_pile(station)],
            "today": self._today(),
        }

    def tick(self) -> None:
        """Tell open overviews what has changed; call it every `TICK_S` seconds."""
        if not self._consoles.overview_is_open():
            return
        self._ticks += 1
        with self._lock:
            changes = list(self._changes())
        beat = self._ticks % BEAT_TICKS == 0
        if changes or beat:
            told: OverviewChange = {"stations": changes, "today": self._today() if beat else None}
            self._consoles.tell_overviews("stations", told)

    def _changes(self) -> Iterator[StationChange]:
        for live in self._sessions.at_work():
            seen = live.glance(station_view.station)
            if seen is None or not self._is_of_today(seen["phase"], seen["ended_at"]):
                continue
            station = self._with_code(seen)
            if self._is_pile(station):
                continue
            before = self._told.get(live.id)
            if station != before:
                self._told[live.id] = station
                yield _change(before, station)

    def _of_row(self, row: SessionRow) -> Station:
        session = row.plan.session
        why = None if row.phase in ENDED else self._sessions.why_unreadable(session)
        live = self._sessions.in_memory(session)
        if live is not None:
            return self._with_code(live.look(station_view.station))
        progress = self._snapshots.progress_of_ended(row)
        return {
            "session": session,
            "title": row.plan.title,
            "sets": list(row.plan.sets),
            "follows": row.plan.follows,
            "created_at": row.created_at,
            "ended_at": row.ended_at,
            "capture": row.plan.capture,
            "phase": "paused" if why else row.phase,
            "reason": why.code if why else None,
            "ready": False,
            "lacks": None,
            "index": row.plan.first,
            "stored": progress["stored"],
            "total": progress["total"],
            "seconds_left": None,
            "need": {"code": why.code, "device": None, "index": None, "photos": 0} if why else None,
            "thumbnail": None,
            "code": None,
        }

    def _with_code(self, seen: StationView) -> Station:
        role, session, now = seen["lacks"], seen["session"], self._clock.now()
        if role is None:
            return {**seen, "code": None}
        key = f"{session} {role}"
        code, until = self._codes.get(key, ("", 0.0))
        if now >= until:
            code = self._credentials.invitation(session, role).code
            self._codes[key] = code, now + CODE_S
        return {**seen, "code": code}

    def _is_of_today(self, phase: str, ended_at: float | None) -> bool:
        return phase not in ENDED or (ended_at or 0.0) >= midnight(self._clock.now())

    def _is_pile(self, station: Station) -> bool:
        """Return whether a session is a pile of loose photos, which nobody captures."""
        if station["session"] not in self._known:
            self._piles = frozenset(self._store(lambda storage: storage.imports.piles()))
            self._known.add(station["session"])
        return station["session"] in self._piles

    def _today(self) -> PhotosToday:
        now = self._clock.now()

        def count(storage: Storage) -> PhotosToday:
            kept = storage.photos.kept_since
            return {"photos": kept(midnight(now)), "a_minute": kept(now - 60)}

        return self._store(count)


def _change(before: Station | None, now: Station) -> StationChange:
    if before is None:
        return now
    old: dict[str, object] = {**before}
    changed = {name: value for name, value in now.items() if old[name] != value}
    return cast(StationChange, {**changed, "session": now["session"]})


def midnight(at: float) -> float:
    """Return when the day of ``at`` began at the server's place."""
    day = time.localtime(at)
    return time.mktime((day.tm_year, day.tm_mon, day.tm_mday, 0, 0, 0, 0, 0, -1))
