"""What readers said of photos: a table that only ever grows, a choice taken back included."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from capture.errors import CaptureError
from capture.journal import schema
from capture.journal.database import Database
from capture.reviews import NewReview, PhotoKey, Review, last_choice, reader_key

_TABLE = schema.reviews


class Reviews:
    """The reviews table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, new: NewReview, at: float) -> Review:
        """Write a choice down; it holds from now on in place of the reader's earlier one of this photo."""
        with self._database.writing() as connection:
            return _insert(
                connection,
                {
                    **asdict(new.photo),
                    "reader": reader_key(new.name),
                    "name": new.name,
                    "at": at,
                    "choice": new.choice,
                    "reasons": list(new.reasons),
                    "note": new.note,
                    "undoes": None,
                },
            )

    def undo(self, sessions: Collection[str], name: str, at: float) -> Review:
        """Take back the newest choice that a reader made in ``sessions``; returns that choice.

        Raises:
            CaptureError: ``nothing_to_undo``.
        """
        with self._database.writing() as connection:
            last = last_choice(_read(connection, sessions), reader_key(name))
            if last is None:
                raise CaptureError("nothing_to_undo", "There is no choice of yours to take back.")
            row = {
                **asdict(last.photo),
                "reader": last.reader,
                "name": name,
                "at": at,
                "choice": last.choice,
                "reasons": list(last.reasons),
                "note": last.note,
                "undoes": last.id,
            }
            _insert(connection, row)
        return last

    def of_sessions(self, sessions: Collection[str]) -> list[Review]:
        """Return the whole history of some sessions, oldest first."""
        with self._database.reading() as connection:
            return _read(connection, sessions)


def _read(connection: Connection, sessions: Collection[str]) -> list[Review]:
    query = select(_TABLE).where(_TABLE.c.session.in_(sessions)).order_by(_TABLE.c.id)
    return [_review(row) for row in connection.execute(query)]


def _insert(connection: Connection, row: dict[str, Any]) -> Review:
    result = connection.execute(insert(_TABLE), row)
    assert result.inserted_primary_key is not None
    written = select(_TABLE).where(_TABLE.c.id == result.inserted_primary_key[0])
    return _review(connection.execute(written).one())


def _review(row: Row[Any]) -> Review:
    photo = PhotoKey(row.session, row.set, row._mapping["index"], row.attempt)
    return Review(
        row.id, photo, row.reader, row.name, row.at, row.choice, tuple(row.reasons), row.note, row.undoes
    )
