"""Identification of loose photos: what is certain is filed, the rest is left to a person.

Photos are looked at one after the other, since the next photo mostly shows the next x-ray.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from capture.by_person.photo_times import TimeObjection
from capture.errors import CaptureError
from capture.events import TreatAsOne
from capture.storage import LoosePhoto
from dataset.errors import ImageError
from webapp.datasets.dataset_registry import Datasets
from webapp.errors import as_api_error
from webapp.imports.import_copies import one_of_copies
from webapp.imports.import_files import ImportFiles
from webapp.imports.import_filing import ImportFiling
from webapp.imports.import_piles import ImportPiles
from webapp.imports.import_times import AWAITED, HELD, ImportTimes
from webapp.pixels.import_pixels import ImportPixels, Unreadable
from webapp.runtime.threads import WorkQueue
from webapp.sessions.session_registry import Sessions
from webapp.verification.descriptions import Tell
from webapp.verification.galleries import Galleries, GalleryStopped, XrayGallery
from webapp.verification.pace import Pace
from webapp.verification.references import References
from webapp.workers import WorkersClosed
from webapp.workers.results import IdentifiedPhoto, PhotoMeasures

log = logging.getLogger(__name__)
AHEAD = 2
BY_CONTENT = "content"


class ImportIdentification:
    """The service that finds out which x-rays loose photos show.

    Args:
        sessions: Where piles live as sessions.
        piles: The photos.
        datasets: The x-rays that photos may show.
        galleries: Where they are looked for.
        references: The x-rays' files.
        files: Photos not filed yet.
        filing: Files them.
        times: Compares photos of a presented session with the times of its showings.
        pixels: Who looks at them.
        lane: Looks at photos in order: a queue of one thread.

    Attributes:
        deciding: The lock of whoever decides about a photo, a person or its content.
    """

    def __init__(
        self,
        sessions: Sessions,
        piles: ImportPiles,
        datasets: Datasets,
        galleries: Galleries,
        references: References,
        files: ImportFiles,
        filing: ImportFiling,
        times: ImportTimes,
        pixels: ImportPixels,
        lane: WorkQueue,
    ) -> None:
        self._sessions = sessions
        self._piles = piles
        self._datasets = datasets
        self._galleries = galleries
        self._references = references
        self._files = files
        self._filing = filing
        self._times = times
        self._pixels = pixels
        self._lane = lane
        self._next: dict[str, int] = {}
        self._queued: Counter[str] = Counter()
        self._counting = threading.Lock()
        self.deciding = threading.Lock()

    def gallery(self, pile: str, tell: Tell | None = None) -> XrayGallery:
        """Return the gallery of a pile's x-rays; building it takes a while the first time.

        Raises:
            ApiError: ``pile_unknown``.
            GalleryStopped: Somebody stopped it.
        """
        return self._galleries.of(self._datasets.get(self._piles.plan(pile).dataset), tell)

    def preparing(self, pile: str) -> Pace:
        """Return the progress of a pile's gallery."""
        return self._galleries.progress(self._piles.plan(pile).dataset)

    def stop_preparing(self, pile: str) -> Pace:
        """Stop describing a pile's x-rays: its photos wait until somebody resumes it, or a restart."""
        self._galleries.stop(self._piles.plan(pile).dataset)
        return self.preparing(pile)

    def resume_preparing(self, pile: str) -> Pace:
        """Resume describing a pile's x-rays, for every pile of that data set."""
        dataset = self._piles.plan(pile).dataset
        self._galleries.resume(dataset)
        for plan in self._piles.plans():
            if plan.dataset == dataset:
                self.put_waiting(plan.session)
        return self.preparing(pile)

    def treat_copies_as_one(self, pile: str) -> None:
        """Have x-rays of a pile that content cannot tell apart treated as one, for photos waiting and to come.

        Raises:
            ApiError: ``pile_unknown``.
        """
        self._piles.plan(pile)
        self._lane.put(partial(self._treat_as_one, pile))

    def put(self, pile: str, photo_id: int) -> None:
        """Queue a photo to be identified."""
        with self._counting:
            self._queued[pile] += 1
        self._lane.put(partial(self._take_turn, pile, photo_id))

    def put_waiting(self, pile: str) -> None:
        """Queue the photos of a pile that wait; none where its session cannot be read."""
        photos = self._piles.of_pile(pile)
        waiting = [photo for photo in photos if photo.state == "waiting"]
        held = any(photo.state == "doubtful" and photo.reason in HELD for photo in photos)
        if not (waiting or held) or self._sessions.why_unreadable(pile) is not None:
            return
        for photo in waiting:
            self.put(pile, photo.id)
        if not waiting:
            self._lane.put(partial(self._compare_times, pile))

    def measured(self, pile: str, photo: LoosePhoto, index: int) -> PhotoMeasures:
        """Return measures against the x-ray that a person chose; empty where they are unavailable."""
        xray = self._references.of(self._piles.plan(pile), index)
        if xray is None:
            return {}
        try:
            return self._pixels.measure(self._files.place(pile, photo), self._files.small(pile, photo), xray)
        except (ImageError, WorkersClosed):
            return {}

    def _take_turn(self, pile: str, photo_id: int) -> None:
        self._look(pile, photo_id)
        with self._counting:
            self._queued[pile] -= 1
            last = not self._queued[pile]
        if last and not self._piles.plan(pile).has_phones:
            self._compare_times(pile)

    def _compare_times(self, pile: str) -> None:
        """File the identified photos of a presented session that no time contradicts."""
        photos = self._piles.of_pile(pile)
        found = self._times.objections(self._piles.plan(pile), photos)
        for held in photos:
            with self.deciding:
                photo = self._piles.photo(pile, held.id)  # a person may have decided about it meanwhile
                if photo.state == "doubtful" and photo.reason in HELD:
                    self._settle_held(pile, photo, found.get(photo.id))

    def _settle_held(self, pile: str, photo: LoosePhoto, objection: TimeObjection | None) -> None:
        if objection is not None:
            by_time = "" if objection.by_time is None else str(objection.by_time)
            self._piles.change(photo, reason=objection.code, detail=by_time)
        elif photo.shows is not None:
            try:
                self._file_by_content(pile, replace(photo, reason="", detail=""), photo.shows)
            except CaptureError as error:
                self._give_up(photo, error)

    def _give_up(self, photo: LoosePhoto, error: Exception) -> None:
        log.warning("Loose photo %s was not looked for: %s", photo.file, error)
        self._piles.change(photo, state="unknown", reason="not_searched", detail=as_api_error(error).message)

    def _look(self, pile: str, photo_id: int) -> None:
        """Identify a photo, and file it where that is certain."""
        photo = self._piles.find(pile, photo_id)
        if photo is None or photo.state != "waiting":
            return
        try:
            self._settle(pile, photo)
        except (GalleryStopped, WorkersClosed):
            return
        except Exception as error:  # whatever it was, a photo must not wait for ever without a word
            self._give_up(photo, error)

    def _settle(self, pile: str, photo: LoosePhoto) -> None:
        found = self._found(pile, photo)
        if isinstance(found, Unreadable):
            self._piles.change(photo, state="refused", reason="photo_broken", detail=found.reason)
            return
        about: dict[str, Any] = {name: found[name] for name in ("reason", "camera", "candidates", "measures")}
        about["state"] = found["outcome"]
        if found["index"] is not None and not self._piles.plan(pile).has_phones:
            self._piles.change(photo, **about | {"state": "doubtful", "reason": AWAITED})
            self._next[pile] = found["index"]
            return
        if not self._file_by_content(pile, replace(photo, **about), found["index"]):
            self._piles.change(photo, **about)

    def _treat_as_one(self, pile: str) -> None:
        try:
            groups = self.gallery(pile).twins
        except (GalleryStopped, WorkersClosed):
            return
        self._sessions.get(pile).deliver(lambda at: TreatAsOne(at, groups))
        for photo in self._piles.of_pile(pile):
            with self.deciding:
                self._file_by_content(pile, self._piles.photo(pile, photo.id))

    def _file_by_content(self, pile: str, photo: LoosePhoto, index: int | None = None) -> bool:
        """File a photo under its x-ray, or under a copy where those are treated as one; return whether it was."""
        measures = photo.measures
        if index is None:
            index = self._sessions.get(pile).look(lambda machine, _: one_of_copies(machine, photo))
            if index is None:
                return False
            measures = {**measures, **self.measured(pile, photo, index)}
        filed = replace(photo, measures={**measures, "assigned_by": BY_CONTENT})
        self._filing.file(self._piles.plan(pile), filed, index, BY_CONTENT)
        self._next[pile] = index
        return True

    def _found(self, pile: str, photo: LoosePhoto) -> IdentifiedPhoto | Unreadable:
        gallery = self.gallery(pile)
        return self._pixels.identify(self._files.place(pile, photo), gallery.folder, self._expected(pile))

    def _expected(self, pile: str) -> Sequence[int]:
        """Return the x-rays that are next in the order of import."""
        last = self._next.get(pile)
        if last is None:
            filed = [photo.index for photo in self._piles.of_pile(pile) if photo.index is not None]
            last = filed[-1] if filed else self._piles.plan(pile).first - 1
        end = self._piles.plan(pile).last
        return [index for index in range(last + 1, last + 1 + AHEAD) if index <= end]
