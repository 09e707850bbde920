"""A lock of the data root: two servers would write the same journal and misfile each other's photos.

Patients' x-rays and the codes to join by lie in it, so it is for its owner alone.
"""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path

from dataset.system.locks import try_lock
from dataset.system.opening import CHANGE, HAS_MODES

log = logging.getLogger(__name__)

LOCK_FILE = "server.lock"
OTHERS = 0o077
PRIVATE = ("lab.db*", "secrets/*", "tls/*.pem")


class DataRootError(Exception):
    """The data root cannot be used; the text says why and what to do."""


class DataRootLock:
    """The lock of a data root until closed; the operating system releases it when the process ends.

    Raises:
        DataRootError: if another server has it, or the folder cannot be written.
    """

    def __init__(self, data_root: Path) -> None:
        try:
            data_root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = os.open(data_root / LOCK_FILE, CHANGE, 0o600)
        except OSError as error:
            raise DataRootError(
                f"{data_root} cannot be used: {error.strerror}. Choose another folder with --data-root."
            ) from None
        if not self._lock(data_root):
            owner = os.read(self._file, 32).decode(errors="replace").strip()
            os.close(self._file)
            raise DataRootError(
                f"{data_root} is in use by a server that is running already (process {owner or 'unknown'}). "
                "Stop that one, or choose another folder with --data-root."
            )
        _keep_from_others(data_root)
        os.ftruncate(self._file, 0)
        os.write(self._file, f"{os.getpid()}\n".encode())

    def close(self) -> None:
        """Release the data root."""
        os.close(self._file)

    def _lock(self, data_root: Path) -> bool:
        try:
            return try_lock(self._file)
        except OSError as error:
            os.close(self._file)
            raise DataRootError(
                f"{data_root} cannot be locked: {error.strerror}. Choose a folder on a disk of this machine with "
                "--data-root."
            ) from None


def _keep_from_others(data_root: Path) -> None:
    """Remove access by other users that an earlier version, or an administrator, left.

    Nobody gets past a folder that is closed, so that the photos below need not be gone through one by one.
    """
    if not HAS_MODES:
        return
    if {path.name for path in data_root.iterdir()} - {LOCK_FILE} and not (data_root / "lab.db").exists():
        return  # a folder with other things in it, and none of ours yet
    private = (path for pattern in PRIVATE for path in data_root.glob(pattern))
    closed = [path for path in (data_root, *private) if _close_to_others(path)]
    if closed:
        log.warning(
            "Other users of this machine could read %s; now only its owner can.",
            data_root if data_root in closed else ", ".join(sorted(map(str, closed))),
        )


def _close_to_others(path: Path) -> bool:
    mode = path.lstat().st_mode
    shared_by_all = mode & stat.S_ISVTX  # as /tmp is
    if path.is_symlink() or shared_by_all or not mode & OTHERS:
        return False
    try:
        path.chmod(mode & 0o7700)
    except OSError as error:
        log.warning("Other users of this machine can read %s: %s", path, error.strerror)
        return False
    return True
