"""Storage of x-rays' references, and their preparation before they are needed.

A record is named after its x-ray's path, time and size and after the version of the comparison, so that it can never be
that of another picture.  Deleting the folder costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path

import matching
from capture.plan import SessionPlan
from dataset.errors import DatasetError
from dataset.images import READING
from webapp.datasets.dataset_registry import LoadedDataset
from webapp.errors import ApiError
from webapp.offload import Offload
from webapp.pixels.interface import Pixels
from webapp.runtime.threads import WorkQueue
from webapp.tasks.xray_file import XrayFile
from webapp.workers import WorkersClosed

log = logging.getLogger(__name__)
AROUND = 10
MAX_WAITING = 64
MOST_OF_PATIENT = 12
"""Nearest in the CSV; each costs a comparison where a photo does not show its own x-ray beyond doubt."""


class References:
    """References of x-rays for verification.

    Args:
        cache: Folder of the records.
        dataset_of: Finds a data set by its id; None where its CSV has changed or gone.
        pixels: Who makes the records.
        offload: How to look at files without blocking.
        queue: In which records are made ahead.
    """

    def __init__(
        self,
        cache: Path,
        dataset_of: Callable[[str], LoadedDataset | None],
        pixels: Pixels,
        offload: Offload,
        queue: WorkQueue,
    ) -> None:
        self._cache = cache
        self._dataset_of = dataset_of
        self._pixels = pixels
        self._offload = offload
        self._queue = queue
        self._mutex = threading.Lock()
        self._prepared: set[tuple[str, int]] = set()

    def of(self, plan: SessionPlan, index: int) -> XrayFile | None:
        """Return an x-ray of a session; None where its file or CSV is gone."""
        return next(iter(self._found(plan, [index])), None)

    def around(
        self, plan: SessionPlan, index: int, rivals: Sequence[int], copies: Collection[int]
    ) -> list[XrayFile]:
        """Return what a photo of ``index`` may show instead: its rivals, then its neighbours in the session.

        Args:
            plan: The session.
            index: The x-ray.
            rivals: What `rivals` returned of it.
            copies: Those treated as one with it, which are none of them.
        """
        others = dict.fromkeys([*rivals, *plan.neighbours(index, AROUND)])
        return self._found(plan, [other for other in others if other not in copies])

    def rivals(
        self, plan: SessionPlan, index: int, before: Sequence[int], copies: Collection[int]
    ) -> list[int]:
        """Return the rivals of a photo's x-ray: those shown ``before`` it, its neighbours, and the same patient's."""
        dataset = self._dataset_of(plan.dataset)
        near = list(dict.fromkeys((*before, *plan.neighbours(index))))
        siblings = [] if dataset is None else dataset.same_patient(index, near)[:MOST_OF_PATIENT]
        return [rival for rival in (*near, *siblings) if rival not in copies]

    def of_dataset(self, dataset: LoadedDataset, indices: Sequence[int]) -> list[XrayFile]:
        """Return those x-rays of a data set whose files exist."""
        return self._offload(lambda: list(self._files(dataset, indices)))

    def prepare(self, plan: SessionPlan, indices: Sequence[int]) -> None:
        """Queue the references of ``indices``, where the session will need them."""
        if plan.settings.verification == "off":
            return
        for index in indices:
            key = (plan.dataset, index)
            with self._mutex:
                if key in self._prepared or self._queue.waiting() >= MAX_WAITING:
                    continue
                self._prepared.add(key)
            self._queue.put(partial(self._prepare, plan, index))

    def _prepare(self, plan: SessionPlan, index: int) -> None:
        xray = self.of(plan, index)
        try:
            if xray is not None:
                self._pixels.prepare_reference(xray)
        except (ApiError, WorkersClosed) as error:
            log.info("The record of x-ray %d is made when it is needed: %s", index, error)

    def _found(self, plan: SessionPlan, indices: Sequence[int]) -> list[XrayFile]:
        dataset = self._dataset_of(plan.dataset)
        return [] if dataset is None else self._offload(lambda: list(self._files(dataset, indices)))

    def _files(self, dataset: LoadedDataset, indices: Sequence[int]) -> Iterator[XrayFile]:
        for index in indices:
            try:
                file = dataset.file(index)
                state = file.stat()
            except (DatasetError, OSError):
                continue
            stamp = f"{file}|{state.st_mtime_ns}|{state.st_size}|{matching.VERSION}|{READING}"
            name = hashlib.sha256(stamp.encode()).hexdigest()
            yield XrayFile(index, file, self._cache / name[:2] / f"{name}.npz")
