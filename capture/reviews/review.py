"""Reviews: whether photos are usable, and why not, by readers who do not see each other's choices.

Reviews are append-only.  Changing a verdict appends a new row; undo appends a row that cancels the latest one and
restores the previous verdict.  Undo can be repeated and survives reloads.  The current verdicts are computed from that
history (`in_force`), as a session's state is from its facts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from capture.errors import CaptureError

Choice = Literal["usable", "unusable"]
Reason = Literal["glare", "blur", "cut_off", "too_dark", "not_this_xray", "other"]
Summary = Literal["usable", "unusable", "disagreed"]
REASONS: tuple[Reason, ...] = ("glare", "blur", "cut_off", "too_dark", "not_this_xray", "other")
"""Why a photo is of no use, in the order of the keys 1 to 6."""

MAX_NAME = 60
MAX_NOTE = 500


@dataclass(frozen=True, slots=True)
class PhotoKey:
    """The key of a reviewed photo."""

    session: str
    set: str
    index: int
    attempt: int


@dataclass(frozen=True, slots=True)
class NewReview:
    """A choice before it is stored.

    Attributes:
        photo: The photo.
        name: The reader's name, as typed.
        choice: Whether the photo is usable.
        reasons: Why not; empty for a usable photo, never empty for another one.
        note: Free words.

    Raises:
        CaptureError: ``reader_name``, ``reason_missing``, ``reason_not_wanted`` or ``note_missing``.
    """

    photo: PhotoKey
    name: str
    choice: Choice
    reasons: tuple[Reason, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        reader_key(self.name)
        if self.choice == "usable" and self.reasons:
            raise CaptureError("reason_not_wanted", "A usable photo has no reason against it.")
        if self.choice == "unusable" and not self.reasons:
            raise CaptureError("reason_missing", "Say why the photo is not usable.")
        if "other" in self.reasons and not self.note.strip():
            raise CaptureError("note_missing", "Say in a note what the other reason is.")


@dataclass(frozen=True, slots=True)
class Review:
    """One row of the history: a choice, or with ``undoes`` the number of the choice that it cancels."""

    id: int
    photo: PhotoKey
    reader: str
    name: str
    at: float
    choice: Choice
    reasons: tuple[Reason, ...] = ()
    note: str = ""
    undoes: int | None = None


def reader_key(name: str) -> str:
    """Return a reader's key, independent of case, spaces and dots of the typed name.

    It becomes the name of a column: ``Dr. Okafor`` -> ``dr_okafor``.

    Raises:
        CaptureError: ``reader_name`` when there is no letter or digit in it, or it is too long.
    """
    folded = unicodedata.normalize("NFC", name).casefold()
    key = "_".join("".join(sign if sign.isalnum() else " " for sign in folded).split())
    if not key or len(name) > MAX_NAME or not name.isprintable():
        raise CaptureError(
            "reader_name", f"A reader's name has a letter or digit and at most {MAX_NAME} characters."
        )
    return key


def one_line(words: str) -> str:
    """Return a note as one line of a table: no line breaks, no invisible characters."""
    return "".join(sign for sign in " ".join(words.split()) if sign.isprintable())


def in_force(history: Iterable[Review]) -> dict[str, dict[PhotoKey, Review]]:
    """Return each reader's choice of each photo: the newest that was not undone.

    Args:
        history: Rows in the order in which they were written, of any readers and photos.

    Returns:
        Choices by reader and photo; readers in the order in which they began.
    """
    rows = list(history)
    undone = {row.undoes for row in rows}
    held: dict[str, dict[PhotoKey, Review]] = {}
    for row in rows:
        of_reader = held.setdefault(row.reader, {})
        if row.undoes is None and row.id not in undone:
            of_reader[row.photo] = row
    return held


def summary(choices: Iterable[Choice]) -> Summary | None:
    """Return the combined verdict of all readers of one photo, None when nobody has reviewed it."""
    said = set(choices)
    if not said:
        return None
    return "disagreed" if len(said) > 1 else said.pop()


def is_flagged(measures: Mapping[str, Any]) -> bool:
    """Return whether a photo needs a look: it was flagged, is not certainly its x-ray, or passed a limit."""
    match = measures.get("match") or {}
    doubtful = match.get("verdict", "verified") != "verified"
    return bool(doubtful or any(measures.get(name) for name in ("flag", "warnings", "rejections")))


def manifest_facts(held: Mapping[str, Mapping[PhotoKey, Review]], photo: PhotoKey) -> dict[str, str]:
    """Return the manifest's columns about one photo: the combined verdict, then each reader's."""
    own = {reader: choices[photo] for reader, choices in held.items() if photo in choices}
    together = summary(review.choice for review in own.values())
    if together is None:
        return {}
    columns: dict[str, str] = {"review": together}
    for reader, review in own.items():
        columns[f"review_{reader}"] = review.choice
        columns[f"review_reasons_{reader}"] = " ".join(review.reasons)
        columns[f"review_note_{reader}"] = review.note
    return columns
