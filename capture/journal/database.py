"""Opening the database: the one place that knows SQLite.

WAL lets readers go on beside the writer, ``synchronous=FULL`` makes a commit durable before it is acknowledged,
and ``BEGIN IMMEDIATE`` takes the write lock at once, so that waiting for it is the busy timeout's business and
never a failed upgrade in the middle of a transaction.  Connections are opened as needed (0.1 ms) and not pooled:
a pool's locks are those of the thread library, which a server may have patched, while SQLite's own are not.  One
connection stays open, or the last one to close would write the whole log back each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.pool import NullPool

from capture.errors import CaptureError, DiskFull
from capture.journal.schema import check_schema

BUSY_TIMEOUT_S = 10.0
_NO_ROOM = ("database or disk is full", "disk i/o error")


class Database:
    """Transactions on one database; every method blocks and may be called from any thread.

    Raises:
        SchemaUnknown: The database belongs to another version of this program.
    """

    def __init__(self, engine: Engine | str) -> None:
        self._engine = open_engine(engine) if isinstance(engine, str) else engine
        self._writer = self._engine.execution_options(writes=True)
        with self.writing() as connection:
            check_schema(connection)
        self._kept_open = self._engine.raw_connection()

    def close(self) -> None:
        """Close every connection."""
        self._kept_open.close()
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is durable once the block ends, or leaves nothing.

        Raises:
            DiskFull: There is no room.
            CaptureError: ``journal_conflict`` when a key is in use already.
        """
        try:
            with self._writer.begin() as connection:
                yield connection
        except IntegrityError as error:
            raise CaptureError(
                "journal_conflict", f"The journal holds another entry already: {error.orig}"
            ) from error
        except OperationalError as error:
            raise _explained(error) from error


def open_engine(url: str) -> Engine:
    """An engine for ``url``; any database of SQLAlchemy's that has transactions will do."""
    if not url.startswith("sqlite"):
        return create_engine(url)
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins no transaction by itself
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _explained(error: DBAPIError) -> Exception:
    if any(words in str(error.orig).lower() for words in _NO_ROOM):
        return DiskFull("The server's disk is full. Stored photos are safe. Free 2 GB, then resume.")
    return error
