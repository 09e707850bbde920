"""A lock on an open file, which the operating system releases when the process ends, however it ends."""

from __future__ import annotations

import errno
import importlib
import os
from pathlib import Path
from typing import Any

from dataset.system.opening import CHANGE

PLACE = 1 << 30
"""The byte that Windows locks, beyond the end of the file: nobody else can read a byte that is locked there."""
HELD = (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK)


def try_lock(descriptor: int, *, shared: bool = False) -> bool:
    """Lock an open file for this process, until it is closed; return False if another holds it.

    Args:
        descriptor: The open file, or folder of `open_folder`.
        shared: Others may hold it too, if they share it; on Windows they may not.

    Raises:
        OSError: The file system has no locks.
    """
    try:
        if (fcntl := _module("fcntl")) is not None:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        else:
            _lock_in_windows(descriptor)
    except OSError as error:
        if error.errno in HELD:
            return False
        raise
    return True


def open_folder(folder: Path) -> int:
    """Return a descriptor by which a folder can be locked: its own; on Windows that of a file beside it."""
    if _module("fcntl") is not None:
        return os.open(folder, os.O_RDONLY)
    return os.open(folder.with_name(f".{folder.name}.lock"), CHANGE, 0o600)


def _lock_in_windows(descriptor: int) -> None:
    msvcrt = importlib.import_module("msvcrt")
    # The lock begins at the file's position, which whoever appends to it would miss.
    before = os.lseek(descriptor, 0, os.SEEK_CUR)
    try:
        os.lseek(descriptor, PLACE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    finally:
        os.lseek(descriptor, before, os.SEEK_SET)


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
