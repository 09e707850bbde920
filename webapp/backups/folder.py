"""The folder that holds a backup: claimed by one backup at a time, and by one data root for ever.

``data/`` in it holds photos under the paths that they have in the data root, ``other/`` everything that may change,
each version under its digest.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dataset.system.locks import try_lock
from dataset.system.opening import CHANGE
from webapp.backups.manifest import MANIFEST, BackupError

MARK = "chexphoto-backup.lock"
DATA, OTHER = "data", "other"
OWN = {MARK, MANIFEST, DATA, OTHER}


@contextmanager
def claimed(folder: Path, root: Path) -> Iterator[None]:
    """Have a backup's folder to oneself; it is made if necessary.

    Raises:
        BackupError: It is in the data root, holds other things, or another backup is under way in it.
    """
    _check_place(folder, root)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / MARK, CHANGE, 0o600)
    if not try_lock(descriptor):
        os.close(descriptor)
        raise BackupError(f"another backup into {folder} is under way. Wait for it, or choose another folder")
    try:
        yield
    finally:
        os.close(descriptor)


def _check_place(folder: Path, root: Path) -> None:
    where, own = folder.resolve(), root.resolve()
    if where.is_relative_to(own):
        raise BackupError(
            f"{folder} is in the data root {root}: whatever befalls the one would befall the other. Choose a folder on "
            "another disk"
        )
    if own.is_relative_to(where):
        raise BackupError(f"the data root {root} is in {folder}. Choose another folder")
    if folder.exists() and not folder.is_dir():
        raise BackupError(f"{folder} is a file. Choose another folder")
    if folder.is_dir() and not (folder / MARK).exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} holds something else, and no backup. Choose an empty or a new folder")


def remove_unreferenced(folder: Path, stored: set[str]) -> None:
    """Remove what no manifest names any more, and what an interrupted backup left half written."""
    for base in (DATA, OTHER):
        for path in sorted((folder / base).rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path.relative_to(folder).as_posix() not in stored:
                path.unlink()
