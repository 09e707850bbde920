"""A consistent copy of a data root's database, taken while a server may be writing to it.

What is asked of the copy holds up nobody, and a database of an older version is upgraded there and not in its place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from capture.errors import CaptureError
from capture.storage import Storage
from capture.storage.engine import BUSY_TIMEOUT_S
from dataset.errors import DatasetError

DATABASE = "lab.db"


class RootUnusable(DatasetError):
    """A data root cannot be checked or copied; the text says why and what to do."""


def copy_database(root: Path, target: Path) -> None:
    """Copy the database of a data root into one file without a write-ahead log.

    Raises:
        RootUnusable: It cannot be read.
    """
    source = root / DATABASE
    try:
        # Read only: the copy must not change, and never create, what it is a copy of.
        with (
            closing(
                sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", BUSY_TIMEOUT_S, uri=True)
            ) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise RootUnusable(
            f"the database {source} cannot be read ({error}). Nothing was changed. Restore the data root from a "
            "backup, into a folder of its own"
        ) from error


@contextmanager
def opened_copy(root: Path) -> Iterator[Storage]:
    """Open a copy of a data root's database as it is now; it goes at the end of the block."""
    with TemporaryDirectory(prefix="chexphoto-database-") as folder:
        copy = Path(folder) / DATABASE
        copy_database(root, copy)
        with storage_of_copy(copy) as storage:
            yield storage


@contextmanager
def storage_of_copy(copy: Path) -> Iterator[Storage]:
    """Open a database that nobody else uses; one of an older version is upgraded.

    Raises:
        RootUnusable: It is a newer version's, or none of this program's.
    """
    try:
        storage = Storage(f"sqlite:///{copy}")
    except CaptureError as error:
        raise RootUnusable(error.message) from error
    with closing(storage):
        yield storage
