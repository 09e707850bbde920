"""SQLAlchemy's engine: the only module that configures SQLite.

WAL lets readers go on beside the writer, ``synchronous=FULL`` makes a commit durable before it is acknowledged,
and ``BEGIN IMMEDIATE`` takes the write lock at once, so that waiting for it is the busy timeout's business and
never a failed upgrade in the middle of a transaction.  Connections are kept by a pool without locks: those of
SQLAlchemy's pools are the thread library's, which a server may have patched, while SQLite's own are not.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry, Pool

BUSY_TIMEOUT_S = 10.0
MOST_KEPT = 4
"""The connections that are kept open. To open one, with what is set for it, takes as long as a small transaction; and
the last one to close would write the whole log back, each time anew.
"""
_NO_ROOM = ("database or disk is full", "disk i/o error")


def open_engine(url: str | URL, *, foreign_keys: bool = True) -> Engine:
    """Return an engine for ``url``; any database that SQLAlchemy supports and that has transactions will do."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url)
    # Offloaded calls come from any thread, one after the other; SQLite itself serialises those that do not.
    options = {"timeout": BUSY_TIMEOUT_S, "check_same_thread": False}
    engine = create_engine(url, poolclass=_KeptConnections, connect_args=options)

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


class _KeptConnections(Pool):
    """A pool that never waits: it hands out what it has, else a new connection, and keeps a few."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._idle: deque[ConnectionPoolEntry] = deque()  # its methods are atomic without a lock

    def recreate(self) -> Pool:
        """Return an empty pool like this one, as SQLAlchemy requires."""
        return type(self)(
            self._creator,
            recycle=self._recycle,
            echo=self.echo,
            _dispatch=self.dispatch,
            dialect=self._dialect,
        )

    def dispose(self) -> None:
        """Close what is kept."""
        while True:
            try:
                self._idle.pop().close()
            except IndexError:
                return

    def status(self) -> str:
        """Describe the pool."""
        return f"{len(self._idle)} connections kept"

    def _do_get(self) -> ConnectionPoolEntry:
        try:
            return self._idle.pop()
        except IndexError:
            return self._create_connection()

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        if len(self._idle) < MOST_KEPT:
            self._idle.append(record)
        else:
            record.close()
