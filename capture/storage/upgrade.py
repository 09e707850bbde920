"""Upgrade of a database to the current revision: a backup first, then all in one transaction.

Alembic is imported only where something is to be upgraded: most starts find the right revision, and a new database
gets its tables at once.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine

from capture.errors import CaptureError, DiskFull, SchemaOutdated, UpgradeFailed
from capture.storage.engine import is_no_room, open_engine
from capture.storage.revisions import (
    REVISIONS,
    check_known,
    make_tables,
    note_revision,
    revision_of,
)
from dataset.files import replacing
from dataset.system.opening import sync_folder

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Revisions:
    """The available revisions; the last one is the current one."""

    names: tuple[str, ...] = REVISIONS
    folders: tuple[Path, ...] = (MIGRATIONS / "versions",)

    @property
    def newest(self) -> str:
        """The current revision."""
        return self.names[-1]


def bring_up_to_date(engine: Engine, revisions: Revisions, *, may_upgrade: bool) -> None:
    """Create the tables in an empty database, upgrade an older one, leave a current one alone.

    Args:
        engine: Opens the database.
        revisions: What to bring it to.
        may_upgrade: Nobody else has the database open.

    Raises:
        SchemaUnknown: A newer version has changed it, or it is none of this program's.
        SchemaOutdated: It is older, and ``may_upgrade`` is false.
        UpgradeFailed: It is as it was.
    """
    with engine.begin() as connection:
        found = revision_of(connection)
        if found is not None:
            check_known(connection, found, revisions.names)
    if found is None:
        _begin(engine)
        found = REVISIONS[-1]
    if found == revisions.newest:
        return
    if not may_upgrade:
        raise SchemaOutdated(
            "The database was written by an older version of this program and has to be upgraded first. Stop the "
            "server that has it open, then start this version's once (chexphoto serve)."
        )
    _upgrade(engine, found, revisions)


def _begin(engine: Engine) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        if revision_of(connection) is None:  # another process may have been quicker
            make_tables(connection)


def _upgrade(engine: Engine, found: str, revisions: Revisions) -> None:
    copy = back_up(engine, found or "0000")
    log.warning(
        "Upgrading the database from revision %s to %s; a copy of it as it was: %s",
        found or "0000",
        revisions.newest,
        copy,
    )
    try:
        _migrate(engine, revisions)
    except Exception as error:
        if is_no_room(error):
            raise DiskFull(
                "The disk is full: the database could not be upgraded and is as it was. Free 2 GB, then start again."
            ) from error
        raise UpgradeFailed(
            f"The database could not be upgraded to revision {revisions.newest} ({error}). It is as it was, and a copy "
            f"of it is {copy}. Go on with the version that wrote it, and report this error."
        ) from error


def _migrate(engine: Engine, revisions: Revisions) -> None:
    """Run the missing revisions in one transaction: all of them or none."""
    # SQLite rebuilds a table by dropping the old one: with foreign keys held meanwhile, that would fail.
    own = open_engine(engine.url, foreign_keys=False)
    try:
        with own.execution_options(writes=True).begin() as connection:
            _run(connection, revisions)
            _check_references(connection)
            note_revision(connection, revisions.newest)
    finally:
        own.dispose()


def _run(connection: Connection, revisions: Revisions) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _quoted(MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(_quoted, revisions.folders)))
    config.attributes["connection"] = connection
    command.upgrade(config, revisions.newest)


def _quoted(path: Path) -> str:
    return str(path).replace("%", "%%")  # the options are read with interpolation


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise CaptureError("journal_conflict", f"rows of {broken[0][0]} refer to rows that are not there")


def back_up(engine: Engine, revision: str) -> Path | None:
    """Copy the database durably beside itself; return None where it is not an SQLite file.

    An earlier copy of the same revision gives way: the newest holds all that it held.

    Raises:
        DiskFull: There is no room for it.
    """
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        return None
    copy = Path(f"{file}.{revision}.backup")
    connection = engine.raw_connection()
    try:
        with replacing(copy, durable=True, private=True) as part:  # it holds what the database holds
            # Not a copy of the file: what was written last may still stand in the write-ahead log.
            connection.cursor().execute("VACUUM INTO ?", (part.name,))
    except Exception as error:
        if is_no_room(error):
            raise DiskFull(
                "There is no room for a copy of the database, which is made before it is upgraded. Nothing was "
                "changed. Free some space, then start again."
            ) from error
        raise
    finally:
        connection.close()
    sync_folder(copy.parent)
    return copy
