"""The parts of a data root that belong into a backup."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from capture.storage import Storage
from webapp.integrity.snapshot import DATABASE
from webapp.integrity.stored_files import LOOSE, UPLOADS, StoredFile, stored_files, upload_files

MADE_AGAIN = ("cache", "exports", "incoming", "logs", "releases")
"""Folders of what can be made again, and of uploads that nobody has acknowledged."""
KEYS = ("tls", "secrets")
ROW_BY_ROW = ("photos", LOOSE, UPLOADS)


def rows_files(root: Path, storage: Storage) -> list[StoredFile]:
    """Return the files that a copy of the database stands for, and the uploaded x-rays."""
    return [*stored_files(storage), *upload_files(root)]


def other_files(root: Path, *, keys: bool) -> Iterator[Path]:
    """Yield every other file of a data root that is to be kept, relative to the root.

    Whatever is not known here is kept: a later version may have put it there.
    """
    left_out = {*MADE_AGAIN, *ROW_BY_ROW, "server.lock", *(() if keys else KEYS)}
    for entry in sorted(root.iterdir()):
        if entry.name in left_out or entry.name.startswith(DATABASE):
            continue
        for path in [entry] if entry.is_file() else sorted(entry.rglob("*")):
            if path.is_file() and path.suffix != ".part":
                yield path.relative_to(root)
