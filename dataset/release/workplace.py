"""The folder of a release while it is being made: one run at a time, all of it or nothing.

New files are put together in ``<root>/.release``, on the same disk.  Once every one of them is there, a mark says so,
and they are renamed into their places.  A run that is killed before the mark has changed nothing, and the next one
finds what was copied; after the mark, the next run completes the renaming before it does anything else.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dataset.errors import DatasetError
from dataset.files import chunks, replacing, sha256_of_file, write_atomically
from dataset.release.source import is_data_set
from dataset.release.sums import SUMS
from dataset.system.locks import open_folder, try_lock
from dataset.system.opening import sync_everything, sync_folder

WORKING = ".release"


class Workplace:
    """The root of a release, and what is being put together in it.

    Args:
        root: The data set's folder.

    Attributes:
        root: The data set's folder.
        working: Everything that is not in its place yet.
        sources: Room for exports that are made to be released.
        new: The new files, as they will lie below the root.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.working = root / WORKING
        self.sources = self.working / "sources"
        self.new = (
            self.working / "files" / root.name
        )  # what reads it takes the folder's name for the data set's
        self._ready = self.working / "ready"

    def complete(self) -> None:
        """Complete the renaming that an interrupted run began, if there was one."""
        if not self._ready.exists():
            return
        # What lists others comes after them: tables after pictures, and the digests of all at the very end.
        for path in sorted(_files(self.new), key=lambda path: (path == SUMS, "/" not in path, path)):
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.new / path).replace(self.root / path)
        sync_folder(self.root)
        self._ready.unlink()
        self.discard()

    def discard(self) -> None:
        """Remove everything that is not in its place."""
        shutil.rmtree(self.working, ignore_errors=True)

    def add(self, path: str, file: Path, sha256: str) -> None:
        """Put a copy of a file together with the others, unless a run before has done so.

        Raises:
            DatasetError: The file has changed since its digest was taken.
        """
        target = self.new / path
        if target.exists() and sha256_of_file(target) == sha256:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.is_relative_to(self.sources):
            target.unlink(missing_ok=True)
            os.link(file, target)  # ours, and removed in the end
            return
        digest = hashlib.sha256()
        with replacing(target) as sink, file.open("rb") as read:
            for chunk in chunks(read.read):
                digest.update(chunk)
                sink.write(chunk)
        if digest.hexdigest() != sha256:
            target.unlink()
            raise DatasetError(f"{file} changed while it was copied. Run the command again")

    def write(self, path: str, content: str | bytes) -> None:
        """Put a new file together with the others."""
        write_atomically(self.new / path, content)

    def write_lines(self, path: str, lines: Iterable[str]) -> None:
        """Put a new file together with the others, line by line."""
        with replacing(self.new / path) as sink:
            sink.writelines(line.encode() for line in lines)

    def file(self, path: str) -> Path:
        """Return where a file lies that was added or written."""
        return self.new / path

    def publish(self, paths: Iterable[str]) -> None:
        """Rename everything that was added or written into its place.

        Args:
            paths: All of it; what an interrupted run left besides is removed.
        """
        wanted = set(paths)
        for path in list(_files(self.new)):
            if path not in wanted:
                (self.new / path).unlink()
        sync_everything()  # the bytes are to be on the disk before the mark is
        write_atomically(self._ready, "", durable=True)
        self.complete()


@contextmanager
def open_root(root: Path) -> Iterator[Workplace]:
    """Open the root of a release, new or not, for this process alone.

    Raises:
        DatasetError: Something else is there, or another run is working on it.
    """
    root = root.absolute()
    made = not root.exists()
    if root.is_symlink() or (root.exists() and not root.is_dir()):
        raise DatasetError(f"{root} is not a folder. Choose another name")
    root.mkdir(parents=True, exist_ok=True)
    descriptor = open_folder(root)
    try:
        _lock(descriptor, root)
        place = Workplace(root)
        place.complete()
        if not is_data_set(root) and any(entry.name != WORKING for entry in root.iterdir()):
            raise DatasetError(
                f"{root} is not empty and is no data set; nothing was written. Choose another name, or move it away"
            )
        place.working.mkdir(exist_ok=True)
        try:
            yield place
        except DatasetError:
            place.discard()  # refused: nothing of it is of use
            raise
    finally:
        os.close(descriptor)
        if made and root.exists() and not any(root.iterdir()):
            root.rmdir()


def _lock(descriptor: int, root: Path) -> None:
    if not try_lock(descriptor):
        raise DatasetError(f"another run is working on {root}. Wait for it, or stop it")


def _files(folder: Path) -> Iterator[str]:
    for here, _, names in os.walk(folder):
        for name in names:
            yield Path(here, name).relative_to(folder).as_posix()
