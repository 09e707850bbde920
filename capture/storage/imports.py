"""Loose photos: imported from a phone's camera app, matched against the x-rays, some decided by a person.

A pile is a session that was never run; its photos wait here until it is known what they show. One that is assigned
has its facts in the journal like any other photo, and stays here as the record of how it was found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, insert, select, update

from capture.errors import CaptureError
from capture.shapes import FoundXray, LooseState
from capture.storage import schema
from capture.storage.database import Database

_PHOTOS, _PILES = schema.loose_photos, schema.loose_piles


@dataclass(frozen=True, slots=True)
class LoosePhoto:
    """A loose photo and its match.

    Attributes:
        id: Grows in the order in which photos were brought in.
        file: The name it came with.
        state: ``waiting`` to be looked at; ``assigned``; ``doubtful`` or ``unknown``: for a person to decide;
            ``refused``: no photo; ``left_out`` by a person.
        reason: Why it was not assigned, a code.
        index, attempt: What it was filed as.
        decided_by: ``content``, or the person who said so.
        camera: What its EXIF says (JSON values).
        candidates: X-rays that it may show, the likeliest first.
        measures: What its verdict was given with.
    """

    id: int
    session: str
    sha256: str
    file: str
    extension: str
    size: int
    kept_at: float
    state: LooseState
    reason: str = ""
    detail: str = ""
    index: int | None = None
    attempt: int | None = None
    decided_by: str = ""
    decided_at: float | None = None
    camera: Mapping[str, Any] = field(default_factory=dict)
    candidates: Sequence[FoundXray] = ()
    measures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shows(self) -> int | None:
        """The x-ray that it was filed under, or else the only one that its pixels were verified against."""
        verified = [found["index"] for found in self.candidates if found["verdict"] == "verified"]
        return self.index or (verified[0] if len(verified) == 1 else None)


class ImportRepository:
    """The tables of piles and loose photos."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, session: str, at: float) -> None:
        """Make a session a pile."""
        with self._database.writing() as connection:
            connection.execute(insert(_PILES), {"session": session, "created_at": at})

    def piles(self) -> list[str]:
        """Return the sessions that are piles, newest first."""
        query = select(_PILES.c.session).order_by(_PILES.c.created_at.desc(), _PILES.c.session)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def add(self, values: Mapping[str, Any]) -> LoosePhoto:
        """Insert a photo, given as the columns of the table.

        Raises:
            CaptureError: ``journal_conflict`` when the pile has these bytes already.
        """
        row = {"state": "waiting", "camera": {}, "candidates": [], "measures": {}, **values}
        with self._database.writing() as connection:
            result = connection.execute(insert(_PHOTOS), row)
            assert result.inserted_primary_key is not None
            written = select(_PHOTOS).where(_PHOTOS.c.id == result.inserted_primary_key[0])
            return _loose(connection.execute(written).one())

    def change(self, photo_id: int, values: Mapping[str, Any]) -> LoosePhoto:
        """Update columns of a photo with a finding or a decision.

        Raises:
            CaptureError: ``loose_photo_unknown``.
        """
        with self._database.writing() as connection:
            connection.execute(update(_PHOTOS).where(_PHOTOS.c.id == photo_id).values(dict(values)))
            row = connection.execute(select(_PHOTOS).where(_PHOTOS.c.id == photo_id)).one_or_none()
        if row is None:
            raise CaptureError("loose_photo_unknown", "There is no such loose photo.")
        return _loose(row)

    def of_pile(self, session: str) -> list[LoosePhoto]:
        """Return the photos of a pile in the order of their import."""
        query = select(_PHOTOS).where(_PHOTOS.c.session == session).order_by(_PHOTOS.c.id)
        with self._database.reading() as connection:
            return [_loose(row) for row in connection.execute(query)]

    def photo(self, session: str, photo_id: int) -> LoosePhoto | None:
        """Return one photo of a pile, None if unknown."""
        return self._one(_PHOTOS.c.session == session, _PHOTOS.c.id == photo_id)

    def by_digest(self, session: str, sha256: str) -> LoosePhoto | None:
        """Return the photo of a pile with these bytes, None if there is none."""
        return self._one(_PHOTOS.c.session == session, _PHOTOS.c.sha256 == sha256)

    def _one(self, *which: Any) -> LoosePhoto | None:
        with self._database.reading() as connection:
            row = connection.execute(select(_PHOTOS).where(*which)).one_or_none()
        return None if row is None else _loose(row)


def _loose(row: Row[Any]) -> LoosePhoto:
    return LoosePhoto(**row._mapping)
