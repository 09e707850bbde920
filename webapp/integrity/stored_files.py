"""The files that a database's rows stand for, and the folders that may hold nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from capture.archive.folders import FOLDERS, Folder, Folders
from capture.storage import LoosePhoto, PhotoRow, Storage

LOOSE, UPLOADS = "loose", "uploads"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that the database knows.

    Attributes:
        path: Where it belongs, relative to the data root.
        others: Where it may be instead, on its way there.
        what: The row, in words.
    """

    path: Path
    others: tuple[Path, ...]
    size: int
    sha256: str
    what: str

    def find(self, root: Path) -> Path | None:
        """Return where the file is now, relative to the data root; None if it is nowhere."""
        # A verdict may move it between two looks, but only onwards: whoever looks twice has seen it.
        places = (*self.others, self.path, *self.others, self.path)
        return next((place for place in places if (root / place).is_file()), None)


def stored_files(storage: Storage) -> list[StoredFile]:
    """Return the file of every photo and loose photo that a database holds, those of photos first."""
    photos = storage.photos.find(states=FOLDERS)
    filed = {(row.session, row.sha256): row for row in photos}
    files = [photo_file(row) for row in reversed(photos)]
    for pile in storage.imports.piles():
        for photo in storage.imports.of_pile(pile):
            if photo.state != "assigned":
                files.append(loose_file(photo, filed.get((pile, photo.sha256))))
    return files


def photo_file(row: PhotoRow) -> StoredFile:
    """Return the file of a photo in the archive."""
    places = {folder: _relative(row, folder) for folder in FOLDERS}
    state = next(folder for folder in FOLDERS if folder == row.state)
    others = tuple(place for folder, place in places.items() if folder != state)
    what = f"photo of x-ray {row.index:,}, attempt {row.attempt}, {row.state}"
    return StoredFile(places[state], others, row.size, row.sha256, what)


def loose_file(photo: LoosePhoto, filed: PhotoRow | None = None) -> StoredFile:
    """Return the file of a loose photo that is not filed, or is just being filed as a row says."""
    path = Path(LOOSE, photo.session, f"{photo.sha256}.{photo.extension}")
    others: tuple[Path, ...] = ()
    if filed is not None:
        archived = photo_file(filed)
        others = (*archived.others, archived.path)
    return StoredFile(path, others, photo.size, photo.sha256, f"loose photo {photo.file}, {photo.state}")


def upload_files(root: Path) -> Iterator[StoredFile]:
    """Yield the uploaded x-rays under a data root; each file's name is its digest, and there is no other row."""
    for path in sorted((root / UPLOADS).glob("??/*")):
        if path.is_file() and path.parent.name == path.name[:2] and len(path.name) == 64:
            yield StoredFile(path.relative_to(root), (), path.stat().st_size, path.name, "uploaded x-ray")


def files_under(root: Path, folder: str) -> Iterator[Path]:
    """Yield every file in a folder of a data root, relative to the root, by name."""
    for path in sorted((root / folder).rglob("*")):
        if path.is_symlink() or path.is_file():
            yield path.relative_to(root)


def _relative(row: PhotoRow, folder: Folder) -> Path:
    return Folders(Path()).file(row.set, row.session, folder, row.name)
