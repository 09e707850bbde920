"""The sessions: a plan each, which never changes, and a phase, which the journal's facts change."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, and_, exists, insert, or_, select

from capture.errors import CaptureError
from capture.facts import ENDED
from capture.plan import SessionPlan, unknown_names
from capture.storage import schema
from capture.storage.database import Database
from capture.storage.rows import SessionRow


class SessionRepository:
    """The sessions table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, plan: SessionPlan, at: float) -> None:
        """Insert a new session.

        Raises:
            CaptureError: ``session_known`` when the id is taken, ``plan_invalid`` when a name or setting is not
                allowed.
        """
        plan.check_new()
        if self.get(plan.session) is not None:
            raise CaptureError("session_known", f"There is a session {plan.session} already.")
        with self._database.writing() as connection:
            connection.execute(
                insert(schema.sessions),
                {
                    "id": plan.session,
                    "dataset": plan.dataset,
                    "study": plan.study,
                    "plan": plan.to_json(),
                    "created_at": at,
                    "phase": "waiting",
                },
            )

    def all(self, study: str | None = None) -> list[SessionRow]:
        """Return every session, or those of one study, newest first."""
        query = select(schema.sessions).order_by(schema.sessions.c.created_at.desc(), schema.sessions.c.id)
        if study is not None:
            query = query.where(schema.sessions.c.study == study)
        with self._database.reading() as connection:
            return [_session_row(row) for row in connection.execute(query)]

    def page(
        self, limit: int, after: str = "", *, ended: bool | None = None, with_accepted: bool = False
    ) -> list[SessionRow]:
        """Return some sessions, newest first.

        Args:
            limit: The most to return.
            after: The session that the last page ended with; "" for the first page.
            ended: Only those that have ended, or that have not; None for both.
            with_accepted: Only those with accepted photos.

        Raises:
            CaptureError: ``session_unknown`` for ``after``.
        """
        at, id_, phase = schema.sessions.c.created_at, schema.sessions.c.id, schema.sessions.c.phase
        query = select(schema.sessions).order_by(at.desc(), id_).limit(limit)
        if ended is not None:
            query = query.where(phase.in_(ENDED) if ended else phase.not_in(ENDED))
        if with_accepted:
            photos = schema.photos.c
            query = query.where(exists().where(photos.session == id_, photos.state == "accepted"))
        if after:
            last = self.get(after)
            if last is None:
                raise CaptureError("session_unknown", "There is no such session to list the older ones of.")
            query = query.where(or_(at < last.created_at, and_(at == last.created_at, id_ > after)))
        with self._database.reading() as connection:
            return [_session_row(row) for row in connection.execute(query)]

    def get(self, session: str) -> SessionRow | None:
        """Return one session, None if unknown."""
        query = select(schema.sessions).where(schema.sessions.c.id == session)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _session_row(row)


def _session_row(row: Row[Any]) -> SessionRow:
    plan = SessionPlan.from_json(row.plan)
    return SessionRow(plan, row.created_at, row.phase, row.started_at, row.ended_at, unknown_names(row.plan))
