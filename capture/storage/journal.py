"""The append-only journal of facts, and the tables that are derived from it in the same transaction."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select

from capture.facts import ConditionsStated, Fact, IndexSkipped, SkipLifted
from capture.state.fact_kinds import fact_from_json
from capture.storage import schema
from capture.storage.database import Database
from capture.storage.projection import project
from capture.storage.rows import JournalRow

_INSERT = insert(schema.facts)


class Journal:
    """The facts of all sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

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

    def count(self) -> int:
        """Return the number of facts of all sessions."""
        with self._database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(schema.facts)).scalar_one())

    def newest(self, up_to: int | None = None) -> tuple[int, str]:
        """Return the number and body of the newest fact of all, or of the newest up to a number; (0, "") for none."""
        facts = schema.facts.c
        query = select(facts.seq, facts.body).order_by(facts.seq.desc()).limit(1)
        if up_to is not None:
            query = query.where(facts.seq <= up_to)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return (0, "") if row is None else (row.seq, row.body)

    def conditions(self, session: str) -> list[ConditionsStated]:
        """Return what was stated of a session's conditions, in order, without reading all its facts."""
        facts = schema.facts.c
        named = facts.body.startswith('{"kind":"ConditionsStated"', autoescape=True)
        query = select(facts.seq, facts.body).where(facts.session == session, named).order_by(facts.seq)
        with self._database.reading() as connection:
            rows = _journal_rows(connection.execute(query))
        return [row.fact for row in rows if isinstance(row.fact, ConditionsStated)]

    def skips(self, study: str) -> dict[int, set[str]]:
        """Return the x-rays that sessions of a study left out, with those sessions, without reading all facts."""
        facts, sessions = schema.facts.c, schema.sessions.c
        named = or_(*(facts.body.startswith(f'{{"kind":"{kind}"') for kind in ("IndexSkipped", "SkipLifted")))
        query = (
            select(facts.session, facts.body)
            .join_from(schema.facts, schema.sessions, facts.session == sessions.id)
            .where(sessions.study == study, named)
            .order_by(facts.seq)
        )
        found: dict[int, set[str]] = defaultdict(set)
        with self._database.reading() as connection:
            for session, body in connection.execute(query):
                fact = fact_from_json(json.loads(body))
                if isinstance(fact, IndexSkipped):
                    found[fact.index].add(session)
                elif isinstance(fact, SkipLifted):
                    found[fact.index].discard(session)
        return {index: sessions for index, sessions in found.items() if sessions}

    def recent_facts(self, session: str, limit: int, before: int | None = None) -> list[JournalRow]:
        """Return the newest ``limit`` facts of a session, in order; with ``before``, of those before it."""
        facts = schema.facts.c
        query = select(facts.seq, facts.body).where(facts.session == session)
        if before is not None:
            query = query.where(facts.seq < before)
        with self._database.reading() as connection:
            return _journal_rows(connection.execute(query.order_by(facts.seq.desc()).limit(limit)))[::-1]


def _append(connection: Connection, session: str, facts: Sequence[Fact]) -> list[int]:
    numbers = []
    for fact in facts:
        body = json.dumps(fact.to_json(), separators=(",", ":"), ensure_ascii=False)
        result = connection.execute(_INSERT, {"session": session, "body": body})
        assert result.inserted_primary_key is not None
        numbers.append(result.inserted_primary_key[0])
        project(connection, session, fact)
    return numbers


def _journal_rows(rows: Iterable[Row[Any]]) -> list[JournalRow]:
    return [JournalRow(row.seq, fact_from_json(json.loads(row.body))) for row in rows]
