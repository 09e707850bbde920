"""Reviews of photos, an append-only table, undo included; and the samples of images that readers look at."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select

from capture.errors import CaptureError
from capture.reviews import NewReview, PhotoKey, Review, is_flagged, reader_key
from capture.reviews.samples import ReviewSample
from capture.shapes import PhotoState
from capture.storage import schema
from capture.storage.database import Database
from capture.storage.rows import PhotoRow

_TABLE = schema.reviews
_SAMPLES = schema.review_samples


@dataclass(frozen=True, slots=True)
class ReviewCandidate:
    """A photo that may be reviewed: its row's number, its key, and whether it is flagged (None: not asked)."""

    id: int
    photo: PhotoKey
    flagged: bool | None


class ReviewRepository:
    """The reviews table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, new: NewReview, at: float) -> Review:
        """Append a choice; it replaces the reader's earlier one of this photo."""
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
        """Append the undo of the newest choice that a reader made in ``sessions``, and return that choice.

        Raises:
            CaptureError: ``nothing_to_undo``.
        """
        with self._database.writing() as connection:
            newest = connection.execute(_undoable(sessions, reader_key(name)).limit(1)).one_or_none()
            if newest is None:
                raise CaptureError("nothing_to_undo", "There is no choice of yours to take back.")
            last = _review(newest)
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

    def of_sessions(self, sessions: Collection[str], reader: str | None = None) -> list[Review]:
        """Return the whole history of some sessions, oldest first; with ``reader``, of one reader alone."""
        query = select(_TABLE).where(_TABLE.c.session.in_(sessions)).order_by(_TABLE.c.id)
        if reader is not None:
            query = query.where(_TABLE.c.reader == reader)
        with self._database.reading() as connection:
            return [_review(row) for row in connection.execute(query)]

    def readers(self, sessions: Collection[str]) -> list[str]:
        """Return the keys of the readers of some sessions, in the order in which they began."""
        query = select(_TABLE.c.reader).where(_TABLE.c.session.in_(sessions)).group_by(_TABLE.c.reader)
        with self._database.reading() as connection:
            return list(connection.scalars(query.order_by(func.min(_TABLE.c.id))))

    def candidates(
        self, session: str, states: Collection[PhotoState], *, flags: bool = False
    ) -> list[ReviewCandidate]:
        """Return the photos of a session in some states by index, set and attempt.

        Args:
            session: The session.
            states: The states.
            flags: Also find out which ask for a look; takes ten times as long.
        """
        photos = schema.photos.c
        key = (photos.session, photos.set, photos.index, photos.attempt)
        query = select(photos.id, *key, *([photos.measures] if flags else []))
        query = query.where(photos.session == session, photos.state.in_(states))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(photos.index, photos.set, photos.attempt))
            return [
                ReviewCandidate(row[0], PhotoKey(*row[1:5]), is_flagged(row[5]) if flags else None)
                for row in rows
            ]

    def photos(self, ids: Collection[int]) -> dict[int, PhotoRow]:
        """Return photos by their rows' numbers."""
        query = select(schema.photos).where(schema.photos.c.id.in_(ids))
        with self._database.reading() as connection:
            return {row.id: PhotoRow(**row._mapping) for row in connection.execute(query)}


class ReviewSampleRepository:
    """The table of samples."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, sample: ReviewSample) -> None:
        """Insert a sample."""
        row = {column.name: getattr(sample, column.name) for column in _SAMPLES.columns}
        with self._database.writing() as connection:
            connection.execute(insert(_SAMPLES), row | {"images": sample.images_json()})

    def all(self) -> list[ReviewSample]:
        """Return every sample, newest first."""
        query = select(_SAMPLES).order_by(_SAMPLES.c.created_at.desc(), _SAMPLES.c.id)
        with self._database.reading() as connection:
            return [_sample(row) for row in connection.execute(query)]

    def find(self, sample: str) -> ReviewSample | None:
        """Return one sample, None where there is none."""
        with self._database.reading() as connection:
            row = connection.execute(select(_SAMPLES).where(_SAMPLES.c.id == sample)).one_or_none()
        return None if row is None else _sample(row)

    def get(self, sample: str) -> ReviewSample:
        """Return one sample.

        Raises:
            CaptureError: ``sample_unknown``.
        """
        found = self.find(sample)
        if found is None:
            raise CaptureError(
                "sample_unknown", "There is no such sample. It may belong to another data root."
            )
        return found


def _undoable(sessions: Collection[str], reader: str) -> Select[Any]:
    """Return the query for a reader's choices not yet undone, newest first."""
    undone = select(_TABLE.c.undoes).where(_TABLE.c.undoes.is_not(None))
    own = _TABLE.c.session.in_(sessions), _TABLE.c.reader == reader
    choices = select(_TABLE).where(*own, _TABLE.c.undoes.is_(None), _TABLE.c.id.not_in(undone))
    return choices.order_by(_TABLE.c.id.desc())


def _insert(connection: Connection, row: Mapping[str, object]) -> Review:
    result = connection.execute(insert(_TABLE), row)
    assert result.inserted_primary_key is not None
    written = select(_TABLE).where(_TABLE.c.id == result.inserted_primary_key[0])
    return _review(connection.execute(written).one())


def _review(row: Row[Any]) -> Review:
    photo = PhotoKey(row.session, row.set, row._mapping["index"], row.attempt)
    return Review(
        row.id, photo, row.reader, row.name, row.at, row.choice, tuple(row.reasons), row.note, row.undoes
    )


def _sample(row: Row[Any]) -> ReviewSample:
    return ReviewSample.from_json(**row._mapping)
