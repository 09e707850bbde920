"""The append-only journal of facts and the tables that are derived from it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Engine

from capture.facts import Fact
from capture.journal.datasets import Datasets
from capture.journal.devices import Devices
from capture.journal.invitations import Invitations
from capture.journal.rows import JournalRow, PhotoRow, PhotoState, SessionRow
from capture.plan import SessionPlan


class Journal:
    """The database; ``engine`` is an SQLAlchemy engine or URL, e.g. ``sqlite:////data/lab.db``.

    Raises:
        SchemaUnknown: The database belongs to another version of this program.
    """

    devices: Devices
    invitations: Invitations
    datasets: Datasets

    def __init__(self, engine: Engine | str) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Close every connection."""
        raise NotImplementedError

    def create_session(self, plan: SessionPlan, at: float) -> None:
        """Enter a new session.

        Raises:
            CaptureError: ``session_known`` when the id is taken.
        """
        raise NotImplementedError

    def sessions(self) -> list[SessionRow]:
        """Every session, newest first."""
        raise NotImplementedError

    def session(self, session: str) -> SessionRow | None:
        """One session, None if unknown."""
        raise NotImplementedError

    def append(self, session: str, facts: Sequence[Fact]) -> list[int]:
        """Write facts in one transaction, synced to disk; gives their numbers.

        Raises:
            DiskFull: There is no room; nothing was written.
            CaptureError: ``journal_conflict`` when a photo's key is already in use; nothing was written.
        """
        raise NotImplementedError

    def append_many(self, batches: Sequence[tuple[str, Sequence[Fact]]]) -> list[list[int]]:
        """Write facts of several sessions in one transaction: all or none; raises as `append`."""
        raise NotImplementedError

    def facts(self, session: str, after: int = 0, limit: int | None = None) -> list[JournalRow]:
        """The facts of a session in order, from after number ``after``."""
        raise NotImplementedError

    def recent_facts(self, session: str, limit: int) -> list[JournalRow]:
        """The newest ``limit`` facts of a session, in order."""
        raise NotImplementedError

    def photos(
        self,
        session: str | None = None,
        set: str | None = None,
        states: Collection[PhotoState] = ("pending", "accepted", "rejected", "lost"),
        before: int | None = None,
        limit: int | None = None,
    ) -> list[PhotoRow]:
        """Photos, newest first; ``before`` is the ``id`` of the last one of the page before."""
        raise NotImplementedError

    def photo(self, session: str, set: str, index: int, attempt: int) -> PhotoRow | None:
        """One photo, None if unknown."""
        raise NotImplementedError

    def coverage(self, dataset: str) -> dict[str, list[tuple[int, int]]]:
        """Per set the ranges of indices that have a stored photo (pending or accepted) in any session."""
        raise NotImplementedError
