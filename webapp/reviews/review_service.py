"""Reviewing: the queue of photos, readers' choices, their agreement.

A reader is never told another's choice of a photo: `ReviewService.queue` holds the choices of one reader alone, and
`ReviewService.agreement` names the photos on which two differ only once both have read all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from capture.errors import CaptureError
from capture.reviews import NewReview, PhotoKey, Review, in_force, is_flagged, reader_key
from capture.reviews.samples import ReviewSample
from capture.shapes import PhotoState
from capture.storage import PhotoRow, Storage
from capture.storage.reviews import ReviewCandidate
from webapp.allowance import Allowances
from webapp.errors import ApiError
from webapp.reviews.review_results import results
from webapp.runtime.clock import Clock
from webapp.sessions.photo_views import photo_json
from webapp.shapes.review import AgreementView, HistoryRow, QueuedPhoto, QueuePart, ReviewView
from webapp.storage.session_store import SessionStore

Which = Literal["accepted", "flagged", "all"]
Order = Literal["index", "flagged"]
STATES: dict[Which, tuple[PhotoState, ...]] = {
    "accepted": ("accepted",),
    "flagged": ("accepted",),
    "all": ("pending", "accepted", "rejected"),
}
CHOICES_A_SECOND, CHOICES_AT_ONCE = 2.0, 300.0
"""Of one reader: each choice stays in the history for good, so that a link could otherwise fill the disk."""
NO_ROW = 0
"""Stands for the row of a photo where a candidate is an image of a sample."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The photos to review, and their order.

    Attributes:
        sessions: Whose photos, or samples of images; their order counts.
        which: The accepted ones, of those the flagged ones, or all that are kept.
        order: By x-ray, or those that ask for a look first.
    """

    sessions: tuple[str, ...]
    which: Which = "accepted"
    order: Order = "index"


class ReviewService:
    """The service for reviews."""

    def __init__(self, store: SessionStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._allowances = Allowances(CHOICES_A_SECOND, CHOICES_AT_ONCE)

    def queue(self, selection: Selection, name: str, start: int | None, limit: int) -> QueuePart:
        """Return a part of a reader's queue.

        Args:
            selection: Which photos, and their order.
            name: The reader.
            start: Position of the first photo wanted, from 0; None for the first that the reader has not read.
            limit: The most photos wanted.

        Raises:
            CaptureError: ``session_unknown`` or ``reader_name``.
        """
        reader = reader_key(name)
        photos = self._candidates(selection)
        history = self._history(selection.sessions, reader)
        own = in_force(history).get(reader, {})
        unread = next((at for at, found in enumerate(photos) if found.photo not in own), None)
        begin = start if start is not None else unread if unread is not None else 0
        said = [own[found.photo].choice for found in photos if found.photo in own]
        readers = self._store(lambda storage: storage.reviews.readers(selection.sessions))
        return {
            "reader": {"reader": reader, "name": name, "place": _place(reader, readers)},
            "total": len(photos),
            "read": len(said),
            "usable": said.count("usable"),
            "unread": unread,
            "start": begin,
            "photos": self._part(photos[begin : begin + limit], begin, own),
        }

    def add(self, new: NewReview) -> Review:
        """Store a choice.

        Raises:
            ApiError: ``too_many_tries``.
            CaptureError: ``photo_unknown`` where no such photo is kept.
        """
        self._admit(new.name)
        if not self._store(_is_kept, new.photo):
            raise CaptureError("photo_unknown", "There is no such photo.")
        return self._store(lambda storage: storage.reviews.add(new, self._clock.now()))

    def undo(self, sessions: Sequence[str], name: str) -> Review:
        """Undo the newest choice of a reader and return it.

        Raises:
            ApiError: ``too_many_tries``.
            CaptureError: ``nothing_to_undo`` or ``reader_name``.
        """
        self._admit(name)
        return self._store(lambda storage: storage.reviews.undo(sessions, name, self._clock.now()))

    def _admit(self, name: str) -> None:
        if late := self._allowances.of(reader_key(name)).take():
            raise ApiError("too_many_tries", retry_after=ceil(late))

    def history(self, session: str) -> list[HistoryRow]:
        """Return every row ever written about a session's photos, oldest first.

        Raises:
            CaptureError: ``session_unknown``.
        """
        self._check((session,))
        rows = self._history((session,))
        undone = {row.undoes for row in rows}
        return [
            {**review_json(row), "undoes": row.undoes, "undone": row.id in undone, "name": row.name}
            for row in rows
        ]

    def agreement(self, selection: Selection) -> AgreementView:
        """Return each reader's counts over a selection, and the agreement of each pair.

        Raises:
            CaptureError: ``session_unknown``.
        """
        keys = {found.photo for found in self._candidates(selection)}
        return results(keys, in_force(self._history(selection.sessions)))

    def _candidates(self, selection: Selection) -> list[ReviewCandidate]:
        """Return the photos of a selection in order, read one session at a time to not block commits.

        Raises:
            CaptureError: ``session_unknown``.
        """
        self._check(selection.sessions)
        flags = "flagged" in (selection.which, selection.order)
        photos: list[ReviewCandidate] = []
        for session in selection.sessions:
            photos += self._store(_candidates, session, STATES[selection.which], flags)
        if selection.which == "flagged":
            photos = [found for found in photos if found.flagged]
        if selection.order == "flagged":
            photos.sort(key=lambda found: not found.flagged)
        return photos

    def _history(self, sessions: Sequence[str], reader: str | None = None) -> list[Review]:
        rows: list[Review] = []
        for session in sessions:
            rows += self._store(_reviews, session, reader)
        return sorted(rows, key=lambda row: row.id)

    def _check(self, sessions: Sequence[str]) -> None:
        for session in sessions:
            if not self._store(_knows, session):
                raise CaptureError(
                    "session_unknown", "There is no such session. It may belong to another data root."
                )

    def _part(
        self, photos: Sequence[ReviewCandidate], begin: int, own: Mapping[PhotoKey, Review]
    ) -> list[QueuedPhoto]:
        rows = self._store(lambda storage: storage.reviews.photos([found.id for found in photos]))
        samples = self._samples({found.photo.session for found in photos if found.id not in rows})
        return [
            _photo(at, rows[found.id], own.get(found.photo))
            if found.id in rows
            else _image(at, samples[found.photo.session], found.photo.index, own.get(found.photo))
            for at, found in enumerate(photos, begin)
        ]

    def _samples(self, ids: Collection[str]) -> dict[str, ReviewSample]:
        return {sample: self._store(_sample, sample) for sample in ids}


def review_json(review: Review) -> ReviewView:
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


def _candidates(
    storage: Storage, session: str, states: Collection[PhotoState], flags: bool
) -> list[ReviewCandidate]:
    sample = storage.review_samples.find(session)
    if sample is not None:
        numbers = range(1, len(sample.images) + 1)
        return [ReviewCandidate(NO_ROW, sample.key(number), False) for number in numbers]
    return storage.reviews.candidates(session, states, flags=flags)


def _knows(storage: Storage, session: str) -> bool:
    return storage.sessions.get(session) is not None or storage.review_samples.find(session) is not None


def _sample(storage: Storage, sample: str) -> ReviewSample:
    return storage.review_samples.get(sample)


def _is_kept(storage: Storage, key: PhotoKey) -> bool:
    sample = storage.review_samples.find(key.session)
    if sample is not None:
        return sample.image(key.index) is not None
    row = storage.photos.get(key.session, key.set, key.index, key.attempt)
    return row is not None and row.state in STATES["all"]


def _reviews(storage: Storage, session: str, reader: str | None) -> list[Review]:
    return storage.reviews.of_sessions([session], reader)


def _place(reader: str, readers: Sequence[str]) -> int:
    """Return the ordinal of a reader in these sessions."""
    return readers.index(reader) + 1 if reader in readers else len(readers) + 1


def _photo(position: int, photo: PhotoRow, own: Review | None) -> QueuedPhoto:
    told = photo_json(photo)
    return {
        **told,
        "kind": "photo",
        "position": position,
        "picture": f"{told['url']}/picture",
        "xray": f"/api/v1/sessions/{photo.session}/xrays/{photo.index}/picture",
        "flagged": is_flagged(photo.measures),
        "mine": None if own is None else review_json(own),
    }


def _image(position: int, sample: ReviewSample, number: int, own: Review | None) -> QueuedPhoto:
    """Return an image of a sample; neither its set nor its path, which would tell a reader how it was made."""
    image = sample.images[number - 1]
    url = f"/api/v1/review-samples/{sample.id}/images/{number}"
    return {
        "id": number,
        "session": sample.id,
        "set": sample.name,
        "index": number,
        "attempt": 1,
        "state": "accepted",
        "code": "",
        "detail": "",
        "name": "",
        "size": 0,
        "sha256": image.sha256,
        "device": "",
        "taken_at": None,
        "kept_at": None,
        "xray_path": "",
        "flag": "",
        "measures": {"homography": None if image.homography is None else list(image.homography)},
        "note": "",
        "thumbnail": f"{url}/picture",
        "url": f"{url}/picture",
        "kind": "image",
        "position": position,
        "picture": f"{url}/picture",
        "xray": f"{url}/xray",
        "flagged": False,
        "mine": None if own is None else review_json(own),
    }
