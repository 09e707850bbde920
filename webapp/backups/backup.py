"""A backup of a data root, consistent while its server runs.

The database comes first. A photo is durable before the journal knows it, keeps its bytes, and is only ever moved from
one folder to another: so whatever the copy of the database knows is there when its files are copied after it, and what
has come since belongs to the next backup.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from capture.archive.folders import FOLDERS
from capture.storage import Storage
from capture.storage.revisions import program_version
from dataset.files import sha256_of_file
from dataset.system.opening import sync_file, sync_folder
from webapp.backups.content import other_files, rows_files
from webapp.backups.copying import copy_file, is_copy, link_or_copy
from webapp.backups.folder import DATA, OTHER, claimed, remove_unreferenced
from webapp.backups.manifest import BackedUpFile, BackupError, BackupManifest, Extent, read_manifest
from webapp.integrity.snapshot import DATABASE, copy_database, opened_copy, storage_of_copy
from webapp.integrity.stored_files import StoredFile, photo_file
from webapp.integrity.verify import ProgressListener

LOOKS = 5
"""How often a file is looked for that a verdict is just moving."""


@dataclass(slots=True)
class BackupResult:
    """Outcome of a backup.

    Attributes:
        files: How many files it holds now.
        copied: How many of them were new, and their ``bytes``.
        missing: What the data root itself lacks, as lines.
        changed: Files whose bytes are not those that were stored, likewise; they are in the backup as they are.
    """

    files: int = 0
    copied: int = 0
    bytes: int = 0
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def back_up(
    root: Path, folder: Path, progress: ProgressListener, *, keys: bool = True, check: bool = False
) -> BackupResult:
    """Back up a data root into a folder, or bring the backup there up to date.

    Args:
        root: The data root; a server may have it open.
        folder: The backup.
        progress: Told how far it is.
        keys: Include TLS keys and the operator's token.
        check: Read again what the backup holds already, and copy anew what is damaged.

    Raises:
        BackupError: It cannot go there; what was there stays.
        RootUnusable: The database cannot be read.
        OSError: There is no room, or a file cannot be read.
    """
    with claimed(folder, root):
        return _Backup(root, folder, progress, check).run(keys=keys)


class _Backup:
    """One run; the backup's folder is its own meanwhile."""

    def __init__(self, root: Path, folder: Path, progress: ProgressListener, check: bool) -> None:
        self._root = root
        self._folder = folder
        self._progress = progress
        self._check = check
        self._before = read_manifest(folder)
        self._known = {file.sha256: file for file in self._before.files} if self._before else {}
        self._result = BackupResult()

    def run(self, *, keys: bool) -> BackupResult:
        made_at = time.time()
        with self._database_copy() as copy:
            with _opened(copy) as storage:
                journal = self._extent(storage)
                rows = rows_files(self._root, storage)
            files = [self._kept(copy, DATABASE)]
            files += self._photos(rows)
            files += [file for path in other_files(self._root, keys=keys) if (file := self._other(path))]
        self._make_durable(files)
        names = (str(self._root), made_at, program_version(), journal, keys)
        BackupManifest(*names, tuple(files), tuple(self._result.missing)).write(self._folder)
        sync_folder(self._folder)
        remove_unreferenced(self._folder, {file.stored for file in files})
        self._result.files = len(files)
        return self._result

    @contextmanager
    def _database_copy(self) -> Iterator[Path]:
        other = self._folder / OTHER
        other.mkdir(exist_ok=True)
        copy = other / "database.part"
        copy.unlink(missing_ok=True)
        copy_database(self._root, copy)
        yield copy

    def _extent(self, storage: Storage) -> Extent:
        """Return how far the journal goes.

        Raises:
            BackupError: The backup is of another data root, or of a later state of this one.
        """
        if self._before is not None and self._before.journal.entries:
            entries, body = storage.journal.newest(up_to=self._before.journal.entries)
            if Extent(entries, _digest(body)) != self._before.journal:
                raise BackupError(
                    f"{self._folder} is a backup of another data root ({self._before.data_root}), or of one that has "
                    "gone another way since. It stays as it is. Choose another folder"
                )
        entries, body = storage.journal.newest()
        return Extent(entries, _digest(body))

    # --- photos and uploads: their bytes never change ------------------------------------------------------

    def _photos(self, rows: Iterable[StoredFile]) -> list[BackedUpFile]:
        there: list[StoredFile] = []
        wanted: list[StoredFile] = []
        for file in rows:
            (there if self._is_there(file) else wanted).append(file)
        self._require_room(sum(file.size for file in wanted))
        self._progress.begin("files", sum(file.size for file in wanted), "B")
        copied = [(file, self._copied(file)) for file in wanted]
        gone = [file for file, entry in copied if entry is None]
        return [_entry(file) for file in there] + [entry for _, entry in copied if entry] + self._filed(gone)

    def _is_there(self, file: StoredFile) -> bool:
        """Return whether the backup holds a file; one that has moved in the data root moves along."""
        target, before = self._folder / _stored(file), self._known.get(file.sha256)
        if before is None:
            return is_copy(target, file.size, file.sha256)  # an interrupted backup left it
        old = self._folder / before.stored
        if before.stored != _stored(file) and old.is_file() and not target.exists():
            link_or_copy(old, target)
        if self._check:
            return is_copy(target, file.size, file.sha256)
        return target.is_file() and target.stat().st_size == file.size

    def _copied(self, file: StoredFile) -> BackedUpFile | None:
        """Return the entry of a file after copying it; None where the data root does not have it."""
        for _ in range(LOOKS):
            place = file.find(self._root)
            if place is None:
                return None
            try:
                return self._copied_from(place, file)
            except FileNotFoundError:  # a verdict has moved it meanwhile
                continue
        return None

    def _copied_from(self, place: Path, file: StoredFile) -> BackedUpFile:
        target = self._folder / _stored(file)
        size, sha256 = copy_file(self._root / place, target, self._progress.advance)
        if sha256 != file.sha256:
            self._result.changed.append(f"{place}: its bytes are not those that were stored ({file.what})")
        self._count(size)
        return replace(_entry(file), size=size, sha256=sha256)

    def _filed(self, gone: list[StoredFile]) -> list[BackedUpFile]:
        """Return the entries of files that were not where the database's copy has them.

        A loose photo that has been filed since lies in the archive, as only the database of now can tell.
        """
        entries: list[BackedUpFile] = []
        if not gone:
            return entries
        with opened_copy(self._root) as later:
            archived = {row.sha256: photo_file(row) for row in later.photos.find(states=FOLDERS)}
        for file in gone:
            now = archived.get(file.sha256)
            others = () if now is None else (*now.others, now.path)
            entry = self._copied(replace(file, others=(*file.others, *others)))
            if entry is None:
                self._result.missing.append(f"{file.path}: there is no such file ({file.what})")
            else:
                entries.append(entry)
        return entries

    # --- everything else: each version under its digest ----------------------------------------------------

    def _other(self, path: Path) -> BackedUpFile | None:
        source = self._root / path
        try:
            size, sha256 = source.stat().st_size, sha256_of_file(source)
            stored = self._folder / OTHER / sha256
            if is_copy(stored, size, sha256):
                return BackedUpFile(path.as_posix(), f"{OTHER}/{sha256}", size, sha256)
            self._require_room(size)
            part = self._folder / OTHER / "other.part"
            copy_file(source, part, lambda _: None)
        except FileNotFoundError:
            return None
        return self._kept(part, path.as_posix())

    def _kept(self, part: Path, path: str) -> BackedUpFile:
        """Move a copy to where its digest says, and return its entry."""
        size, sha256 = part.stat().st_size, sha256_of_file(part)
        stored = f"{OTHER}/{sha256}"
        part.chmod(0o600)
        if not (self._folder / stored).exists():
            self._count(size)
        part.replace(self._folder / stored)
        return BackedUpFile(path, stored, size, sha256)

    def _count(self, size: int) -> None:
        self._result.copied += 1
        self._result.bytes += size

    def _require_room(self, size: int) -> None:
        free = shutil.disk_usage(self._folder).free
        if size > free:
            raise BackupError(
                f"{self._folder} has room for {free / 1e9:.1f} GB, and {size / 1e9:.1f} GB are to be copied. Free some "
                "space, or choose another disk. An earlier backup there stays as it is"
            )

    def _make_durable(self, files: Iterable[BackedUpFile]) -> None:
        for file in files:
            if file.path == DATABASE:
                sync_file(self._folder / file.stored)
        for parent in sorted({(self._folder / file.stored).parent for file in files}):
            sync_folder(parent)


@contextmanager
def _opened(copy: Path) -> Iterator[Storage]:
    """Open a copy of the copy: an older database is upgraded on opening, and the backup keeps it as it was."""
    with TemporaryDirectory(prefix="chexphoto-backup-") as folder:
        scratch = Path(folder) / DATABASE
        shutil.copyfile(copy, scratch)
        with storage_of_copy(scratch) as storage:
            yield storage


def _stored(file: StoredFile) -> str:
    return f"{DATA}/{file.path.as_posix()}"


def _entry(file: StoredFile) -> BackedUpFile:
    return BackedUpFile(file.path.as_posix(), _stored(file), file.size, file.sha256)


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
