"""Piles of loose photos, as sessions, and what the journal knows of their photos."""

from __future__ import annotations

from typing import Any

from capture.errors import CaptureError
from capture.facts import ENDED
from capture.plan import CaptureSettings, SessionPlan
from capture.storage import LoosePhoto, Storage
from webapp.auth.tokens import new_id
from webapp.datasets.dataset_registry import Datasets
from webapp.errors import ApiError
from webapp.sessions.session_registry import Sessions
from webapp.storage.session_store import SessionStore

OPEN = ("doubtful", "unknown", "left_out")
"""States in which a person may say what a photo shows."""


class ImportPiles:
    """Access to piles and their photos.

    Args:
        sessions: Where piles live as sessions.
        store: The journal.
        datasets: The x-rays that photos may show.
    """

    def __init__(self, sessions: Sessions, store: SessionStore, datasets: Datasets) -> None:
        self._sessions = sessions
        self._store = store
        self._datasets = datasets

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

    def begin_of(self, session: str) -> SessionPlan:
        """Return a presented session as the pile of its photos, once it has ended.

        Raises:
            ApiError: ``session_unknown``.
            CaptureError: ``not_a_pile`` where phones take the photos, ``wrong_phase`` while it goes on.
        """
        live = self._sessions.get(session)
        if live.plan.has_phones:
            raise CaptureError(
                "not_a_pile", "Phones take part in this session. Bring loose photos in as a pile."
            )
        if live.look(lambda machine, _: machine.state.phase) not in ENDED:
            raise CaptureError("wrong_phase", "The session is not over. End it, then bring its photos in.")
        self._store(lambda storage: _begin(storage, session, live.now()))
        return live.plan

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
        return self.of_pile(pile)

    def photo(self, pile: str, photo_id: int) -> LoosePhoto:
        """Return one photo of a pile.

        Raises:
            ApiError: ``pile_unknown``, ``photo_unknown``.
        """
        self.plan(pile)
        found = self.find(pile, photo_id)
        if found is None:
            raise ApiError("photo_unknown", "There is no such photo in this pile.")
        return found

    def find(self, pile: str, photo_id: int) -> LoosePhoto | None:
        """Return one photo of a pile that is known, or None if it has no such photo."""
        return self._store(lambda storage: storage.imports.photo(pile, photo_id))

    def undecided(self, pile: str, photo_id: int) -> LoosePhoto:
        """Return a photo that a person may decide about.

        Raises:
            ApiError: ``pile_unknown``, ``photo_unknown``, ``decided_already``.
        """
        photo = self.photo(pile, photo_id)
        if photo.state not in OPEN:
            raise ApiError(
                "decided_already", "Nobody needs to decide about this photo.", {"state": photo.state}
            )
        return photo

    def of_pile(self, pile: str) -> list[LoosePhoto]:
        """Return the photos of a pile that is known, in the order of their import."""
        return self._store(lambda storage: storage.imports.of_pile(pile))

    def change(self, photo: LoosePhoto, **values: Any) -> LoosePhoto:
        """Change what the journal says of a photo."""
        return self._store(lambda storage: storage.imports.change(photo.id, values))

    def now(self, pile: str) -> float:
        """Return the time of the pile's session."""
        return self._sessions.get(pile).now()


def _begin(storage: Storage, session: str, at: float) -> None:
    if session not in storage.imports.piles():
        storage.imports.begin(session, at)
