"""Batches of loose photos: received, identified, filed, or left to a person.

A photo is first kept as it is (``loose/`` under the data root), then entered, then looked at. What is assigned goes
through the archive and the journal like any other photo, and only then leaves ``loose/``: a stop at any instruction
loses nothing and files nothing twice.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from capture.errors import CaptureError
from capture.handlers.imports import next_attempt
from capture.storage import LoosePhoto
from webapp.errors import ApiError
from webapp.imports.import_files import ImportFiles
from webapp.imports.import_filing import ImportFiling
from webapp.imports.import_identification import ImportIdentification
from webapp.imports.import_piles import ImportPiles
from webapp.imports.import_upload import ImportUpload
from webapp.offload import Offload
from webapp.sessions.session_registry import Sessions
from webapp.storage.session_store import SessionStore


class ImportBatches:
    """The service for loose photos.

    Args:
        sessions: Where piles live as sessions.
        store: The journal.
        piles: The piles and their photos.
        identification: Finds out what photos show.
        files: Photos not filed yet.
        filing: Files them.
        offload: How to do what blocks.
    """

    def __init__(
        self,
        sessions: Sessions,
        store: SessionStore,
        piles: ImportPiles,
        identification: ImportIdentification,
        files: ImportFiles,
        filing: ImportFiling,
        offload: Offload,
    ) -> None:
        self._sessions = sessions
        self._store = store
        self.piles = piles
        self.identification = identification
        self._files = files
        self._filing = filing
        self._offload = offload

    def open(self) -> None:
        """Resume after a restart: photos not yet identified, and files of photos already filed."""
        for pile in self._store(lambda storage: storage.imports.piles()):
            kept = self._offload(self._files.digests, pile)
            for photo in self.piles.of_pile(pile):
                if photo.state == "assigned" and photo.sha256 in kept:
                    self._offload(self._files.drop, pile, photo)
            self.identification.put_waiting(pile)

    def take(self, pile: str, upload: ImportUpload) -> tuple[LoosePhoto, bool]:
        """Store a photo and queue its identification; return it, and whether its bytes are new.

        Raises:
            ApiError: ``pile_unknown``.
            CaptureError: What the archive refuses (``photo_type``, ``photo_broken``, ``digest_wrong``, ``disk_full``).
        """
        plan = self.piles.plan(pile)
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
        self.identification.put(pile, photo.id)
        return photo, True

    def decide(self, pile: str, photo_id: int, index: int, person: str) -> LoosePhoto:
        """File a photo under the x-ray that a person chose.

        Raises:
            ApiError: ``pile_unknown``, ``photo_unknown``, ``decided_already``.
            CaptureError: ``index_outside``.
        """
        with self.identification.deciding:
            photo = self.piles.undecided(pile, photo_id)
            next_attempt(self._sessions.get(pile).machine.state, self.piles.plan(pile).sets[0], index)
            measures = {
                **photo.measures,
                **self.identification.measured(pile, photo, index),
                "assigned_by": person,
            }
            return self._filing.file(self.piles.plan(pile), replace(photo, measures=measures), index, person)

    def leave_out(self, pile: str, photo_id: int, person: str) -> LoosePhoto:
        """Leave a photo out on a person's decision, which can be changed later.

        Raises:
            ApiError: ``pile_unknown``, ``photo_unknown``, ``decided_already``.
        """
        with self.identification.deciding:
            photo = self.piles.undecided(pile, photo_id)
            return self.piles.change(
                photo, state="left_out", decided_by=person, decided_at=self.piles.now(pile)
            )

    def file(self, pile: str, photo_id: int) -> Path:
        """Return the current path of a photo.

        Raises:
            ApiError: ``photo_unknown``.
        """
        plan = self.piles.plan(pile)
        # A photo's entry says where it is filed before the photo leaves the pile's folder: where an older entry finds
        # none, the one of now does.
        for _ in range(2):
            place = self._filing.place(plan, self.piles.photo(pile, photo_id))
            if place is not None:
                return place
        raise ApiError("photo_unknown", "This photo's file is gone.")
