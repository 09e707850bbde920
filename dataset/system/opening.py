"""Ways to open files by descriptor that mean the same on every system."""

from __future__ import annotations

import os
from pathlib import Path

# Without O_BINARY, Windows changes line ends and stops at Ctrl-Z, in photos too. Only other systems have the rest.
READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
CHANGE = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
HAS_MODES = hasattr(os, "fork")
"""Whether a file's mode says who may read it. In Windows its access list does, which it has from its folder."""
NOT_WAITING = getattr(os, "O_NONBLOCK", 0)
"""A pipe is opened without waiting for whoever writes to it."""


def create_new(path: Path, mode: int = 0o600) -> int:
    """Return the descriptor of a new file, open for writing bytes.

    Raises:
        FileExistsError: There is something of that name, be it a link to nothing.
    """
    return os.open(path, _NEW, mode)


def sync_file(path: Path) -> None:
    """Make the bytes of a closed file durable (fsync)."""
    # Windows syncs only what is open for writing.
    descriptor = os.open(path, READ if hasattr(os, "fork") else CHANGE)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_everything() -> None:
    """Make all that was written durable, where the system has a call for it; Windows has none."""
    if sync := getattr(os, "sync", None):
        sync()


def sync_folder(folder: Path) -> None:
    """Make renamed, created or removed entries of a folder durable (fsync); Windows does so by itself."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        if hasattr(os, "fork"):
            raise
        return  # Windows opens no folders; NTFS keeps a journal of their entries
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
