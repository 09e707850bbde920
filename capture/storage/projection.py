"""Derived tables for lists, updated in the same transaction as the facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, update

from capture import facts
from capture.facts import Fact
from capture.storage.schema import photos, sessions
from messages import as_json

# Made once: to make a statement anew takes as long as to execute it.
_INSERT = insert(photos)
_CHANGE = update(photos).where(
    photos.c.session == bindparam("of_session"),
    photos.c.set == bindparam("of_set"),
    photos.c.index == bindparam("of_index"),
    photos.c.attempt == bindparam("of_attempt"),
)
"""Changes what the other parameters are named after."""


def project(connection: Connection, session: str, fact: Fact) -> None:
    """Update the derived tables by ``fact``."""
    projection = _PROJECTIONS.get(type(fact))
    if projection is not None:
        projection(connection, session, fact)


def _phase(connection: Connection, session: str, fact: facts.PhaseChanged) -> None:
    ended = fact.at if fact.phase in facts.ENDED else None
    values: dict[str, object] = {"phase": fact.phase, "ended_at": ended}
    if fact.phase == "running":
        values["started_at"] = func.coalesce(sessions.c.started_at, fact.at)
    connection.execute(update(sessions).where(sessions.c.id == session).values(values))


def _taken(connection: Connection, session: str, fact: facts.PhotoTaken) -> None:
    connection.execute(
        _INSERT,
        {
            "session": session,
            "set": fact.set,
            "index": fact.index,
            "attempt": fact.attempt,
            "state": "captured",
            "code": fact.void,
            "size": fact.size,
            "sha256": fact.sha256,
            "device": fact.phone,
            "taken_at": fact.at,
            "camera": dict(fact.camera),
            "measures": {},
        },
    )


def _voided(connection: Connection, session: str, fact: facts.PhotoVoided) -> None:
    _change(connection, session, fact, {"code": fact.code})


def _stored(connection: Connection, session: str, fact: facts.PhotoStored) -> None:
    _change(connection, session, fact, {"state": "pending", "name": fact.name, "kept_at": fact.at})


def _judged(connection: Connection, session: str, fact: facts.VerdictGiven) -> None:
    values = {"state": fact.verdict, "code": fact.code, "detail": fact.detail}
    _change(
        connection, session, fact, values | ({"measures": as_json(fact.measures)} if fact.measures else {})
    )


def _noted(connection: Connection, session: str, fact: facts.PhotoNoted) -> None:
    _change(connection, session, fact, {"note": fact.note})


def _lost(connection: Connection, session: str, fact: facts.PhotoLost) -> None:
    _change(connection, session, fact, {"state": "lost", "code": fact.code})


def _change(connection: Connection, session: str, fact: Any, values: Mapping[str, object]) -> None:
    key = {"of_session": session, "of_set": fact.set, "of_index": fact.index, "of_attempt": fact.attempt}
    connection.execute(_CHANGE, {**key, **values})


_PROJECTIONS: dict[type[Fact], Callable[[Connection, str, Any], None]] = {
    facts.PhaseChanged: _phase,
    facts.PhotoTaken: _taken,
    facts.PhotoVoided: _voided,
    facts.PhotoStored: _stored,
    facts.VerdictGiven: _judged,
    facts.PhotoNoted: _noted,
    facts.PhotoLost: _lost,
}
