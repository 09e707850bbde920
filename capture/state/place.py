"""A place: one set of a session, independent of the phone that fills it.

A phone can be dropped and replaced by another; photographed indices, used attempts and pending retakes belong to the
place and continue with the new phone.  Every count that the rules or the console need is updated incrementally with
each fact, so that no query iterates over the subset.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, field
from typing import Any

from capture.shapes import PhotoState
from capture.state.layouts import Drawn
from capture.state.record import MOST_ATTEMPTS, Record

PhotoKey = tuple[int, int]
"""A photo within its set: (index, attempt)."""

MISSING, UNDER_WAY, STORED, ACCEPTED, REJECTED, SKIPPED = b".usark"
STORED_AGAIN, ACCEPTED_AGAIN = b"SA"
"""Capitals: a retake."""
AGAIN = {STORED: STORED_AGAIN, ACCEPTED: ACCEPTED_AGAIN}
PENDING_LETTERS = frozenset({STORED, STORED_AGAIN})
ACCEPTED_LETTERS = frozenset({ACCEPTED, ACCEPTED_AGAIN})
STORED_LETTERS = PENDING_LETTERS | ACCEPTED_LETTERS
RETAKEN_LETTERS = frozenset({STORED_AGAIN, ACCEPTED_AGAIN})
MISSING_LETTERS = frozenset({MISSING, UNDER_WAY, REJECTED})
"""Indices that still need a photo; a skipped one does not."""


@dataclass(frozen=True, slots=True)
class Held:
    """A photo in a phone's own store."""

    index: int
    attempt: int
    showing: int
    sha256: str
    size: int


@dataclass(slots=True)
class Photo:
    """A photo that was taken.

    Attributes:
        rejection_code: Why it is rejected as soon as it is stored, if it is.
        drawn: Where the display drew its x-ray, None where that is not known.
        variation: How the display varied it, None for not at all.
        before: The other x-ray that the display showed last before, None where that is not known.
    """

    phone: str
    showing: int
    sha256: bytes
    name: str = ""
    state: PhotoState = "captured"
    rejection_code: str = ""
    drawn: Drawn | None = None
    note: str = ""
    variation: Mapping[str, Any] | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class CaptureRequest:
    """A capture requested from a phone."""

    phone: str
    index: int
    attempt: int
    showing: int
    at: float

    @property
    def key(self) -> PhotoKey:
        """The key of the requested photo."""
        return self.index, self.attempt


