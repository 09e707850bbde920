"""SQLAlchemy's engine: the only module that configures SQLite.

WAL lets readers go on beside the writer, ``synchronous=FULL`` makes a commit durable before it is acknowledged,
and ``BEGIN IMMEDIATE`` takes the write lock at once, so that waiting for it is the busy timeout's business and
never a failed upgrade in the middle of a transaction.  Connections are opened as needed (0.1 ms) and not pooled:
a pool's locks are those of the thread library, which a server may have patched, while SQLite's own are not.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import NullPool

BUSY_TIMEOUT_S = 10.0
_NO_ROOM = ("database or disk is full", "disk i/o error")


def open_engine(url: str | URL, *, foreign_keys: bool = True) -> Engine:
    """Return an engine for ``url``; any database that SQLAlchemy supports and that has transactions will do."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url)
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY_TIMEOUT_S})

    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins no transaction by itself
        held = "ON" if foreign_keys else "OFF"
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"foreign_keys={held}"):
            connection.execute(f"PRAGMA {pragma}").close()

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def damage_of(connection: Connection) -> list[str]:
    """Return what SQLite finds wrong in a database's file and references; nothing for another kind of database."""
    if connection.dialect.name != "sqlite":
        return []
    found = [str(line) for line in connection.exec_driver_sql("PRAGMA integrity_check").scalars()]
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    lost = [
        f"row {row} of {table} refers to a row of {other} that is not there"
        for table, row, other, _ in broken
    ]
    return [line for line in found if line != "ok"] + lost


def is_no_room(error: Exception) -> bool:
    """Return whether an error of the database means that the disk is full."""
    return any(words in str(getattr(error, "orig", error)).lower() for words in _NO_ROOM)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
