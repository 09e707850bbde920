"""Changes to folders that are still there after the power fails, and a full disk said in words.

A rename is durable only once the folders it touches are synced, and so is a new folder once its parent is.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from capture.errors import DiskFull
from dataset import files

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def room() -> Iterator[None]:
    """Turn the system's "no space left" into `DiskFull`."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise disk_full() from error
        raise


def disk_full() -> DiskFull:
    """The error for a disk without room."""
    return DiskFull(
        "The server's disk is full. Stored photos are safe, this one stays on the phone. Free 2 GB."
    )


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, durably."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with room():
        folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make what was renamed, made or removed in a folder durable."""
    with room():
        files.sync_folder(folder)


def move(source: Path, target: Path) -> None:
    """Rename a file into another folder, which is made if need be, durably."""
    make_folder(target.parent)
    with room():
        source.rename(target)
    sync_folder(target.parent)
    sync_folder(source.parent)


def remove(file: Path) -> None:
    """Remove a file, durably; harmless when there is none."""
    file.unlink(missing_ok=True)
    sync_folder(file.parent)
