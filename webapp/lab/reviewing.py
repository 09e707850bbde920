"""People look at photos: what there is to read, what a reader said, how far readers agree.

A reader is never told another's choice of a photo: `Reviewing.queue` holds the choices of one reader alone, and
`Reviewing.agreement` names the photos on which two differ only once both have read all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from capture.errors import CaptureError
from capture.journal import Journal, PhotoRow
from capture.journal.rows import PhotoState
from capture.reviews import REASONS, Choice, NewReview, PhotoKey, Review, in_force, is_flagged, reader_key
from capture.reviews_agreement import Agreement, agreement, disagreements
from webapp.lab.clock import Clock
from webapp.lab.photos import photo_json
from webapp.lab.store import SessionStore

Which = Literal["accepted", "flagged", "all"]
Order = Literal["index", "flagged"]
Choices = Mapping[str, Mapping[PhotoKey, Review]]
STATES: dict[Which, tuple[PhotoState, ...]] = {
    "accepted": ("accepted",),
    "flagged": ("accepted",),
    "all": ("pending", "accepted", "rejected"),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which photos are read, and in which order.

    Attributes:
        sessions: Whose photos; their order counts.
        which: The accepted ones, of those the flagged ones, or all that are kept.
        order: By x-ray, or those that ask for a look first.
    """

    sessions: tuple[str, ...]
    which: Which = "accepted"
    order: Order = "index"


