"""Reconciliation of the folders with the journal after a stop at any instruction.

The journal is written between the moves of a photo: after the one into ``pending/``, before the one out of it.
So a file in ``pending/`` that the journal does not know was never acknowledged and its phone still has it, and a
photo in another folder than its state says was about to be moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from capture.archive.disk import make_folder, move, sync_folder
from capture.archive.folders import FOLDERS, Folder, Folders
from capture.storage import PhotoRow


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Result: files moved, unjournalled files moved away, photos whose file is missing."""

    moved: tuple[Path, ...]
    set_aside: tuple[Path, ...]
    missing: tuple[PhotoRow, ...]


def reconcile(folders: Folders, photos: Iterable[PhotoRow]) -> Reconciliation:
    """Replay moves, empty ``incoming/``, move away unacknowledged files; overwrite nothing."""
    _empty(folders.incoming)
    rows: dict[tuple[str, str], list[PhotoRow]] = {}
    for row in photos:
        if row.state in FOLDERS:
            rows.setdefault((row.set, row.session), []).append(row)
    moved: list[Path] = []
    missing: list[PhotoRow] = []
    known: set[Path] = set()
    for (set_name, session), of_session in rows.items():
        where = _listing(folders, set_name, session)
        for row in of_session:
            known.add(folders.file(set_name, session, "pending", row.name))
            _settle(folders, row, where, moved, missing)
    return Reconciliation(tuple(moved), tuple(_set_aside(folders, known)), tuple(missing))


def _settle(
    folders: Folders,
    row: PhotoRow,
    where: dict[str, list[Folder]],
    moved: list[Path],
    missing: list[PhotoRow],
) -> None:
    present = where.get(row.name, [])
    if row.state in present:
        return
    if not present:
        missing.append(row)
        return
    target = folders.file(row.set, row.session, _folder(row), row.name)
    move(folders.file(row.set, row.session, present[0], row.name), target)
    moved.append(target)


def _folder(row: PhotoRow) -> Folder:
    return next(folder for folder in FOLDERS if folder == row.state)


def _listing(folders: Folders, set_name: str, session: str) -> dict[str, list[Folder]]:
    """Return the folders that contain each file of a session."""
    found: dict[str, list[Folder]] = {}
    for folder in FOLDERS:
        for file in _files(folders.of(set_name, session, folder)):
            found.setdefault(file.name, []).append(folder)
    return found


def _set_aside(folders: Folders, known: set[Path]) -> Iterator[Path]:
    for pending in sorted(folders.photos.glob("*/*/pending")):
        for file in _files(pending):
            if file not in known:
                session = pending.parent
                target = _free(folders.set_aside / session.parent.name / session.name / file.name)
                move(file, target)
                yield target


def _free(target: Path) -> Path:
    """Return a path that no file has yet, so that older files stay."""
    number, wanted = 1, target
    while target.exists():
        number += 1
        target = wanted.with_name(f"{wanted.name}.{number}")
    return target


def _files(folder: Path) -> list[Path]:
    return sorted(entry for entry in folder.iterdir() if entry.is_file()) if folder.is_dir() else []


def _empty(incoming: Path) -> None:
    make_folder(incoming)
    for file in _files(incoming):
        file.unlink()
    sync_folder(incoming)
