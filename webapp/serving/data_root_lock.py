"""One server a data root: two would write the same journal and misfile each other's photos."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

LOCK_FILE = "server.lock"


class DataRootError(Exception):
    """The data root cannot be used; the text says why and what to do."""


class DataRootLock:
    """Holds a data root until closed. The system lets go of it when the process ends, however it ends.

    Raises:
        DataRootError: if another server has it, or the folder cannot be written.
    """

    def __init__(self, data_root: Path) -> None:
        try:
            data_root.mkdir(parents=True, exist_ok=True)
            self._file = os.open(data_root / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise DataRootError(
                f"{data_root} cannot be used: {error.strerror}. Choose another folder with --data-root."
            ) from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            owner = os.read(self._file, 32).decode(errors="replace").strip()
            os.close(self._file)
            raise DataRootError(
                f"{data_root} is in use by a server that is running already (process {owner or 'unknown'}). "
                "Stop that one, or choose another folder with --data-root."
            ) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def close(self) -> None:
        """Let go of the data root."""
        os.close(self._file)
