"""A data root, made anew from a backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dataset.files import replacing
from dataset.system.opening import sync_folder
from webapp.backups.copying import copy_file, is_copy
from webapp.backups.manifest import BackedUpFile, BackupError, BackupManifest, read_manifest
from webapp.integrity.snapshot import DATABASE
from webapp.integrity.verify import ProgressListener
from webapp.serving.data_root_lock import LOCK_FILE, DataRootError, DataRootLock


@dataclass(slots=True)
class RestoreResult:
    """Outcome of a restore: the manifest that it followed, and the files damaged in the backup, as lines."""

    manifest: BackupManifest
    damaged: list[str] = field(default_factory=list)


def restore(backup: Path, root: Path, progress: ProgressListener) -> RestoreResult:
    """Make a data root from a backup; after an interruption, again.

    The database comes last: without it, a folder is no data root.

    Raises:
        BackupError: There is no complete backup, or the folder holds something else.
        OSError: There is no room, or a file cannot be read.
    """
    manifest = read_manifest(backup)
    if manifest is None:
        raise BackupError(f"{backup} holds no complete backup: there is no manifest in it")
    _check_place(backup, root, manifest)
    files = [file for file in manifest.files if file.path != DATABASE]
    database = next((file for file in manifest.files if file.path == DATABASE), None)
    if database is None:
        raise BackupError(f"the manifest of {backup} names no database. Use another backup")
    with _locked(root):
        progress.begin("files", sum(file.size for file in files), "B")
        result = RestoreResult(
            manifest, [line for file in files if (line := _damage(backup, root, file, progress))]
        )
        _restore_database(backup, root, database, Path(manifest.data_root))
        for folder in {(root / file.path).parent for file in manifest.files}:
            if folder.is_dir():
                sync_folder(folder)
    return result


def _check_place(backup: Path, root: Path, manifest: BackupManifest) -> None:
    where, own = root.resolve(), backup.resolve()
    if where.is_relative_to(own) or own.is_relative_to(where):
        raise BackupError(f"{root} and the backup {backup} lie in one another. Choose another folder")
    if not root.exists():
        return
    if not root.is_dir():
        raise BackupError(f"{root} is a file. Choose a new folder")
    if (root / DATABASE).exists():
        raise BackupError(f"{root} is a data root already. It stays as it is; choose a new folder")
    expected = {Path(file.path).parts[0] for file in manifest.files} | {LOCK_FILE}
    if others := sorted(
        {entry.name for entry in root.iterdir() if not entry.name.endswith(".part")} - expected
    ):
        raise BackupError(
            f"{root} holds something else ({', '.join(others[:5])}). Choose an empty or a new folder"
        )


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    try:
        lock = DataRootLock(root)
    except DataRootError as error:
        raise BackupError(str(error)) from None
    try:
        yield
    finally:
        lock.close()


def _damage(backup: Path, root: Path, file: BackedUpFile, progress: ProgressListener) -> str:
    """Restore a file; return what is wrong with it in the backup, empty if nothing is."""
    target = root / file.path
    if not target.resolve().is_relative_to(root.resolve()):
        return f"{file.path}: this path leads out of the data root; it was not restored"
    if is_copy(target, file.size, file.sha256):
        progress.advance(file.size)
        return ""
    try:
        _, sha256 = copy_file(backup / file.stored, target, progress.advance)
    except FileNotFoundError:
        return f"{file.path}: the backup lacks it ({file.stored})"
    if sha256 == file.sha256:
        return ""
    target.unlink()
    return f"{file.path}: its copy in the backup is damaged ({file.stored}); it was not restored"


def _restore_database(backup: Path, root: Path, file: BackedUpFile, former: Path) -> None:
    with replacing(root / DATABASE, durable=True, private=True) as part:
        copy = Path(part.name)
        try:
            _, sha256 = copy_file(backup / file.stored, copy, lambda _: None)
        except FileNotFoundError:
            sha256 = ""
        if sha256 != file.sha256:
            raise BackupError(
                f"the copy of the database in {backup} is damaged ({file.stored}). Use another backup, or the folders "
                "of photos in this one: chexphoto export --from-photos reads them"
            )
        _move_datasets(copy, former, root.absolute())


def _move_datasets(database: Path, former: Path, root: Path) -> None:
    """Have data sets that lay in the former data root, as the drawn one does, lie in the new one."""
    with closing(sqlite3.connect(database)) as connection, connection:
        for dataset, csv, folder in connection.execute("SELECT id, csv, data_dir FROM datasets").fetchall():
            moved = [_moved(Path(path), former, root) for path in (csv, folder)]
            connection.execute("UPDATE datasets SET csv = ?, data_dir = ? WHERE id = ?", (*moved, dataset))


def _moved(path: Path, former: Path, root: Path) -> str:
    return str(root / path.relative_to(former)) if path.is_relative_to(former) else str(path)
