"""Batches of loose photos: received, identified, filed, or left to a person.

A photo is first kept as it is (``loose/`` under the data root), then entered, then looked at, one of a pile after the
other, since the next photo mostly shows the next x-ray. What is assigned goes through the archive and the journal
like any other photo, and only then leaves ``loose/``: a stop at any instruction loses nothing and files nothing twice.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from capture.errors import CaptureError
from capture.events import TreatAsOne
from capture.handlers.imports import next_attempt
from capture.plan import CaptureSettings, SessionPlan
from capture.storage import LoosePhoto
from dataset.errors import ImageError
from webapp.auth.tokens import new_id
from webapp.datasets.dataset_registry import Datasets
from webapp.errors import ApiError, as_api_error
from webapp.imports.import_copies import one_of_copies
from webapp.imports.import_files import ImportFiles
from webapp.imports.import_filing import ImportFiling
from webapp.imports.import_upload import ImportUpload
from webapp.offload import Offload
from webapp.pixels.import_pixels import ImportPixels, Unreadable
from webapp.runtime.threads import WorkQueue
from webapp.sessions.session_registry import Sessions
from webapp.storage.session_store import SessionStore
from webapp.verification.descriptions import Tell
from webapp.verification.galleries import Galleries, GalleryStopped, XrayGallery
from webapp.verification.pace import Pace
from webapp.verification.references import References
from webapp.workers import WorkersClosed
from webapp.workers.results import IdentifiedPhoto, PhotoMeasures

log = logging.getLogger(__name__)
AHEAD = 2
BY_CONTENT = "content"
OPEN = ("doubtful", "unknown", "left_out")
"""States in which a person may say what a photo shows."""


class ImportBatches:
    """The service for loose photos.

    Args:
        sessions: Where piles live as sessions.
        store: The journal.
        datasets: The x-rays that photos may show.
        galleries: Where they are looked for.
        references: The x-rays' files.
        files: Photos not filed yet.
        filing: Files them.
        pixels: Who looks at them.
        lane: Looks at photos in order: a queue of one thread.
        offload: How to do what blocks.
    """

    def __init__(
        self,
        sessions: Sessions,
        store: SessionStore,
        datasets: Datasets,
        galleries: Galleries,
        references: References,
        files: ImportFiles,
        filing: ImportFiling,
        pixels: ImportPixels,
        lane: WorkQueue,
        offload: Offload,
    ) -> None:
        self._sessions = sessions
        self._store = store
        self._datasets = datasets
        self._galleries = galleries
        self._references = references
        self._files = files
        self._filing = filing
        self._pixels = pixels
        self._lane = lane
        self._offload = offload
        self._next: dict[str, int] = {}
        self._deciding = threading.Lock()

    def open(self) -> None:
        """Resume after a restart: photos not yet identified, and files of photos already filed."""
        for pile in self._store(lambda storage: storage.imports.piles()):
            kept = self._offload(self._files.digests, pile)
            for photo in self._of_pile(pile):
                if photo.state == "assigned" and photo.sha256 in kept:
                    self._offload(self._files.drop, pile, photo)
            self._look_at_waiting(pile)

    def begin(self, dataset: str, set_name: str, title: str) -> SessionPlan:
        """Return the pile of this data set, set and title; create it if missing.

        Raises:
            ApiError: ``dataset_unknown``.
            DatasetError: The data set's CSV has changed.
        """
        loaded = self._datasets.check_unchanged(dataset)
        for plan in self.plans():
            if (plan.csv_sha256, plan.sets, plan.title) == (loaded.row.sha256, (set_name,), title):
                return plan
        plan = SessionPlan(
            session=new_id(),
            title=title,
            dataset=dataset,
            csv_sha256=loaded.row.sha256,
            first=1,
            last=len(loaded.table),
            sets=(set_name,),
            settings=CaptureSettings(),
        )
        live = self._sessions.create(plan)
        self._store(lambda storage: storage.imports.begin(plan.session, live.now()))
        return plan

    def plans(self) -> list[SessionPlan]:
        """Return the session plan of every pile, newest first."""
        piles = self._store(lambda storage: storage.imports.piles())
        rows = {row.plan.session: row.plan for row in self._store(lambda storage: storage.sessions.all())}
        return [rows[pile] for pile in piles]

    def plan(self, pile: str) -> SessionPlan:
        """Return the plan of one pile.

        Raises:
            ApiError: ``pile_unknown``.
        """
        if pile not in self._store(lambda storage: storage.imports.piles()):
            raise ApiError("pile_unknown", "There is no such pile of loose photos.")
        return self._sessions.get(pile).plan

    def photos(self, pile: str) -> list[LoosePhoto]:
        """Return the photos of a pile in the order of their import."""
        self.plan(pile)
        return self._of_pile(pile)

    def photo(self, pile: str, photo_id: int) -> LoosePhoto:
        """Return one photo of a pile.

        Raises:
            ApiError: ``pile_unknown``, ``photo_unknown``.
        """
        self.plan(pile)
        found = self._store(lambda storage: storage.imports.photo(pile, photo_id))
        if found is None:
            raise ApiError("photo_unknown", "There is no such photo in this pile.")
        return found

    def gallery(self, pile: str, tell: Tell | None = None) -> XrayGallery:
        """Return the gallery of a pile's x-rays; building it takes a while the first time.

        Raises:
            ApiError: ``pile_unknown``.
            GalleryStopped: Somebody stopped it.
        """
        return self._galleries.of(self._datasets.get(self.plan(pile).dataset), tell)

    def preparing(self, pile: str) -> Pace:
        """Return the progress of a pile's gallery."""
        return self._galleries.progress(self.plan(pile).dataset)

    def stop_preparing(self, pile: str) -> Pace:
        """Stop describing a pile's x-rays: its photos wait until somebody resumes it, or a restart."""
        self._galleries.stop(self.plan(pile).dataset)
        return self.preparing(pile)

    def resume_preparing(self, pile: str) -> Pace:
        """Resume describing a pile's x-rays, for every pile of that data set."""
        dataset = self.plan(pile).dataset
        self._galleries.resume(dataset)
        for plan in self.plans():
            if plan.dataset == dataset:
                self._look_at_waiting(plan.session)
        return self.preparing(pile)

    def treat_copies_as_one(self, pile: str) -> None:
        """Have x-rays of a pile that content cannot tell apart treated as one, for photos waiting and to come.

        Raises:
            ApiError: ``pile_unknown``.
        """
        self.plan(pile)
        self._lane.put(partial(self._treat_as_one, pile))

    def take(self, pile: str, upload: ImportUpload) -> tuple[LoosePhoto, bool]:
        """Store a photo and queue its identification; return it, and whether its bytes are new.

        Raises:
            ApiError: ``pile_unknown``.
            CaptureError: What the archive refuses (``photo_type``, ``photo_broken``, ``digest_wrong``, ``disk_full``).
        """
        plan = self.plan(pile)
        known = self._store(lambda storage: storage.imports.by_digest(pile, upload.sha256))
        if known is not None:
            return known, False
        received = self._files.receive(plan.session, upload)
        entry = {
            "session": pile,
            "sha256": received.sha256,
            "file": upload.name,
            "extension": received.extension,
            "size": received.size,
            "kept_at": self._sessions.get(pile).now(),
        }
        try:
            photo = self._store(lambda storage: storage.imports.add(entry))
        except CaptureError as error:
            known = self._store(lambda storage: storage.imports.by_digest(pile, upload.sha256))
            if error.code != "journal_conflict" or known is None:
                raise
            return known, False
        self._lane.put(partial(self._look, pile, photo.id))
        return photo, True

    def decide(self, pile: str, photo_id: int, index: int, person: str) -> LoosePhoto:
        """File a photo under the x-ray that a person chose.

        Raises:
            ApiError: ``pile_unknown``, ``photo_unknown``, ``decided_already``.
            CaptureError: ``index_outside``.
        """
        with self._deciding:
            photo = self._undecided(pile, photo_id)
            next_attempt(self._sessions.get(pile).machine.state, self.plan(pile).sets[0], index)
            measures = {**photo.measures, **self._measured(pile, photo, index), "assigned_by": person}
            return self._filing.file(self.plan(pile), replace(photo, measures=measures), index, person)

    def leave_out(self, pile: str, photo_id: int, person: str) -> LoosePhoto:
        """Leave a photo out on a person's decision, which can be changed later.

        Raises:
            ApiError: ``pile_unknown``, ``photo_unknown``, ``decided_already``.
        """
        with self._deciding:
            photo = self._undecided(pile, photo_id)
            return self._change(photo, state="left_out", decided_by=person, decided_at=self._now(pile))

    def file(self, pile: str, photo_id: int) -> Path:
        """Return the current path of a photo.

        Raises:
            ApiError: ``photo_unknown``.
        """
        photo = self.photo(pile, photo_id)
        place = self._filing.place(self.plan(pile), photo)
        if place is None:
            raise ApiError("photo_unknown", "This photo's file is gone.")
        return place

    def _look_at_waiting(self, pile: str) -> None:
        waiting = [photo for photo in self._of_pile(pile) if photo.state == "waiting"]
        if waiting and self._sessions.why_unreadable(pile) is None:
            for photo in waiting:
                self._lane.put(partial(self._look, pile, photo.id))

    def _look(self, pile: str, photo_id: int) -> None:
        """Identify a photo, and file it where that is certain."""
        photo = self._store(lambda storage: storage.imports.photo(pile, photo_id))
        if photo is None or photo.state != "waiting":
            return
        try:
            self._settle(pile, photo)
        except (GalleryStopped, WorkersClosed):
            return
        except Exception as error:  # whatever it was, a photo must not wait for ever without a word
            log.warning("Loose photo %s was not looked for: %s", photo.file, error)
            self._change(photo, state="unknown", reason="not_searched", detail=as_api_error(error).message)

    def _settle(self, pile: str, photo: LoosePhoto) -> None:
        found = self._found(pile, photo)
        if isinstance(found, Unreadable):
            self._change(photo, state="refused", reason="photo_broken", detail=found.reason)
            return
        about: dict[str, Any] = {name: found[name] for name in ("reason", "camera", "candidates", "measures")}
        about["state"] = found["outcome"]
        if not self._file_by_content(pile, replace(photo, **about), found["index"]):
            self._change(photo, **about)

    def _treat_as_one(self, pile: str) -> None:
        try:
            groups = self.gallery(pile).twins
        except (GalleryStopped, WorkersClosed):
            return
        self._sessions.get(pile).deliver(lambda at: TreatAsOne(at, groups))
        for photo in self._of_pile(pile):
            with self._deciding:
                self._file_by_content(pile, self.photo(pile, photo.id))

    def _file_by_content(self, pile: str, photo: LoosePhoto, index: int | None = None) -> bool:
        """File a photo under its x-ray, or under a copy where those are treated as one; return whether it was."""
        measures = photo.measures
        if index is None:
            index = self._sessions.get(pile).look(lambda machine, _: one_of_copies(machine, photo))
            if index is None:
                return False
            measures = {**measures, **self._measured(pile, photo, index)}
        filed = replace(photo, measures={**measures, "assigned_by": BY_CONTENT})
        self._filing.file(self.plan(pile), filed, index, BY_CONTENT)
        self._next[pile] = index
        return True

    def _found(self, pile: str, photo: LoosePhoto) -> IdentifiedPhoto | Unreadable:
        gallery = self.gallery(pile)
        return self._pixels.identify(self._files.place(pile, photo), gallery.folder, self._expected(pile))

    def _expected(self, pile: str) -> Sequence[int]:
        """Return the x-rays that are next in the order of import."""
        last = self._next.get(pile)
        if last is None:
            filed = [photo.index for photo in self._of_pile(pile) if photo.index is not None]
            last = filed[-1] if filed else 0
        end = self.plan(pile).last
        return [index for index in range(last + 1, last + 1 + AHEAD) if index <= end]

    def _measured(self, pile: str, photo: LoosePhoto, index: int) -> PhotoMeasures:
        """Return measures against the x-ray that a person chose; empty where they are unavailable."""
        xray = self._references.of(self.plan(pile), index)
        if xray is None:
            return {}
        try:
            return self._pixels.measure(self._files.place(pile, photo), self._files.small(pile, photo), xray)
        except (ImageError, WorkersClosed):
            return {}

    def _undecided(self, pile: str, photo_id: int) -> LoosePhoto:
        photo = self.photo(pile, photo_id)
        if photo.state not in OPEN:
            raise ApiError(
                "decided_already", "Nobody needs to decide about this photo.", {"state": photo.state}
            )
        return photo

    def _of_pile(self, pile: str) -> list[LoosePhoto]:
        return self._store(lambda storage: storage.imports.of_pile(pile))

    def _change(self, photo: LoosePhoto, **values: Any) -> LoosePhoto:
        return self._store(lambda storage: storage.imports.change(photo.id, values))

    def _now(self, pile: str) -> float:
        return self._sessions.get(pile).now()
