"""The photos that the journal tells of: one row a photo, which its facts change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from capture.shapes import PhotoState
from capture.storage import schema
from capture.storage.database import Database
from capture.storage.rows import PhotoRow
from messages import from_json

_STORED: tuple[PhotoState, ...] = ("pending", "accepted", "rejected", "lost")


@dataclass(frozen=True, slots=True)
class PhotoCounts:
    """Counts of the stored photos of a session.

    ``taken`` counts places (set and x-ray) with a photo that is accepted or not judged yet; ``states`` photos of each
    state; ``retaken`` photos after the first attempt.
    """

    taken: int
    states: Mapping[PhotoState, int]
    retaken: int


class PhotoRepository:
    """The photos table; `capture.storage.projection` writes it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self,
        session: str | None = None,
        set_name: str | None = None,
        states: Collection[PhotoState] = _STORED,
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
                photo_row(row) for row in connection.execute(query.order_by(photos.id.desc()).limit(limit))
            ]

    def get(self, session: str, set_name: str, index: int, attempt: int) -> PhotoRow | None:
        """Return one photo, None if unknown."""
        photos = schema.photos.c
        query = select(schema.photos).where(photos.session == session, photos.set == set_name)
        with self._database.reading() as connection:
            row = connection.execute(
                query.where(photos.index == index, photos.attempt == attempt)
            ).one_or_none()
        return None if row is None else photo_row(row)

    def counts(self, session: str) -> PhotoCounts:
        """Count a session's stored photos; the index alone answers, without the photos' measures."""
        photos = schema.photos.c
        query = select(photos.set, photos.index, photos.attempt, photos.state).where(
            photos.session == session, photos.state.in_(_STORED)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return PhotoCounts(
            taken=len({(row.set, row.index) for row in rows if row.state in ("pending", "accepted")}),
            states=Counter(row.state for row in rows),
            retaken=sum(row.attempt > 1 for row in rows),
        )

    def kept_since(self, at: float) -> int:
        """Return how many photos were stored since a time, whatever became of them."""
        query = select(func.count()).where(schema.photos.c.kept_at >= at)
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one()

    def by_digest(self, sha256: str) -> PhotoRow | None:
        """Return the newest stored photo with these bytes, None if there is none."""
        photos = schema.photos.c
        query = select(schema.photos).where(photos.sha256 == sha256, photos.name != "")
        with self._database.reading() as connection:
            row = connection.execute(query.order_by(photos.taken_at.desc()).limit(1)).one_or_none()
        return None if row is None else photo_row(row)

    def coverage(self, dataset: str) -> dict[str, list[tuple[int, int]]]:
        """Return per set the ranges of indices with a stored photo (pending or accepted) in any session."""
        return {name: ranges_of(indices) for name, indices in self.taken(dataset).items()}

    def taken(
        self, dataset: str, sets: Collection[str] | None = None, study: str = ""
    ) -> dict[str, list[int]]:
        """Return per set the x-rays with a stored photo, in order; only of some ``sets``, or of one ``study``."""
        photos, sessions = schema.photos.c, schema.sessions.c
        query = (
            select(photos.set, photos.index)
            .join_from(schema.photos, schema.sessions)
            .where(sessions.dataset == dataset, photos.state.in_(("pending", "accepted")))
            .distinct()
            .order_by(photos.set, photos.index)
        )
        if sets is not None:
            query = query.where(photos.set.in_(sets))
        if study:
            query = query.where(sessions.study == study)
        found: dict[str, list[int]] = {}
        with self._database.reading() as connection:
            for name, index in connection.execute(query):
                found.setdefault(name, []).append(index)
        return found


def photo_row(row: Row[Any]) -> PhotoRow:
    """Return a row of the photos table."""
    return PhotoRow(**{**row._mapping, "measures": from_json(row.measures)})


def ranges_of(indices: Iterable[int]) -> list[tuple[int, int]]:
    """Return rising indices as ranges, both ends included."""
    ranges: list[tuple[int, int]] = []
    for index in indices:
        _extend(ranges, index)
    return ranges


def _extend(ranges: list[tuple[int, int]], index: int) -> None:
    if ranges and ranges[-1][1] == index - 1:
        ranges[-1] = (ranges[-1][0], index)
    else:
        ranges.append((index, index))
