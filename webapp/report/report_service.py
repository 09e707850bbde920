"""Reports of a running server: read off the loop, pictures from the workers or the cache."""

from __future__ import annotations

from capture.archive import Archive
from capture.storage import PhotoRow
from dataset.errors import DatasetError
from webapp.datasets.dataset_registry import Datasets
from webapp.errors import ApiError
from webapp.offload import Offload
from webapp.pictures.picture_cache import Pictures
from webapp.report.flagged_photos import Thumbnails
from webapp.report.page import photos_shown, render
from webapp.report.source import read_source
from webapp.runtime.clock import Clock
from webapp.storage.session_store import SessionStore


class ReportService:
    """The service that makes the report on a session."""

    def __init__(
        self,
        store: SessionStore,
        datasets: Datasets,
        archive: Archive,
        pictures: Pictures,
        offload: Offload,
        clock: Clock,
    ) -> None:
        self._store = store
        self._datasets = datasets
        self._archive = archive
        self._pictures = pictures
        self._offload = offload
        self._clock = clock

    def page(self, session: str, *, with_pictures: bool = True) -> str:
        """Return the page.

        Raises:
            CaptureError: ``session_unknown``.
        """
        source = self._store(read_source, session, self._clock.now())
        if not with_pictures:
            return self._offload(render, source)
        dataset = source.plan.dataset
        pictures = {
            photo.id: Thumbnails(self._photo(photo), self._xray(dataset, photo.index))
            for photo in photos_shown(source)
        }
        return self._offload(render, source, pictures)

    def _photo(self, photo: PhotoRow) -> bytes | None:
        file = self._offload(self._archive.find, photo.set, photo.session, photo.name)
        if file is None:
            return None
        try:
            small = self._pictures.photo_thumbnail(file, photo.set, photo.session)
            return self._offload(small.read_bytes)
        except (ApiError, OSError):
            return None

    def _xray(self, dataset: str, index: int) -> bytes | None:
        try:
            small = self._pictures.xray_thumbnail(self._datasets.get(dataset).file(index))
            return self._offload(small.read_bytes)
        except (ApiError, DatasetError, OSError):
            return None
