"""Descriptions of x-rays by the workers, computed once: points, fingerprint and digest.

It is kept in files under ``cache/gallery``, of 32 x-rays each, named after the x-rays' paths, times and sizes, so that
only what has changed is described again, an interruption costs a few files, and whoever asks for an x-ray that is
being described for somebody else waits for that. Deleting them costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from matching.gallery import VERSION
from webapp.datasets.dataset_registry import LoadedDataset
from webapp.offload import Offload
from webapp.pixels.import_pixels import ImportPixels
from webapp.runtime.fan_out import fan_out
from webapp.runtime.threads import WorkQueue
from webapp.shapes.loose import Stage
from webapp.tasks.xray_file import XrayFile
from webapp.verification.references import References

CHUNK = 32
Tell = Callable[[Stage, int, int], None]
"""Called with what is being done, how much of it is done, and of how much."""
Chunk = tuple[list[XrayFile], Path]


@dataclass(frozen=True, slots=True)
class Described:
    """X-rays that have been described.

    Attributes:
        xrays: Those asked for whose files are there.
        files: What is known of them, and of a few beside them.
        name: Of this very state of them.
    """

    xrays: tuple[XrayFile, ...]
    files: tuple[Path, ...]
    name: str


class Descriptions:
    """The service that describes x-rays.

    Args:
        cache: Folder of what is found out.
        references: Knows the x-rays' files.
        pixels: Who describes them.
        workers: Queue with as many threads as there are workers.
        offload: How to look at files without blocking.
    """

    def __init__(
        self, cache: Path, references: References, pixels: ImportPixels, workers: WorkQueue, offload: Offload
    ) -> None:
        self._cache = cache
        self._references = references
        self._pixels = pixels
        self._workers = workers
        self._offload = offload
        self._locks: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)
        self._in_use: Counter[Path] = Counter()
        self._using = threading.Lock()

    def folder(self, dataset: LoadedDataset) -> Path:
        """Return the folder of a data set's descriptions."""
        return self._cache / dataset.row.id

    @contextmanager
    def of(self, dataset: LoadedDataset, first: int, last: int, tell: Tell) -> Iterator[Described]:
        """Give the descriptions of ``first..last``, computed where missing; none is removed before the block ends.

        Raises:
            WorkersClosed: The server is shutting down.
            Exception: What ``tell`` raises; what is described by then stays.
        """
        chunks = self._chunks(dataset, first, last)
        files = tuple(file for _, file in chunks)
        with self._used(files):
            done, total = 0, sum(len(xrays) for xrays, _ in chunks)
            tell("describing", 0, total)
            for (xrays, _), _ in fan_out(self._workers, self._describe, chunks):
                done += len(xrays)
                tell("describing", done, total)
            meant = tuple(xray for xrays, _ in chunks for xray in xrays if first <= xray.index <= last)
            yield Described(meant, files, digest([f"{first}-{last}", *(file.name for file in files)]))

    def remove_others(self, dataset: LoadedDataset, kept: Collection[Path]) -> None:
        """Remove descriptions of files that have changed since; those that somebody is using stay."""
        with self._using:
            self._offload(_remove_others, self.folder(dataset), {*kept, *self._in_use})

    @contextmanager
    def _used(self, files: Sequence[Path]) -> Iterator[None]:
        with self._using:
            self._in_use.update(files)
        try:
            yield
        finally:
            with self._using:
                self._in_use -= Counter(files)

    def _chunks(self, dataset: LoadedDataset, first: int, last: int) -> list[Chunk]:
        begin, end = first - (first - 1) % CHUNK, min(last + -last % CHUNK, len(dataset.table))
        chunks: dict[int, list[XrayFile]] = {}
        for xray in self._references.of_dataset(dataset, range(begin, end + 1)):
            chunks.setdefault((xray.index - 1) // CHUNK, []).append(xray)
        folder = self.folder(dataset)
        return [(xrays, folder / f"{_name(xrays)}.npz") for xrays in chunks.values()]

    def _describe(self, chunk: Chunk) -> None:
        xrays, file = chunk
        with self._locks[file]:
            if not self._offload(file.is_file):
                self._pixels.describe(xrays, file)


def digest(parts: Sequence[str]) -> str:
    """Return a digest of ``parts`` for use as a name."""
    return hashlib.sha256("|".join([str(VERSION), *parts]).encode()).hexdigest()[:24]


def _remove_others(folder: Path, kept: Collection[Path]) -> None:
    being_written = tuple(f".{file.name}." for file in kept)
    for entry in folder.iterdir():
        if entry not in kept and not entry.name.startswith(being_written):
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _name(chunk: Sequence[XrayFile]) -> str:
    return digest([f"{xray.index}|{xray.cache.name}" for xray in chunk])
