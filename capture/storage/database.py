"""Transactions on the database of a data root."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from capture.errors import CaptureError, DiskFull
from capture.storage.engine import is_no_room, open_engine
from capture.storage.upgrade import Revisions, bring_up_to_date


class Database:
    """Transactions on one database; every method blocks and may be called from any thread.

    Raises:
        SchemaUnknown: The database belongs to another version of this program.
        SchemaOutdated: It has to be upgraded, and ``may_upgrade`` is false.
        UpgradeFailed: It could not be upgraded, and is as it was.
    """

    def __init__(self, engine: Engine | str, *, may_upgrade: bool = True) -> None:
        self._engine = open_engine(engine) if isinstance(engine, str) else engine
        bring_up_to_date(self._engine, Revisions(), may_upgrade=may_upgrade)
        self._writer = self._engine.execution_options(writes=True)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a read transaction with a consistent snapshot of the database."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a write transaction: durable once the block ends, rolled back on an error.

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
            if is_no_room(error):
                raise DiskFull(
                    "The server's disk is full. Stored photos are safe. Free 2 GB, then resume."
                ) from error
            raise
