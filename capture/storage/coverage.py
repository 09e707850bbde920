"""The photos that count in a study, found by the database: a study has tens of thousands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from sqlalchemy import CTE, Connection, case, func, select

from capture.reviews import PhotoKey
from capture.storage import schema
from capture.storage.database import Database
from capture.storage.photos import photo_row
from capture.storage.rows import PhotoRow
from capture.study.coverage import CurrentPhoto

_PHOTOS, _SESSIONS, _REVIEWS = schema.photos.c, schema.sessions.c, schema.reviews.c
_STATES: tuple[Literal["rejected", "pending", "accepted"], ...] = ("rejected", "pending", "accepted")
_KEPT = 1 << 50
_RANK = 1 << 9
_ATTEMPT = 1 << 2
"""A photo's score holds, from the highest bits down: whether it is not rejected, its session's rank, its attempt and
its state.  The highest score of an x-ray names its current photo, so that one aggregate finds it."""
_AT_ONCE = 200


class CoverageRepository:
    """Questions about all photos of a study."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self, study: str) -> list[CurrentPhoto]:
        """Return the current photo of every x-ray that a set of the study has any kept photo of."""
        ranked = _ranked(study)
        state = case(*((_PHOTOS.state == name, number) for number, name in enumerate(_STATES)), else_=0)
        kept = case((_PHOTOS.state == "rejected", 0), else_=_KEPT)
        score = kept + ranked.c.rank * _RANK + _PHOTOS.attempt * _ATTEMPT + state
        query = (
            select(_PHOTOS.set, _PHOTOS.index, func.max(score), func.count())
            .join_from(schema.photos, ranked, _PHOTOS.session == ranked.c.id)
            .where(_PHOTOS.state.in_(_STATES))
            .group_by(_PHOTOS.set, _PHOTOS.index)
        )
        with self._database.reading() as connection:
            by_rank = {
                rank: session for session, rank in connection.execute(select(ranked.c.id, ranked.c.rank))
            }
            return [
                _current(name, index, score, photos, by_rank)
                for name, index, score, photos in connection.execute(query)
            ]

    def takings(self, study: str) -> dict[PhotoKey, tuple[str, float]]:
        """Return by which device, and when, each accepted photo of a study was taken."""
        key = (_PHOTOS.session, _PHOTOS.set, _PHOTOS.index, _PHOTOS.attempt)
        query = (
            select(*key, _PHOTOS.device, _PHOTOS.taken_at)
            .join_from(schema.photos, schema.sessions, _PHOTOS.session == _SESSIONS.id)
            .where(_SESSIONS.study == study, _PHOTOS.state == "accepted")
        )
        with self._database.reading() as connection:
            return {PhotoKey(*row[:4]): (row[4], row[5]) for row in connection.execute(query)}

    def reviewed(self, study: str) -> dict[PhotoKey, bool]:
        """Return the photos of a study that somebody has reviewed, and whether every reader calls them unusable."""
        undone = select(_REVIEWS.undoes).where(_REVIEWS.undoes.is_not(None))
        key = (_REVIEWS.session, _REVIEWS.set, _REVIEWS.index, _REVIEWS.attempt)
        newest = (
            select(func.max(_REVIEWS.id))
            .join_from(schema.reviews, schema.sessions, _REVIEWS.session == _SESSIONS.id)
            .where(_SESSIONS.study == study, _REVIEWS.undoes.is_(None), _REVIEWS.id.not_in(undone))
            .group_by(*key, _REVIEWS.reader)
        )
        usable = func.sum(case((_REVIEWS.choice == "usable", 1), else_=0))
        query = select(*key, usable).where(_REVIEWS.id.in_(newest)).group_by(*key)
        with self._database.reading() as connection:
            return {PhotoKey(*row[:4]): row[4] == 0 for row in connection.execute(query)}

    def photos(self, keys: Iterable[PhotoKey]) -> dict[PhotoKey, PhotoRow]:
        """Return photos by their keys."""
        wanted: dict[tuple[str, str], list[PhotoKey]] = {}
        for key in keys:
            wanted.setdefault((key.session, key.set), []).append(key)
        with self._database.reading() as connection:
            return {
                key: photo
                for of_session in wanted.values()
                for start in range(0, len(of_session), _AT_ONCE)
                for key, photo in _read(connection, of_session[start : start + _AT_ONCE])
            }


def _read(connection: Connection, keys: Sequence[PhotoKey]) -> Iterator[tuple[PhotoKey, PhotoRow]]:
    """Yield photos of one session and set."""
    # By ranges of single columns: SQLite searches a list of whole keys without its index.
    of_session = _PHOTOS.session == keys[0].session, _PHOTOS.set == keys[0].set
    indices = _PHOTOS.index.in_([key.index for key in keys])
    for row in connection.execute(select(schema.photos).where(*of_session, indices)):
        photo = photo_row(row)
        key = PhotoKey(photo.session, photo.set, photo.index, photo.attempt)
        if key in keys:
            yield key, photo


def _ranked(study: str) -> CTE:
    """Return the sessions of a study with their ranks, the one that started last highest."""
    order = (func.coalesce(_SESSIONS.started_at, _SESSIONS.created_at), _SESSIONS.id)
    rank = func.row_number().over(order_by=order).label("rank")
    return select(_SESSIONS.id, rank).where(_SESSIONS.study == study).cte("ranked")


def _current(name: str, index: int, score: int, photos: int, by_rank: Mapping[int, str]) -> CurrentPhoto:
    rank, rest = divmod(score % _KEPT, _RANK)
    attempt, state = divmod(rest, _ATTEMPT)
    return CurrentPhoto(name, index, by_rank[rank], attempt, _STATES[state], photos > 1 or attempt > 1)
