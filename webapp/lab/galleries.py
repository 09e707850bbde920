"""The galleries in which loose photos are looked for: one a data set, made once, kept under ``cache/gallery``.

Every x-ray is described by the workers, a chunk at a time; chunks are named after the files' paths, times and sizes, so
that only what has changed is described again, and an interruption costs one chunk. Deleting the folder costs time
and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import queue
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from matching.gallery import VERSION
from webapp.lab.datasets import LoadedDataset
from webapp.lab.loose_pixels import LoosePixels
from webapp.lab.references import References
from webapp.lab.threads import WorkQueue
from webapp.offload import Offload
from webapp.workers.xray_file import XrayFile

CHUNK = 32
FRESH_S = 60.0
"""How long the x-rays' files are taken to be as they were: looking at ten thousand of them takes half a second."""
ABOUT = "about.json"
Progress = Callable[[int, int], None]
"""Called with how many x-rays are described and how many there are."""


@dataclass(frozen=True, slots=True)
class XrayGallery:
    """A gallery that is ready.

    Attributes:
        folder: Where it lies.
        identical: Groups of x-rays whose files are the same, byte for byte.
        twins: Groups of x-rays that content cannot tell apart, the identical ones included.
        featureless: X-rays with too little in them to recognise a photo by.
        unreadable: X-rays that cannot be read, and why.
    """

    folder: Path
    identical: tuple[tuple[int, ...], ...]
    twins: tuple[tuple[int, ...], ...]
    featureless: tuple[int, ...]
    unreadable: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, folder: Path, about: dict[str, Any]) -> XrayGallery:
        """The gallery in a folder, from what the workers said about it."""
        return cls(
            folder,
            tuple(tuple(group) for group in about["identical"]),
            tuple(tuple(group) for group in about["twins"]),
            tuple(about["featureless"]),
            tuple((index, reason) for index, reason in about["unreadable"]),
        )


@dataclass(slots=True)
class _Building:
    lock: threading.Lock = field(default_factory=threading.Lock)
    done: int = 0
    total: int = 0
    gallery: XrayGallery | None = None
    looked_at: float = 0.0


class Galleries:
    """Finds or makes galleries.

    Args:
        cache: Folder of the galleries.
        references: Knows the x-rays' files.
        pixels: Who describes them.
        workers: Queue with as many threads as there are workers.
        offload: How to look at files without blocking.
    """

    def __init__(
        self, cache: Path, references: References, pixels: LoosePixels, workers: WorkQueue, offload: Offload
    ) -> None:
        self._cache = cache
        self._references = references
        self._pixels = pixels
        self._workers = workers
        self._offload = offload
        self._building: dict[str, _Building] = {}

    def of(self, dataset: LoadedDataset, progress: Progress | None = None) -> XrayGallery:
        """Return the gallery of all x-rays of a data set; who asks while it is made waits for it.

        Raises:
            LooseClosed: The server is shutting down.
        """
        building = self._building.setdefault(dataset.row.id, _Building())
        with building.lock:
            if building.gallery is not None and time.monotonic() < building.looked_at + FRESH_S:
                return building.gallery
            xrays = self._references.of_dataset(dataset, range(1, len(dataset.table) + 1))
            chunks = [xrays[start : start + CHUNK] for start in range(0, len(xrays), CHUNK)]
            described = [self._cache / dataset.row.id / f"{_name(chunk)}.npz" for chunk in chunks]
            folder = self._cache / dataset.row.id / _digest([file.name for file in described])
            about = self._offload(_read, folder / ABOUT)
            if about is None:
                self._describe(list(zip(chunks, described, strict=True)), building, progress)
                about = self._pixels.join(described, xrays, folder)
                self._offload(_remove_others, self._cache / dataset.row.id, {folder, *described})
            building.gallery, building.looked_at = XrayGallery.of(folder, about), time.monotonic()
            return building.gallery

    def forget(self) -> None:
        """Look at the x-rays' files anew when a gallery is next asked for."""
        for building in self._building.values():
            building.gallery = None

    def progress(self, dataset: str) -> tuple[int, int]:
        """Return how many x-rays of a data set are described, and of how many; zeros when nothing is under way."""
        building = self._building.get(dataset)
        return (building.done, building.total) if building is not None and building.lock.locked() else (0, 0)

    def _describe(
        self, chunks: Sequence[tuple[list[XrayFile], Path]], building: _Building, progress: Progress | None
    ) -> None:
        building.done, building.total = 0, sum(len(chunk) for chunk, _ in chunks)
        outcomes: queue.Queue[tuple[int, BaseException | None]] = queue.Queue()
        for chunk, file in chunks:
            self._workers.put(partial(self._describe_one, chunk, file, outcomes))
        failure: BaseException | None = None
        for _ in chunks:
            count, error = outcomes.get()
            failure = failure or error
            building.done += count
            if progress is not None:
                progress(building.done, building.total)
        if failure is not None:
            raise failure

    def _describe_one(
        self, chunk: list[XrayFile], file: Path, outcomes: queue.Queue[tuple[int, BaseException | None]]
    ) -> None:
        try:
            if not self._offload(file.is_file):
                self._pixels.describe(chunk, file)
        except Exception as error:
            outcomes.put((len(chunk), error))
        else:
            outcomes.put((len(chunk), None))


def _read(about: Path) -> dict[str, Any] | None:
    try:
        read: dict[str, Any] = json.loads(about.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return read


def _remove_others(folder: Path, kept: set[Path]) -> None:
    """Remove what was described of files that have changed since."""
    for entry in folder.iterdir():
        if entry not in kept:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _name(chunk: Sequence[XrayFile]) -> str:
    return _digest([f"{xray.index}|{xray.cache.name}" for xray in chunk])


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("|".join([str(VERSION), *parts]).encode()).hexdigest()[:24]
