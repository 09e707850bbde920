"""Group commit: the facts of all sessions in as few commits as possible.

Each commit waits for the disk.  Facts of several sessions that arrive while one commit is under way go together
into the next, so that fifty phones cost the disk little more than one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from capture.facts import Fact

Write = Callable[[Sequence[tuple[str, Sequence[Fact]]]], list[list[int]]]


@dataclass(slots=True)
class _Entry:
    session: str
    facts: Sequence[Fact]
    numbers: list[int] = field(default_factory=list)
    error: Exception | None = None
    done: bool = False


class GroupCommit:
    """Group commit: callers wait until their facts are durable.

    Whoever finds no commit under way makes one for everybody who is waiting, so that there is no thread to
    start, stop or lose.
    """

    def __init__(self, write: Write) -> None:
        self._write = write
        self._mutex = threading.Lock()
        self._committing = threading.Lock()
        self._waiting: list[_Entry] = []

    @property
    def waiting(self) -> int:
        """Number of callers waiting for the next commit."""
        return len(self._waiting)

    def append(self, session: str, facts: Sequence[Fact]) -> list[int]:
        """Commit ``facts`` and return their numbers; raises what the journal raised."""
        if not facts:
            return []
        entry = _Entry(session, facts)
        # A lock of its own: callers must be able to queue while `_committing` is held for the time of a disk sync.
        with self._mutex:
            self._waiting.append(entry)
        with self._committing:
            # Whoever held the lock until now may have committed this entry together with its own.
            if not entry.done:
                self._commit_all()
        if entry.error is not None:
            raise entry.error
        return entry.numbers

    def _commit_all(self) -> None:
        with self._mutex:
            entries, self._waiting = self._waiting, []
        try:
            self._commit(entries)
        except Exception:
            # The transaction was rolled back as a whole, so nothing is written twice.
            self._commit_singly(entries)

    def _commit(self, entries: list[_Entry]) -> None:
        for entry, numbers in zip(entries, self._write([(e.session, e.facts) for e in entries]), strict=True):
            entry.numbers, entry.done = numbers, True

    def _commit_singly(self, entries: list[_Entry]) -> None:
        """Commit each caller's facts separately: one session's failure must not affect the others."""
        for entry in entries:
            try:
                self._commit([entry])
            except Exception as error:
                entry.error, entry.done = error, True
