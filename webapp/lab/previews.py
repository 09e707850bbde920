"""The small pictures that go with commands, in memory and made ahead, so that no command ever waits for one."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path

from webapp.lab.datasets import LoadedDataset
from webapp.lab.pictures import Pictures
from webapp.lab.threads import WorkQueue

log = logging.getLogger(__name__)
KEPT = 256
MAX_WAITING = 32


class Previews:
    """Thumbnails by (session, index); a few hundred stay in memory."""

    def __init__(
        self, dataset_of: Callable[[str], LoadedDataset | None], pictures: Pictures, queue: WorkQueue
    ) -> None:
        self._dataset_of = dataset_of
        self._pictures = pictures
        self._queue = queue
        self._mutex = threading.Lock()
        self._ready: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._asked: set[tuple[str, int]] = set()

    def thumbnail_if_ready(self, session: str, index: int) -> bytes | None:
        """Return the thumbnail of an x-ray, None when it is not made yet."""
        return self._ready.get((session, index))

    def path(self, session: str, index: int) -> str:
        """Return the x-ray's path in the CSV, nothing where the CSV is gone."""
        dataset = self._dataset_of(session)
        return "" if dataset is None else dataset.table.path(index)

    def prepare(self, session: str, indices: Sequence[int]) -> None:
        """Have thumbnails of ``indices`` made ahead; with too many waiting, they are left out."""
        for index in indices:
            key = (session, index)
            with self._mutex:
                if key in self._ready or key in self._asked or self._queue.waiting() >= MAX_WAITING:
                    continue
                self._asked.add(key)
            self._queue.put(lambda key=key: self._make(*key))  # type: ignore[misc]

    def _make(self, session: str, index: int) -> None:
        try:
            dataset = self._dataset_of(session)
            if dataset is not None:
                self._remember((session, index), self._pictures.xray_thumbnail(dataset.file(index)))
        finally:
            with self._mutex:
                self._asked.discard((session, index))

    def _remember(self, key: tuple[str, int], file: Path) -> None:
        data = file.read_bytes()
        with self._mutex:
            self._ready[key] = data
            while len(self._ready) > KEPT:
                self._ready.popitem(last=False)
