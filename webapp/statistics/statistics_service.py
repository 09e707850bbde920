"""Statistics of registered data sets and of studies."""

from __future__ import annotations

import threading

from capture.storage import Storage
from dataset.statistics import Fitness, Statistics, Unit, count, images_of
from webapp.datasets.dataset_registry import Datasets
from webapp.offload import Offload
from webapp.statistics.study_photos import Taken, accepted_photos, count_study, fitness_of_study
from webapp.storage.session_store import SessionStore


class StatisticsService:
    """The service for statistics; those of a data set are kept, since its CSV never changes."""

    def __init__(self, store: SessionStore, datasets: Datasets, offload: Offload) -> None:
        self._store = store
        self._datasets = datasets
        self._offload = offload
        self._known: dict[tuple[str, Unit], Statistics] = {}
        self._counting = threading.Lock()

    def of_dataset(self, dataset: str, unit: Unit) -> Statistics:
        """Count the x-rays of a data set.

        Raises:
            ApiError: ``dataset_unknown``.
            DatasetError: The CSV has changed, or a cell is no label.
        """
        loaded = self._datasets.check_unchanged(dataset)
        # One at a time: several large tables counted at once would take the processor from running sessions.
        with self._counting:
            if (dataset, unit) not in self._known:
                images = self._offload(images_of, loaded.table)
                self._known[dataset, unit] = self._offload(count, images, loaded.row.name, unit)
            return self._known[dataset, unit]

    def of_study(self, study: str, unit: Unit) -> Statistics:
        """Count the photos that an export of a study would have.

        Raises:
            CaptureError: ``study_unknown``.
            ExportError: It has no photos.
            DatasetError: The CSV has changed, or a cell is no label.
        """
        known = self._store(lambda storage: storage.studies.get(study))
        table = self._datasets.check_unchanged(known.dataset).table
        photos, fitness = self._store(_read, study)
        with self._counting:
            return self._offload(count_study, table, known.name, photos, fitness, unit)


def _read(storage: Storage, study: str) -> tuple[list[Taken], list[Fitness]]:
    photos = accepted_photos(storage, study)
    return photos, fitness_of_study(storage, photos)
