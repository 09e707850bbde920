"""Files that this process may read and write (Linux's Landlock, kernel 5.13 and later)."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from webapp.workers.cage.seccomp import PR_SET_NO_NEW_PRIVS

# Numbers newer than 2021 are the same on every processor.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
TELL_VERSION, BENEATH_PATH = 1, 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_FILE = 1 << 4, 1 << 5, 1 << 7, 1 << 8
MOVE, TRUNCATE = 1 << 13, 1 << 14
ALL = {1: 13, 2: 14, 3: 15, 4: 15}
"""The number of rights that each version knows; later ones also know that to control devices."""
NEWEST_RIGHTS = 16
SIGNALS_AND_ABSTRACT_SOCKETS = 3
NETWORK = 3
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
WRITE = WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_FILE | MOVE | TRUNCATE
READ = READ_FILE | READ_DIR


def version() -> int:
    """Return the version of Landlock that the kernel offers, 0 for none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(ctypes.CDLL(None).syscall(CREATE_RULESET, None, 0, TELL_VERSION)))


def restrict_files(readable: Iterable[Path], writable: Iterable[Path]) -> bool:
    """Restrict this process to the given files and folders; return whether the system offers it.

    Folders can be listed everywhere: Python looks for modules by listing, and names are no contents.
    """
    offered = version()
    if not offered:
        return False
    known = (1 << ALL.get(offered, NEWEST_RIGHTS)) - 1
    libc = ctypes.CDLL(None, use_errno=True)
    rules = _ruleset(libc, offered, known)
    try:
        _allow(libc, rules, Path("/"), READ_DIR)
        for path in (*readable, Path("/proc") / str(os.getpid())):
            _allow(libc, rules, path, READ)
        for path in writable:
            _allow(libc, rules, path, (READ | WRITE) & known)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return not libc.syscall(RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _ruleset(libc: ctypes.CDLL, offered: int, known: int) -> int:
    handled = struct.pack("=Q", known)
    if offered >= 4:
        handled += struct.pack("=Q", NETWORK)
    if offered >= 6:
        handled += struct.pack("=Q", SIGNALS_AND_ABSTRACT_SOCKETS)
    rules = int(libc.syscall(CREATE_RULESET, handled, len(handled), 0))
    if rules < 0:
        raise OSError(ctypes.get_errno(), "Landlock makes no ruleset")
    return rules


def _allow(libc: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    # What has gone since it was listed, or cannot be opened by this user anyway, needs no rule; nor does a link.
    with suppress(OSError):
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            granted = rights if path.is_dir() else rights & OF_FILES
            libc.syscall(ADD_RULE, rules, BENEATH_PATH, struct.pack("=Qi", granted, opened), 0)
        finally:
            os.close(opened)
