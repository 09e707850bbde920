"""Pages of a session's log, counted in visible lines, which most facts do not produce."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from capture.log import event_row
from capture.shapes import Kind, Level, LogRow
from capture.storage import JournalRow, Storage
from messages import DEFAULT, in_language
from webapp.sessions.session_runner import LiveSession
from webapp.storage.session_store import SessionStore

FACTS = 1000
"""How many facts are read at a time."""

Rows = list[LogRow]


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Filter of a log's lines; what is empty or None filters nothing.

    Attributes:
        text: Part of the sentence in ``language``, in any case of letters.
    """

    kinds: Collection[Kind] = ()
    levels: Collection[Level] = ()
    device: str = ""
    index: int | None = None
    text: str = ""
    language: str = DEFAULT

    def lets(self, row: LogRow) -> bool:
        """Return whether a line is wanted."""
        if (self.kinds and row["kind"] not in self.kinds) or (
            self.levels and row["level"] not in self.levels
        ):
            return False
        if (self.device and row["device"] != self.device) or self.index not in (None, row["index"]):
            return False
        said: str = in_language(row["message"], self.language)
        return self.text.casefold() in said.casefold()


EVERYTHING = LogFilter()


def every_row(
    store: SessionStore, live: LiveSession, wanted: LogFilter = EVERYTHING, after: int = 0
) -> Iterator[LogRow]:
    """Yield the wanted lines of a session's log after fact ``after``; facts are read as they are needed."""
    while True:
        facts = store(_facts, live.id, after)
        yield from _told(live, facts, wanted)
        if len(facts) < FACTS:
            return
        after = facts[-1].seq


def rows_after(
    store: SessionStore, live: LiveSession, after: int, limit: int, wanted: LogFilter = EVERYTHING
) -> Rows:
    """Return the first ``limit`` wanted lines after fact ``after``; fewer only at the log's end."""
    rows: Rows = []
    for row in every_row(store, live, wanted, after):
        rows.append(row)
        if len(rows) == limit:
            break
    return rows


def newest_rows(
    store: SessionStore,
    live: LiveSession,
    limit: int,
    wanted: LogFilter = EVERYTHING,
    before: int | None = None,
) -> Rows:
    """Return the newest ``limit`` wanted lines, of those before fact ``before`` if it is given, oldest first."""
    newest_first: Rows = []
    while len(newest_first) < limit:
        facts = store(_recent_facts, live.id, before)
        newest_first += _told(live, reversed(facts), wanted)
        if len(facts) < FACTS:
            break
        before = facts[0].seq
    return newest_first[:limit][::-1]


def _told(live: LiveSession, facts: Iterable[JournalRow], wanted: LogFilter) -> Rows:
    told = (event_row(entry.seq, entry.fact, live.machine) for entry in facts)
    return [row for row in told if row is not None and wanted.lets(row)]


def _facts(storage: Storage, session: str, after: int) -> list[JournalRow]:
    return storage.journal.facts(session, after, FACTS)


def _recent_facts(storage: Storage, session: str, before: int | None) -> list[JournalRow]:
    return storage.journal.recent_facts(session, FACTS, before)
