"""Filing of a loose photo under its x-ray: archive first, then the journal, then the pile's own table.

Each step may be the last before a stop; done again, none of them does anything twice.
"""

from __future__ import annotations

from pathlib import Path

from capture.archive import Archive
from capture.events import PhotoImported
from capture.handlers.imports import next_attempt
from capture.plan import SessionPlan
from capture.storage import LoosePhoto
from dataset.photo_names import photo_name
from webapp.datasets.dataset_registry import Datasets
from webapp.imports.import_files import ImportFiles
from webapp.offload import Offload
from webapp.sessions.session_registry import Sessions
from webapp.sessions.session_runner import LiveSession
from webapp.storage.session_store import SessionStore


class ImportFiling:
    """The service that files loose photos.

    Args:
        sessions: Where piles live as sessions.
        store: The journal.
        datasets: Says how x-rays' photos are named.
        files: Photos not filed yet.
        archive: Where they go; it takes HEIC too.
        offload: How to reach the disk without blocking.
    """

    def __init__(
        self,
        sessions: Sessions,
        store: SessionStore,
        datasets: Datasets,
        files: ImportFiles,
        archive: Archive,
        offload: Offload,
    ) -> None:
        self._sessions = sessions
        self._store = store
        self._datasets = datasets
        self._files = files
        self._archive = archive
        self._offload = offload

    def file(self, plan: SessionPlan, photo: LoosePhoto, index: int, by: str) -> LoosePhoto:
        """Return the file a photo, with its camera, candidates and measures as they are in ``photo``.

        Args:
            plan: Its pile.
            photo: The photo.
            index: The x-ray that it shows.
            by: Who says so, ``content`` or a person.

        Raises:
            CaptureError: ``index_outside``, ``disk_full``.
            DatasetError: The data set's CSV has changed or gone.
        """
        live, set_name = self._sessions.get(plan.session), plan.sets[0]
        attempt = self._attempt(live, photo, set_name, index)
        name = self._name(plan, photo, index, attempt)
        self._offload(self._files.keep, self._archive, plan, photo, name)
        about = (set_name, index, attempt, photo.sha256, photo.size, name)
        live.deliver(lambda at: PhotoImported(at, *about, photo.camera, photo.measures))
        values = {
            "state": "assigned",
            "reason": photo.reason,
            "detail": photo.detail,
            "index": index,
            "attempt": attempt,
            "decided_by": by,
            "decided_at": live.now(),
            "camera": dict(photo.camera),
            "candidates": list(photo.candidates),
            "measures": dict(photo.measures),
        }
        filed = self._store(lambda storage: storage.imports.change(photo.id, values))
        self._offload(self._files.drop, plan.session, photo)
        return filed

    def place(self, plan: SessionPlan, photo: LoosePhoto) -> Path | None:
        """Return the current path of a photo, filed or not; None if missing."""
        place = self._files.place(plan.session, photo)
        if self._offload(place.is_file):
            return place
        if photo.index is None or photo.attempt is None:
            return None
        name = self._name(plan, photo, photo.index, photo.attempt)
        return self._offload(self._archive.find, plan.sets[0], plan.session, name)

    def _attempt(self, live: LiveSession, photo: LoosePhoto, set_name: str, index: int) -> int:
        """Return the photo's attempt: its earlier one if it was filed but not recorded as such."""
        row = self._store(lambda storage: storage.photos.by_digest(photo.sha256))
        if row is not None and (row.session, row.index) == (live.id, index):
            return row.attempt
        return live.look(lambda machine, _: next_attempt(machine.state, set_name, index))

    def _name(self, plan: SessionPlan, photo: LoosePhoto, index: int, attempt: int) -> str:
        path = self._datasets.get(plan.dataset).table.path(index)
        return photo_name(index, attempt, path, photo.extension)
