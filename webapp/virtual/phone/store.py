"""The phone's storage: its record and its stored photos, as a browser keeps them in IndexedDB.

One SQLite file with full synchronisation, so that a phone can be killed at any instant and knows afterwards
exactly which photos it took.  The line about a photo outlives its bytes: a command that is repeated long
after the upload is still answered with the showing of the photo that was taken.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dataset.json_values import JsonObject
from webapp.virtual.phone.record import PhoneRecord

_SCHEMA = """
create table if not exists record (one integer primary key check (one = 1), json text not null);
create table if not exists photos (
    "index" integer, attempt integer, showing integer not null, sha256 text not null, size integer not null,
    type text not null, camera text not null, bytes blob, journalled integer not null default 0,
    fate text not null default 'waiting', name text not null default '', primary key ("index", attempt));
create index if not exists waiting on photos (fate) where fate = 'waiting';
"""
_COLUMNS = '"index", attempt, showing, sha256, size, type, camera, journalled, fate, name'

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Taken:
    """One photo the phone took, without its bytes.

    Attributes:
        type: Media type of the bytes.
        camera: What `captured` says of the camera.
        journalled: Whether the server acknowledged `captured`, so that the photo may be uploaded.
        fate: ``waiting`` (to be uploaded), ``kept`` (the server has it), ``spoiled`` (it never will) or
            ``conflict`` (the server has other bytes; a person must look).
        name: The file name under which the server keeps it.
    """

    index: int
    attempt: int
    showing: int
    sha256: str
    size: int
    type: str = "image/jpeg"
    camera: JsonObject = field(default_factory=dict)
    journalled: bool = False
    fate: str = "waiting"
    name: str = ""

    @property
    def key(self) -> Key:
        """Index and attempt."""
        return self.index, self.attempt


class PhoneStore:
    """A phone's store in one thread; ``file`` None keeps it in memory, for benchmarks."""

    def __init__(self, file: Path | None = None) -> None:
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(file or ":memory:", isolation_level=None, check_same_thread=False)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def record(self) -> PhoneRecord:
        """Return the phone's record."""
        row = self._db.execute("select json from record").fetchone()
        return PhoneRecord.of(json.loads(row[0])) if row else PhoneRecord()

    def adopt(self, record: PhoneRecord) -> None:
        """Adopt the server's resume point (an empty store), or return to it."""
        self._db.execute("insert or replace into record values (1, ?)", (json.dumps(record.to_json()),))

    def keep(self, photo: Taken, data: bytes) -> None:
        """Store a photo and advance the record, atomically and durably."""
        record = self.record().after(photo.index, photo.attempt)
        values = (*photo.key, photo.showing, photo.sha256, photo.size, photo.type, json.dumps(photo.camera))
        self._db.execute("begin immediate")
        try:
            self._db.execute(
                'insert into photos ("index", attempt, showing, sha256, size, type, camera, bytes)'
                " values (?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, data),
            )
            self.adopt(record)
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    def photo(self, key: Key) -> Taken | None:
        """Return the photo of one attempt, whether its bytes are still stored or not."""
        found = self._select('where "index" = ? and attempt = ?', key)
        return found[0] if found else None

    def data(self, key: Key) -> bytes | None:
        """Return the bytes of a photo that still has them."""
        row = self._db.execute('select bytes from photos where "index" = ? and attempt = ?', key).fetchone()
        return row[0] if row else None

    def held(self) -> list[Taken]:
        """Return the photos not yet acknowledged as stored, in the order of index and attempt."""
        return self._select("where fate in ('waiting', 'conflict')")

    def taken(self) -> list[Taken]:
        """Return every photo ever taken with this store."""
        return self._select("")

    def journalled(self, key: Key) -> None:
        """Record that the server has acknowledged `captured`."""
        self._db.execute('update photos set journalled = 1 where "index" = ? and attempt = ?', key)

    def settle(self, key: Key, fate: str, name: str = "") -> None:
        """Record the fate of a photo; its bytes are dropped unless it is in conflict."""
        self._db.execute(
            "update photos set fate = ?, name = ?, bytes = case when ? = 'conflict' then bytes end"
            ' where "index" = ? and attempt = ?',
            (fate, name, fate, *key),
        )

    def _select(self, where: str, values: tuple[int, ...] = ()) -> list[Taken]:
        rows = self._db.execute(f'select {_COLUMNS} from photos {where} order by "index", attempt', values)
        return [Taken(*row[:6], *_unpacked(row[6:])) for row in rows]


def _unpacked(row: tuple[Any, ...]) -> tuple[Any, ...]:
    camera, journalled, fate, name = row
    return json.loads(camera), bool(journalled), fate, name
