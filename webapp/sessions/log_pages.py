"""Pages of a session's log, counted in visible lines, which most facts do not produce."""

from __future__ import annotations

from collections.abc import Iterable

from capture.log import event_row
from capture.shapes import LogRow
from capture.storage import JournalRow, Storage
from webapp.sessions.session_runner import LiveSession
from webapp.storage.session_store import SessionStore

FACTS = 1000
"""How many facts are read at a time."""

Rows = list[LogRow]


def rows_after(store: SessionStore, live: LiveSession, after: int, limit: int) -> Rows:
    """Return the first ``limit`` lines of a session's log after fact ``after``; fewer only at the log's end."""
    rows: Rows = []
    while len(rows) < limit:
        facts = store(_facts, live.id, after)
        rows += _told(live, facts)
        if len(facts) < FACTS:
            break
        after = facts[-1].seq
    return rows[:limit]


def newest_rows(store: SessionStore, live: LiveSession, limit: int) -> Rows:
    """Return the newest ``limit`` lines of a session's log, oldest first."""
    newest_first: Rows = []
    before: int | None = None
    while len(newest_first) < limit:
        facts = store(_recent_facts, live.id, before)
        newest_first += _told(live, reversed(facts))
        if len(facts) < FACTS:
            break
        before = facts[0].seq
    return newest_first[:limit][::-1]


def _told(live: LiveSession, facts: Iterable[JournalRow]) -> Rows:
    told = (event_row(entry.seq, entry.fact, live.machine) for entry in facts)
    return [row for row in told if row is not None]


def _facts(storage: Storage, session: str, after: int) -> list[JournalRow]:
    return storage.journal.facts(session, after, FACTS)


def _recent_facts(storage: Storage, session: str, before: int | None) -> list[JournalRow]:
    return storage.journal.recent_facts(session, FACTS, before)
