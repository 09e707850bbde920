"""Sentences about a loose photo."""

from __future__ import annotations

from capture.storage import LoosePhoto
from messages import Message

_UNDECIDED = (
    "twins",
    "several",
    "not_verified",
    "nothing_found",
    "not_searched",
    "times_awaited",
    "clock",
    "order",
)


def loose_sentence(photo: LoosePhoto) -> str:
    """Return what became of a photo, or why it waits for a person, as a sentence."""
    if photo.state == "waiting":
        return Message("loose-said-waiting")
    if photo.state == "assigned":
        return _assigned(photo)
    if photo.state == "left_out":
        return Message("loose-said-left-out", person=photo.decided_by)
    if photo.state == "refused":
        return Message("loose-said-refused", why=photo.detail.rstrip("."))
    if photo.reason in ("time", "not_shown"):
        nothing = "-nothing" if photo.reason == "time" and not photo.detail else ""
        said = f"loose-said-{photo.reason}{nothing}"
        return Message(said, picture=photo.shows or 0, time=int(photo.detail or 0))
    reason = photo.reason if photo.reason in _UNDECIDED else "unknown"
    return Message(f"loose-said-{reason}", detail=photo.detail)


def _assigned(photo: LoosePhoto) -> str:
    attempt = photo.attempt or 1
    by = "content" if photo.decided_by == "content" else "person"
    said = f"loose-said-by-{by}{'-attempt' if attempt > 1 else ''}"
    return Message(said, index=photo.index or 0, person=photo.decided_by, attempt=attempt)
