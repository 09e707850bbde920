"""The way back from an upgrade: a copy of the database from before takes its place, and the present one is kept.

At every moment ``lab.db`` is one of the two, whole: a crash leaves the data root usable.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from capture.storage.engine import open_engine
from capture.storage.upgrade import back_up
from dataset.files import replacing
from dataset.system.opening import sync_folder
from webapp.backups.manifest import BackupError
from webapp.integrity.snapshot import DATABASE
from webapp.serving.data_root_lock import DataRootError, DataRootLock

BEFORE_REVISIONS = "0000"


@dataclass(frozen=True, slots=True)
class DatabaseCopy:
    """A copy of the database that was made before a change.

    Attributes:
        file: Where it lies.
        revision: Of its tables.
        program: The version of the program that wrote it, "" where that is not known.
    """

    file: Path
    revision: str
    program: str


@dataclass(frozen=True, slots=True)
class RolledBack:
    """The outcome.

    Attributes:
        copy: What is in place now.
        kept: The copy of what was in place.
        left: Photos that were filed since, which belong to no session now.
    """

    copy: DatabaseCopy
    kept: DatabaseCopy
    left: int


def copies(root: Path) -> list[DatabaseCopy]:
    """Return the copies of a data root's database, the oldest revision first."""
    found = [_described(file) for file in root.glob(f"{DATABASE}.*.backup")]
    return sorted(found, key=lambda copy: copy.revision)


def roll_back(root: Path, revision: str | None = None) -> RolledBack:
    """Put the copy with a revision in place; without one, the newest that is older than the present database.

    Raises:
        BackupError: A server has the data root open, there is no such copy, or it is damaged; nothing was changed.
        DiskFull: There is no room for the copy of the present database.
    """
    try:
        lock = DataRootLock(root)
    except DataRootError as error:
        raise BackupError(str(error)) from None
    with closing(lock):
        present = root / DATABASE
        chosen = _choose(copies(root), _described(present), revision)
        _check(chosen.file)
        kept = _keep(present)
        left = len(_photos(present) - _photos(chosen.file))
        with replacing(present, durable=True, private=True) as file:
            file.write(chosen.file.read_bytes())
        sync_folder(root)
    return RolledBack(chosen, kept, left)


def _choose(found: Sequence[DatabaseCopy], present: DatabaseCopy, revision: str | None) -> DatabaseCopy:
    fit = [
        copy
        for copy in found
        if (copy.revision == revision if revision else copy.revision < present.revision)
    ]
    if not fit:
        known = ", ".join(copy.revision for copy in found) or "none"
        wanted = f"of revision {revision}" if revision else f"older than revision {present.revision}"
        raise BackupError(
            f"there is no copy of the database {wanted}, so that nothing was changed. Copies: {known}. A backup of the "
            "whole data root can be restored with chexphoto restore"
        )
    return fit[-1]


def _check(file: Path) -> None:
    try:
        with closing(_opened(file)) as database:
            said = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        said = str(error)
    if said != "ok":
        raise BackupError(f"{file} is damaged ({said}). Nothing was changed")


def _keep(present: Path) -> DatabaseCopy:
    """Copy the present database beside it, and leave none of its pages in a log: they are not the other one's."""
    engine = open_engine(f"sqlite:///{present}")
    try:
        copy = back_up(engine, _described(present).revision)
    finally:
        engine.dispose()
    with closing(sqlite3.connect(present)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        mode = database.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    if mode != "delete" or copy is None:
        raise BackupError(f"another program has {present} open. Nothing was changed; end it, and try again")
    return _described(copy)


def _described(file: Path) -> DatabaseCopy:
    try:
        with closing(_opened(file)) as database:
            revision = _first(database, "SELECT version_num FROM alembic_version") or BEFORE_REVISIONS
            program = _first(database, "SELECT program FROM schema_history ORDER BY revision DESC LIMIT 1")
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{file} cannot be read ({error}). Nothing was changed") from None
    return DatabaseCopy(file, revision, program)


def _first(database: sqlite3.Connection, query: str) -> str:
    try:
        row = database.execute(query).fetchone()
    except sqlite3.OperationalError:  # a database of a time without this table
        return ""
    return str(row[0]) if row else ""


def _photos(file: Path) -> set[tuple[object, ...]]:
    query = """SELECT session, "set", "index", attempt FROM photos WHERE name != ''"""
    with closing(_opened(file)) as database:
        return set(database.execute(query))


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
