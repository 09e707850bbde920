"""Loose photos of a presented session: what their times say against the x-rays that their pixels show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from capture.by_person.photo_times import ShownPhoto, TimeObjection, objections
from capture.by_person.showing_times import showing_times
from capture.plan import SessionPlan
from capture.storage import LoosePhoto
from dataset.photo_names import by_name
from webapp.storage.session_store import SessionStore

AWAITED = "times_awaited"
"""The reason of a photo that was identified, and whose time is compared once the others were looked at."""
HELD = frozenset({AWAITED, "time", "clock", "order", "not_shown"})
"""Reasons of identified photos; more photos may tell more of their camera's clock."""


class ImportTimes:
    """Comparison of a pile's photos with the showings of its session.

    Args:
        store: The journal.
    """

    def __init__(self, store: SessionStore) -> None:
        self._store = store

    def objections(self, plan: SessionPlan, photos: Sequence[LoosePhoto]) -> dict[int, TimeObjection]:
        """Return what times and order say against a session's photos, by their ids."""
        rows = self._store(lambda storage: storage.journal.facts(plan.session))
        places = {
            photo.id: place for place, photo in enumerate(sorted(photos, key=lambda p: by_name(p.file)))
        }
        identified = [
            ShownPhoto(photo.id, photo.shows, _taken(photo), _clock(photo), places[photo.id])
            for photo in photos
            if photo.shows is not None and _is_identified(photo)
        ]
        return objections(showing_times(row.fact for row in rows), identified)


def _is_identified(photo: LoosePhoto) -> bool:
    return photo.state == "assigned" or (photo.state == "doubtful" and photo.reason in HELD)


def _taken(photo: LoosePhoto) -> float | None:
    """Return the time of a photo, Unix seconds; a time without a zone is read as UTC."""
    taken = photo.camera.get("taken")
    if not isinstance(taken, str):
        return None
    try:
        said = datetime.fromisoformat(f"{taken}{photo.camera.get('zone', '')}")
    except ValueError:
        return None
    return (said if said.tzinfo else said.replace(tzinfo=UTC)).timestamp()


def _clock(photo: LoosePhoto) -> str:
    camera = photo.camera
    return f"{camera.get('make')}/{camera.get('model')}/{'zone' in camera}"
