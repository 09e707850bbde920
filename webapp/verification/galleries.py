"""Galleries for the identification of loose photos: one per data set, built once, in ``cache/gallery``.

What is known of each x-ray (`webapp.verification.descriptions`) is joined into one, and the x-rays that content
cannot tell apart are found. Deleting the folder costs time and nothing else.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakSet

from dataset.files import write_atomically
from webapp.datasets.dataset_registry import LoadedDataset
from webapp.offload import Offload
from webapp.pixels.import_pixels import ImportPixels
from webapp.shapes.loose import Stage
from webapp.verification.descriptions import Descriptions, Tell
from webapp.verification.near_duplicates import NearDuplicates
from webapp.verification.pace import Pace
from webapp.workers.results import XrayGroups

FRESH_S = 60.0
"""How long the x-rays' files are taken to be as they were: looking at ten thousand of them takes half a second."""
ABOUT = "about.json"


class GalleryStopped(Exception):
    """Somebody stopped the building of a gallery; finished parts are kept."""


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
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
    def of(cls, folder: Path, about: XrayGroups) -> XrayGallery:
        """Return the gallery in a folder, from the workers' results."""
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
    pace: Pace = field(default_factory=Pace)
    gallery: XrayGallery | None = None
    looked_at: float = 0.0


class Galleries:
    """The service that finds or builds galleries.

    Args:
        descriptions: What is known of each x-ray.
        twins: Finds those that are equal.
        pixels: Who joins what is known.
        offload: How to look at files without blocking.
    """

    def __init__(
        self, descriptions: Descriptions, twins: NearDuplicates, pixels: ImportPixels, offload: Offload
    ) -> None:
        self._descriptions = descriptions
        self._twins = twins
        self._pixels = pixels
        self._offload = offload
        self._building: dict[str, _Building] = {}
        self._using = threading.Lock()
        self._in_use: WeakSet[XrayGallery] = WeakSet()
        """Galleries that somebody has; an older one of x-rays that changed since may still be read."""

    def of(self, dataset: LoadedDataset, tell: Tell | None = None) -> XrayGallery:
        """Return the gallery of all x-rays of a data set; concurrent callers wait for the first.

        Raises:
            GalleryStopped: Somebody stopped it, and nobody has had it go on since.
            WorkersClosed: The server is shutting down.
        """
        building = self._building.setdefault(dataset.row.id, _Building())

        def told(stage: Stage, done: int, total: int) -> None:
            if building.pace.stopped:
                raise GalleryStopped
            building.pace.tell(stage, done, total)
            if tell is not None:
                tell(stage, done, total)

        with building.lock:
            if building.pace.stopped:
                raise GalleryStopped
            if building.gallery is None or time.monotonic() > building.looked_at + FRESH_S:
                try:
                    building.gallery = self._made(dataset, told)
                finally:
                    if not building.pace.stopped or building.gallery is not None:
                        building.pace = Pace()
                building.looked_at = time.monotonic()
            return building.gallery

    def forget(self) -> None:
        """Check the x-rays' files again when a gallery is next requested."""
        for building in self._building.values():
            building.gallery = None

    def stop(self, dataset: str) -> None:
        """Stop building a data set's gallery; parts under way are finished and kept."""
        building = self._building.get(dataset)
        if building is not None and building.pace.total:
            building.pace.stopped = True

    def resume(self, dataset: str) -> None:
        """Allow a data set's gallery to be built again after it was stopped."""
        building = self._building.get(dataset)
        if building is not None and building.pace.stopped:
            building.pace = Pace()

    def progress(self, dataset: str) -> Pace:
        """Return the progress of a data set's gallery."""
        building = self._building.get(dataset)
        return building.pace if building is not None else Pace()

    def _made(self, dataset: LoadedDataset, tell: Tell) -> XrayGallery:
        with self._descriptions.of(dataset, 1, len(dataset.table), tell) as described:
            folder = self._descriptions.folder(dataset) / described.name
            about = self._offload(_read, folder / ABOUT)
            if about is None:
                self._pixels.join(described.files, folder)
                xrays = [[xray.index, str(xray.source), str(xray.cache)] for xray in described.xrays]
                about = self._twins.of(described, tell)
                self._offload(write_atomically, folder / ABOUT, json.dumps({**about, "xrays": xrays}))
                with self._using:
                    in_use = {gallery.folder for gallery in self._in_use}
                self._descriptions.remove_others(dataset, {folder, *in_use, *described.files})
        gallery = XrayGallery.of(folder, about)
        with self._using:
            self._in_use.add(gallery)
        return gallery


def _read(about: Path) -> XrayGroups | None:
    try:
        read: XrayGroups = json.loads(about.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return read