class Reviewing:
    """Reads and writes reviews."""

    def __init__(self, store: SessionStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def queue(self, selection: Selection, name: str, start: int | None, limit: int) -> dict[str, Any]:
        """Return a part of what a reader goes through.

        Args:
            selection: Which photos, and their order.
            name: The reader.
            start: Position of the first photo wanted, from 0; None for the first that the reader has not read.
            limit: The most photos wanted.

        Raises:
            CaptureError: ``session_unknown`` or ``reader_name``.
        """
        reader = reader_key(name)
        photos, held = self._store(_read, selection)
        own = held.get(reader, {})
        unread = next((at for at, photo in enumerate(photos) if _key(photo) not in own), None)
        begin = start if start is not None else unread if unread is not None else 0
        said = [own[_key(photo)].choice for photo in photos if _key(photo) in own]
        return {
            "reader": {"reader": reader, "name": name, "place": _place(reader, held)},
            "total": len(photos),
            "read": len(said),
            "usable": said.count("usable"),
            "unread": unread,
            "start": begin,
            "photos": [
                _photo(at, photo, own.get(_key(photo)))
                for at, photo in enumerate(photos[begin : begin + limit], begin)
            ],
        }

    def add(self, new: NewReview) -> Review:
        """Write a choice down.

        Raises:
            CaptureError: ``photo_unknown`` where no such photo is kept.
        """
        key = new.photo
        row = self._store(Journal.photo, key.session, key.set, key.index, key.attempt)
        if row is None or row.state not in STATES["all"]:
            raise CaptureError("photo_unknown", "There is no such photo.")
        return self._store(lambda journal: journal.reviews.add(new, self._clock.now()))

    def undo(self, sessions: Sequence[str], name: str) -> Review:
        """Take back the newest choice of a reader; returns it.

        Raises:
            CaptureError: ``nothing_to_undo`` or ``reader_name``.
        """
        return self._store(lambda journal: journal.reviews.undo(sessions, name, self._clock.now()))

    def history(self, session: str) -> list[dict[str, Any]]:
        """Return every row ever written about a session's photos, oldest first.

        Raises:
            CaptureError: ``session_unknown``.
        """
        rows = self._store(_history, (session,))
        undone = {row.undoes for row in rows}
        return [
            {**review_json(row), "undoes": row.undoes, "undone": row.id in undone, "name": row.name}
            for row in rows
        ]

    def agreement(self, selection: Selection) -> dict[str, Any]:
        """Return what each reader made of a selection, and how far each two of them agree.

        Raises:
            CaptureError: ``session_unknown``.
        """
        photos, held = self._store(_read, selection)
        keys = {_key(photo) for photo in photos}
        read = {
            reader: {key: review for key, review in choices.items() if key in keys}
            for reader, choices in held.items()
        }
        return {
            "photos": len(photos),
            "readers": [_reader(reader, choices) for reader, choices in read.items() if choices],
            "pairs": [
                _pair(read, pair, len(photos))
                for pair in combinations([name for name in read if read[name]], 2)
            ],
        }


def review_json(review: Review) -> dict[str, Any]:
    """Return a choice as the API gives it."""
    photo = review.photo
    return {
        "id": review.id,
        "session": photo.session,
        "set": photo.set,
        "index": photo.index,
        "attempt": photo.attempt,
        "reader": review.reader,
        "at": review.at,
        "choice": review.choice,
        "reasons": list(review.reasons),
        "note": review.note,
    }


def _history(journal: Journal, sessions: Sequence[str]) -> list[Review]:
    known = [session for session in sessions if journal.session(session) is not None]
    if len(known) < len(sessions):
        raise CaptureError("session_unknown", "There is no such session. It may belong to another data root.")
    return journal.reviews.of_sessions(known)


def _read(journal: Journal, selection: Selection) -> tuple[list[PhotoRow], Choices]:
    """Return the photos of a selection in their order, and all that readers said of its sessions."""
    held = in_force(_history(journal, selection.sessions))
    photos: list[PhotoRow] = []
    for session in selection.sessions:
        rows = journal.photos(session, states=STATES[selection.which])
        photos += sorted(rows, key=lambda photo: (photo.index, photo.set, photo.attempt))
    if selection.which == "flagged":
        photos = [photo for photo in photos if is_flagged(photo.measures)]
    if selection.order == "flagged":
        photos.sort(key=lambda photo: not is_flagged(photo.measures))
    return photos, held


def _key(photo: PhotoRow) -> PhotoKey:
    return PhotoKey(photo.session, photo.set, photo.index, photo.attempt)


def _place(reader: str, held: Choices) -> int:
    """Return whether this is the first reader of these sessions, the second, ..."""
    others = [name for name, choices in held.items() if choices or name == reader]
    return others.index(reader) + 1 if reader in others else len(others) + 1


def _photo(position: int, photo: PhotoRow, own: Review | None) -> dict[str, Any]:
    return {
        **photo_json(photo),
        "position": position,
        "xray": f"/api/v1/sessions/{photo.session}/xrays/{photo.index}/picture",
        "flagged": is_flagged(photo.measures),
        "mine": None if own is None else review_json(own),
    }


def _reader(reader: str, choices: Mapping[PhotoKey, Review]) -> dict[str, Any]:
    newest = max(choices.values(), key=lambda review: review.id)
    said = Counter(review.choice for review in choices.values())
    reasons = Counter(reason for review in choices.values() for reason in review.reasons)
    return {
        "reader": reader,
        "name": newest.name,
        "read": len(choices),
        "usable": said["usable"],
        "unusable": said["unusable"],
        "reasons": {reason: reasons[reason] for reason in REASONS},
        "newest_at": newest.at,
    }


def _pair(read: Choices, pair: tuple[str, str], photos: int) -> dict[str, Any]:
    first, second = (_choices(read[reader]) for reader in pair)
    found = agreement((choice, second[key]) for key, choice in first.items() if key in second)
    through = len(first) == len(second) == photos
    different = sorted(disagreements(first, second), key=lambda key: (key.session, key.index, key.set))
    return {
        "readers": list(pair),
        **_counts(found),
        "disagreements": [_difference(key, read, pair) for key in different] if through else None,
    }


def _choices(reviews: Mapping[PhotoKey, Review]) -> dict[PhotoKey, Choice]:
    return {key: review.choice for key, review in reviews.items()}


def _counts(found: Agreement) -> dict[str, Any]:
    return {
        "both": found.both,
        "agreed": found.agreed,
        "usable": found.usable,
        "first_only": found.first_only,
        "second_only": found.second_only,
        "unusable": found.unusable,
        "kappa": found.kappa,
        "interval": None if found.interval is None else list(found.interval),
    }


def _difference(key: PhotoKey, read: Choices, pair: tuple[str, str]) -> dict[str, Any]:
    return {
        "session": key.session,
        "set": key.set,
        "index": key.index,
        "attempt": key.attempt,
        "choices": [read[reader][key].choice for reader in pair],
        "reasons": [list(read[reader][key].reasons) for reader in pair],
    }
