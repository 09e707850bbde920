"""A Python that lacks what Windows lacks: on the path of a process, it takes away the calls of POSIX before anything.

What of Windows cannot be had in this way: its paths, its rights, and files that cannot be renamed while they are open.
"""

import fcntl
import os
import signal
import subprocess  # before there is a `msvcrt`, by which it would know Windows
import sys
import types
from pathlib import Path

import psutil  # noqa: F401 (its form for Linux needs what is taken away below)

OF_POSIX = {
    os: (
        "fork",
        "forkpty",
        "getgid",
        "geteuid",
        "getuid",
        "killpg",
        "nice",
        "pread",
        "pwrite",
        "setsid",
        "sync",
    ),
    signal: ("ITIMER_PROF", "SIGBUS", "SIGHUP", "SIGPROF", "setitimer"),
}
MODULES = ("fcntl", "grp", "pwd", "resource", "termios")

_open, _popen, _lockf = os.open, subprocess.Popen.__init__, fcntl.lockf
_exclusive, _here = fcntl.LOCK_EX | fcntl.LOCK_NB, os.SEEK_CUR


def _open_files(path, flags, mode=0o777, *, dir_fd=None):
    # O_PATH is Landlock's, which is still here.
    if not flags & os.O_PATH and not isinstance(path, int) and dir_fd is None and Path(path).is_dir():
        raise PermissionError(13, "Permission denied", os.fspath(path))
    return _open(path, flags, mode, dir_fd=dir_fd)


def _start(self, *arguments, **options):
    if options.get("pass_fds"):
        raise ValueError("pass_fds not supported on Windows.")
    _popen(self, *arguments, **options)


def _locking(descriptor, _mode, count):
    _lockf(descriptor, _exclusive, count, 0, _here)


for module, names in OF_POSIX.items():
    for name in names:
        delattr(module, name)
for name in MODULES:
    sys.modules[name] = None
sys.modules["msvcrt"] = types.SimpleNamespace(locking=_locking, LK_NBLCK=2)
os.open, subprocess.Popen.__init__ = _open_files, _start
