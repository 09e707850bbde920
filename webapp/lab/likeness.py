"""Which x-rays of a subset content cannot tell apart, or shows too little of: said before a session begins.

Each x-ray is looked at once, by all workers together; what was seen is remembered until its file changes, so that only
the first check of a subset takes its few milliseconds an x-ray.
"""

from __future__ import annotations

import logging
import queue
from collections.abc import Sequence
from functools import partial

from dataset.errors import ImageError
from webapp.lab.datasets import LoadedDataset
from webapp.lab.gallery_warnings import warnings
from webapp.lab.loose_pixels import LooseClosed, LoosePixels
from webapp.lab.references import References
from webapp.lab.threads import WorkQueue
from webapp.workers.errors import WorkerError
from webapp.workers.xray_file import Glance, XrayFile

log = logging.getLogger(__name__)
CHUNK = 16


class Likeness:
    """Looks at subsets of data sets.

    Args:
        references: Knows the x-rays' files.
        pixels: Who looks at them.
        workers: Queue with as many threads as there are workers.
    """

    def __init__(self, references: References, pixels: LoosePixels, workers: WorkQueue) -> None:
        self._references = references
        self._pixels = pixels
        self._workers = workers
        self._seen: dict[str, Glance] = {}

    def warnings(self, dataset: LoadedDataset, first: int, last: int) -> list[dict[str, str]]:
        """Return what to know about ``first..last`` before they are photographed, as the API gives it."""
        xrays = self._references.of_dataset(dataset, range(first, last + 1))
        try:
            self._look([xray for xray in xrays if xray.cache.name not in self._seen])
            glances = [self._seen[xray.cache.name] for xray in xrays if xray.cache.name in self._seen]
            alike = self._pixels.compare(glances, xrays)
        except (ImageError, LooseClosed, WorkerError) as error:  # an x-ray may go while it is looked at
            log.warning("X-rays could not be compared with each other: %s", error)
            return []
        featureless = [glance.index for glance in glances if not glance.textured]
        return list(warnings(alike["identical"], alike["twins"], featureless))

    def _look(self, xrays: Sequence[XrayFile]) -> None:
        chunks = [xrays[start : start + CHUNK] for start in range(0, len(xrays), CHUNK)]
        outcomes: queue.Queue[Exception | None] = queue.Queue()
        for chunk in chunks:
            self._workers.put(partial(self._look_at, chunk, outcomes))
        failures = [error for _ in chunks if (error := outcomes.get()) is not None]
        if failures:
            raise failures[0]

    def _look_at(self, xrays: Sequence[XrayFile], outcomes: queue.Queue[Exception | None]) -> None:
        names = {xray.index: xray.cache.name for xray in xrays}
        try:
            for glance in self._pixels.glance(xrays):
                self._seen[names[glance.index]] = glance
        except Exception as error:
            outcomes.put(error)
        else:
            outcomes.put(None)