@dataclass(slots=True)
class Place:
    """One set, its phone, and its progress.

    Attributes:
        set: The set's name.
        record: Attempts used, as the phone in this place should have them.
        phone: Who fills it now, None while vacant.
        last_phone: The current or last phone; only its store continues the record.
        photos: Every photo ever taken for this set in this session.
        outstanding: The capture that is waited for.
        rejection_code: Why the outstanding capture's photo will not count, if it will not.
        unsettled: Captures no longer waited for, which the phone may have made all the same.
        retakes: Indices to photograph again, and why (a code); ``retake_details`` what was said about it.
        next_new: The lowest index beyond ``record.last`` that is not passed over.
        automatic: How often in a row each index was taken, or asked for, in vain without a person's word between.
        mismatched: Indices whose newest judged photo did not show them, and what was said of it; until such an
            index is settled no new x-ray is shown.
        under_way: Photos taken and neither stored nor lost.
        pending: Photos stored and not judged.
        newest: The photo taken last.
        letters: The strip: one letter per index of the subset.
        counts: How often each letter occurs.
        rejected: Photos rejected.
    """

    set: str
    first: int
    record: Record
    phone: str | None = None
    last_phone: str | None = None
    photos: dict[PhotoKey, Photo] = field(default_factory=dict)
    outstanding: CaptureRequest | None = None
    rejection_code: str = ""
    unsettled: dict[PhotoKey, CaptureRequest] = field(default_factory=dict)
    retakes: dict[int, str] = field(default_factory=dict)
    retake_details: dict[int, str] = field(default_factory=dict)
    next_new: int = 0
    automatic: dict[int, int] = field(default_factory=dict)
    mismatched: dict[int, str] = field(default_factory=dict)
    under_way: dict[PhotoKey, None] = field(default_factory=dict)
    pending: dict[PhotoKey, None] = field(default_factory=dict)
    newest: PhotoKey | None = None
    letters: bytearray = field(default_factory=bytearray)
    counts: dict[int, int] = field(default_factory=dict)
    rejected: int = 0
    _heap: list[int] = field(default_factory=list)

    @classmethod
    def empty(cls, set_name: str, first: int, last: int, excluded: Collection[int] = ()) -> Place:
        """Return the place as it is when the session is created; ``excluded`` lies outside its sample."""
        letters = bytearray([MISSING]) * (last - first + 1)
        for index in excluded:
            letters[index - first] = SKIPPED
        return cls(
            set_name,
            first,
            Record(first, first - 1),
            next_new=first,
            letters=letters,
            counts={MISSING: len(letters) - len(excluded), SKIPPED: len(excluded)},
        )

    def due(self) -> int:
        """Return the lowest index still to be photographed; beyond the subset when there is none."""
        return min(self._heap[0], self.next_new) if self._heap else self.next_new

    def lacks(self, index: int) -> bool:
        """Return whether ``index`` is to be photographed now, new or again."""
        return index == self.next_new or index in self.retakes

    def used_up(self, index: int) -> bool:
        """Return whether no attempt of ``index`` is left."""
        return self.record.attempt(index) >= MOST_ATTEMPTS

    def try_again(self, index: int) -> None:
        """Count another automatic retry of ``index``."""
        self.automatic[index] = self.automatic.get(index, 0) + 1

    def due_after(self, index: int, passed_over: Container[int]) -> int:
        """Predict the index that is due after ``index``, for decoding ahead."""
        new = self.next_new
        while new == index or new in passed_over:
            new += 1
        listed = self._heap[0] if self._heap and self._heap[0] != index else new
        return min(listed, new)

    def current(self, index: int) -> Photo | None:
        """Return the photo of the newest attempt of ``index``."""
        return self.photos.get((index, self.record.attempt(index)))

    def stands(self, index: int) -> bool:
        """Return whether the photo of the newest attempt of ``index`` counts, or may still come to."""
        photo = self.current(index)
        return photo is not None and not photo.rejection_code and photo.state not in ("rejected", "lost")

    def is_unjudged(self, index: int) -> bool:
        """Return whether the photo of the newest attempt of ``index`` still needs a verdict."""
        photo = self.current(index)
        return photo is not None and photo.state in ("captured", "pending")

    def before(self, index: int) -> int | None:
        """Return the nearest x-ray below ``index`` that was photographed for this set, None if there is none."""
        lower = range(min(index - 1, self.record.last), self.first - 1, -1)
        return next((index for index in lower if self.record.attempt(index)), None)

    def list_retake(self, index: int, code: str, detail: str) -> None:
        """Put ``index`` on the list of retakes."""
        if index not in self.retakes:
            heapq.heappush(self._heap, index)
        self.retakes[index], self.retake_details[index] = code, detail

    def unlist_retake(self, index: int) -> None:
        """Take ``index`` off the list."""
        self.retakes.pop(index, None)
        self.retake_details.pop(index, None)
        while self._heap and self._heap[0] not in self.retakes:
            heapq.heappop(self._heap)

    def find_next_new(self, passed_over: Container[int]) -> None:
        """Recompute ``next_new`` after the record or what is passed over changed."""
        index = self.record.last + 1
        while index in passed_over:
            index += 1
        self.next_new = index

    def letter(self, index: int) -> int:
        """Return the strip's letter of ``index``."""
        return self.letters[index - self.first]

    def mark(self, index: int, letter: int) -> None:
        """Set the strip's letter of ``index``; a stored or accepted retake is marked by its capital."""
        if self.record.attempt(index) > 1:
            letter = AGAIN.get(letter, letter)
        old = self.letters[index - self.first]
        self.counts[old] -= 1
        self.counts[letter] = self.counts.get(letter, 0) + 1
        self.letters[index - self.first] = letter

    def count(self, letters: Collection[int]) -> int:
        """Return how many indices have one of these letters (``STORED_LETTERS`` and the like)."""
        return sum(self.counts.get(letter, 0) for letter in letters)
