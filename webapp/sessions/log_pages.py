"""Pages of a session's log, counted in visible lines, which most facts do not produce."""

from __future__ import annotations

from collections.abc import Iterable

from capture.journal import Journal, JournalRow
from capture.log import event_row
from capture.shapes import LogRow
from webapp.sessions.session_runner import LiveSession
from webapp.storage.session_store import SessionStore

FACTS = 1000
"""How many facts are read at a time."""

Rows = list[LogRow]


def rows_after(store: SessionStore, live: LiveSession, after: int, limit: int) -> Rows:
    """Return the first ``limit`` lines of a session's log after fact ``after``; fewer only at the log's end."""
    rows: Rows = []
    while len(rows) < limit:
        facts = store(Journal.facts, live.id, after, FACTS)
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
        facts = store(Journal.recent_facts, live.id, FACTS, before)
        newest_first += _told(live, reversed(facts))
        if len(facts) < FACTS:
            break
        before = facts[0].seq
    return newest_first[:limit][::-1]


def _told(live: LiveSession, facts: Iterable[JournalRow]) -> Rows:
    told = (event_row(entry.seq, entry.fact, live.machine) for entry in facts)
    return [row for row in told if row is not None]
