"""Opening of regular files only, by a name that somebody supplied.

A pipe blocks whoever opens it until somebody writes, a device never ends, and ``/proc`` holds the secrets of running
processes: none of them is a data set's.
"""

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

from dataset.system.opening import NOT_WAITING, READ

_SYSTEM = tuple(Path(folder) for folder in ("/dev", "/proc", "/sys"))


def open_regular(path: Path) -> BufferedReader:
    """Open a regular file for reading; never block on anything else.

    Raises:
        IsADirectoryError: It is a folder.
        OSError: It is a pipe, a device, or the system's own (``strerror`` says so); or cannot be opened.
    """
    _refuse_system(path)
    try:
        descriptor = os.open(path, READ | NOT_WAITING)
    except ValueError:  # a zero byte
        raise OSError(errno.EINVAL, "its name holds a zero byte") from None
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "it is a pipe or a device and not a file")
    except BaseException:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def _refuse_system(path: Path) -> None:
    try:
        real = path.resolve()
    except (OSError, RuntimeError, ValueError):
        return  # opening it says why
    if any(real.is_relative_to(folder) for folder in _SYSTEM) and not real.is_relative_to("/dev/shm"):
        raise OSError(errno.EACCES, "it belongs to the system")
