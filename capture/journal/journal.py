"""The append-only journal of facts, and the tables derived from it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select

from capture.errors import CaptureError
from capture.facts import Fact, fact_from_json
from capture.journal import schema
from capture.journal.database import Database
from capture.journal.datasets import Datasets
from capture.journal.devices import Devices
from capture.journal.invitations import Invitations
from capture.journal.loose import LoosePhotos
from capture.journal.projection import project
from capture.journal.reviews import Reviews
from capture.journal.rows import JournalRow, PhotoRow, SessionRow
from capture.plan import SessionPlan, unknown_names
from capture.shapes import PhotoState


class Journal:
    """The database; ``engine`` is an SQLAlchemy engine or URL, e.g. ``sqlite:////data/lab.db``.

    One of an older version is upgraded, which only whoever has the data root to themselves may do (``may_upgrade``).

    Raises:
        SchemaUnknown: The database belongs to another version of this program.
        SchemaOutdated: It has to be upgraded, and ``may_upgrade`` is false.
        UpgradeFailed: It could not be upgraded, and is as it was.
    """

    def __init__(self, engine: Engine | str, *, may_upgrade: bool = True) -> None:
        self._database = Database(engine, may_upgrade=may_upgrade)
        self.devices = Devices(self._database)
        self.invitations = Invitations(self._database)
        self.datasets = Datasets(self._database)
        self.loose = LoosePhotos(self._database)
        self.reviews = Reviews(self._database)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def create_session(self, plan: SessionPlan, at: float) -> None:
        """Insert a new session.

        Raises:
            CaptureError: ``session_known`` when the id is taken, ``plan_invalid`` when a name or setting is not
                allowed.
        """
        plan.check_new()
        if self.session(plan.session) is not None:
            raise CaptureError("session_known", f"There is a session {plan.session} already.")
        with self._database.writing() as connection:
            connection.execute(
                insert(schema.sessions),
                {
                    "id": plan.session,
                    "dataset": plan.dataset,
                    "plan": plan.to_json(),
                    "created_at": at,
                    "phase": "waiting",
                },
            )

    def sessions(self) -> list[SessionRow]:
        """Return every session, newest first."""
        order = schema.sessions.c.created_at.desc(), schema.sessions.c.id
        with self._database.reading() as connection:
            return [_session_row(row) for row in connection.execute(select(schema.sessions).order_by(*order))]

    def session(self, session: str) -> SessionRow | None:
        """Return one session, None if unknown."""
        query = select(schema.sessions).where(schema.sessions.c.id == session)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _session_row(row)

    def append(self, session: str, facts: Sequence[Fact]) -> list[int]:
        """Write facts durably in one transaction and return their numbers.

        Raises:
            DiskFull: There is no room; nothing was written.
            CaptureError: ``journal_conflict`` when a photo's key is already in use; nothing was written.
        """
        return self.append_many([(session, facts)])[0]

    def append_many(self, batches: Sequence[tuple[str, Sequence[Fact]]]) -> list[list[int]]:
        """Write facts of several sessions in one transaction: all or none; raises as `append`."""
        if not any(facts for _, facts in batches):
            return [[] for _ in batches]
        with self._database.writing() as connection:
            return [_append(connection, session, facts) for session, facts in batches]

    def facts(self, session: str, after: int = 0, limit: int | None = None) -> list[JournalRow]:
        """Return the facts of a session in order, from after number ``after``."""
        facts = schema.facts.c
        query = select(facts.seq, facts.body).where(facts.session == session, facts.seq > after)
        with self._database.reading() as connection:
            return _journal_rows(connection.execute(query.order_by(facts.seq).limit(limit)))

    def recent_facts(self, session: str, limit: int, before: int | None = None) -> list[JournalRow]:
        """Return the newest ``limit`` facts of a session, in order; with ``before``, of those before it."""
        facts = schema.facts.c
        query = select(facts.seq, facts.body).where(facts.session == session)
        if before is not None:
            query = query.where(facts.seq < before)
        with self._database.reading() as connection:
            return _journal_rows(connection.execute(query.order_by(facts.seq.desc()).limit(limit)))[::-1]

    def photos(
        self,
        session: str | None = None,
        set_name: str | None = None,
        states: Collection[PhotoState] = ("pending", "accepted", "rejected", "lost"),
        before: int | None = None,
        limit: int | None = None,
        *,
        flagged: bool = False,
    ) -> list[PhotoRow]:
        """Return photos, newest first; ``before`` is the ``id`` of the last one of the previous page.

        ``flagged`` gives only those that were accepted though a person should look at them.
        """
        photos = schema.photos.c
        query = select(schema.photos).where(photos.state.in_(states))
        if session is not None:
            query = query.where(photos.session == session)
        if set_name is not None:
            query = query.where(photos.set == set_name)
        if before is not None:
            query = query.where(photos.id < before)
        if flagged:
            query = query.where(photos.measures["flag"].as_string() != "")
        with self._database.reading() as connection:
            return [
                _photo_row(row) for row in connection.execute(query.order_by(photos.id.desc()).limit(limit))
            ]

    def photo(self, session: str, set_name: str, index: int, attempt: int) -> PhotoRow | None:
        """Return one photo, None if unknown."""
        photos = schema.photos.c
        query = select(schema.photos).where(photos.session == session, photos.set == set_name)
        with self._database.reading() as connection:
            row = connection.execute(
                query.where(photos.index == index, photos.attempt == attempt)
            ).one_or_none()
        return None if row is None else _photo_row(row)

    def photo_by_digest(self, sha256: str) -> PhotoRow | None:
        """Return the newest stored photo with these bytes, None if there is none."""
        photos = schema.photos.c
        query = select(schema.photos).where(photos.sha256 == sha256, photos.name != "")
        with self._database.reading() as connection:
            row = connection.execute(query.order_by(photos.taken_at.desc()).limit(1)).one_or_none()
        return None if row is None else _photo_row(row)

    def coverage(self, dataset: str) -> dict[str, list[tuple[int, int]]]:
        """Return per set the ranges of indices with a stored photo (pending or accepted) in any session."""
        photos, sessions = schema.photos.c, schema.sessions.c
        query = (
            select(photos.set, photos.index)
            .join_from(schema.photos, schema.sessions)
            .where(sessions.dataset == dataset, photos.state.in_(("pending", "accepted")))
            .distinct()
            .order_by(photos.set, photos.index)
        )
        found: dict[str, list[tuple[int, int]]] = {}
        with self._database.reading() as connection:
            for name, index in connection.execute(query):
                _extend(found.setdefault(name, []), index)
        return found


def _append(connection: Connection, session: str, facts: Sequence[Fact]) -> list[int]:
    numbers = []
    for fact in facts:
        body = json.dumps(fact.to_json(), separators=(",", ":"), ensure_ascii=False)
        result = connection.execute(insert(schema.facts), {"session": session, "body": body})
        assert result.inserted_primary_key is not None
        numbers.append(result.inserted_primary_key[0])
        project(connection, session, fact)
    return numbers


def _journal_rows(rows: Iterable[Row[Any]]) -> list[JournalRow]:
    return [JournalRow(row.seq, fact_from_json(json.loads(row.body))) for row in rows]


def _session_row(row: Row[Any]) -> SessionRow:
    plan = SessionPlan.from_json(row.plan)
    return SessionRow(plan, row.created_at, row.phase, row.started_at, row.ended_at, unknown_names(row.plan))


def _photo_row(row: Row[Any]) -> PhotoRow:
    return PhotoRow(**row._mapping)


def _extend(ranges: list[tuple[int, int]], index: int) -> None:
    if ranges and ranges[-1][1] == index - 1:
        ranges[-1] = (ranges[-1][0], index)
    else:
        ranges.append((index, index))
