"""Thumbnails for commands, in memory and made ahead, so that no command waits for one."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from capture.plan import SessionPlan
from dataset.errors import DatasetError
from webapp.datasets.dataset_registry import LoadedDataset
from webapp.errors import ApiError
from webapp.pictures.picture_cache import Pictures
from webapp.runtime.threads import WorkQueue
from webapp.workers import WorkersClosed

log = logging.getLogger(__name__)
KEPT = 256
MAX_WAITING = 32
Key = tuple[str, int]


class Previews:
    """Thumbnails by (data set, index); a few hundred stay in memory."""

    def __init__(
        self, dataset_of: Callable[[str], LoadedDataset | None], pictures: Pictures, queue: WorkQueue
    ) -> None:
        self._dataset_of = dataset_of
        self._pictures = pictures
        self._queue = queue
        self._mutex = threading.Lock()
        self._ready: OrderedDict[Key, bytes] = OrderedDict()
        self._asked: set[Key] = set()

    def thumbnail_if_ready(self, plan: SessionPlan, index: int) -> bytes | None:
        """Return the thumbnail of an x-ray; None when it is not ready, or not wanted."""
        return self._ready.get((plan.dataset, index)) if plan.settings.thumbnail else None

    def path(self, plan: SessionPlan, index: int) -> str:
        """Return the x-ray's path in the CSV, empty where the CSV is gone."""
        dataset = self._dataset_of(plan.dataset)
        return "" if dataset is None else dataset.table.path(index)

    def prepare(self, plan: SessionPlan, indices: Sequence[int]) -> None:
        """Queue thumbnails of ``indices``; dropped if the queue is too long."""
        if not plan.settings.thumbnail:
            return
        for index in indices:
            key = (plan.dataset, index)
            with self._mutex:
                if key in self._ready or key in self._asked or self._queue.waiting() >= MAX_WAITING:
                    continue
                self._asked.add(key)
            self._queue.put(partial(self._make, key))

    def _make(self, key: Key) -> None:
        try:
            dataset = self._dataset_of(key[0])
            if dataset is not None:
                self._remember(key, self._pictures.xray_thumbnail(dataset.file(key[1])))
        except (ApiError, DatasetError, OSError, WorkersClosed) as error:
            log.info("There is no small picture of x-ray %d: %s", key[1], error)
        finally:
            with self._mutex:
                self._asked.discard(key)

    def _remember(self, key: Key, file: Path) -> None:
        data = file.read_bytes()
        with self._mutex:
            self._ready[key] = data
            while len(self._ready) > KEPT:
                self._ready.popitem(last=False)
