"""Durable (fsynced) operations on folders, and a readable error for a full disk.

A rename is durable only once both folders are synced, and a new folder only once its parent is.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from capture.errors import DiskFull
from dataset.system import opening

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def room() -> Iterator[None]:
    """Convert the system's "no space left" into `DiskFull`."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise disk_full() from error
        raise


def disk_full() -> DiskFull:
    """Return the error for a disk without room."""
    return DiskFull(
        "The server's disk is full. Stored photos are safe, this one stays on the phone. Free 2 GB."
    )


def make_folder(folder: Path) -> None:
    """Create a folder and its parents, durably."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with room():
        folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make renamed, created or removed entries of a folder durable (fsync)."""
    with room():
        opening.sync_folder(folder)


def move(source: Path, target: Path) -> None:
    """Rename a file into another folder, created if necessary, durably."""
    make_folder(target.parent)
    with room():
        source.rename(target)
    sync_folder(target.parent)
    sync_folder(source.parent)


def remove(file: Path) -> None:
    """Remove a file, durably; idempotent."""
    file.unlink(missing_ok=True)
    sync_folder(file.parent)
