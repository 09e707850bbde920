"""Sentences about a loose photo."""

from __future__ import annotations

from capture.reasons import number
from capture.storage import LoosePhoto

_UNDECIDED = {
    "twins": "It shows one of x-rays that look the same. Only you can know which.",
    "several": "It shows more than one x-ray equally well. Only you can know which.",
    "not_verified": "It probably shows one of these, but not well enough to be sure.",
    "nothing_found": "No x-ray was recognised in it. These come nearest.",
    "not_searched": "It could not be compared with the x-rays. {detail}",
}


def loose_sentence(photo: LoosePhoto) -> str:
    """Return what became of a photo, or why it waits for a person, as a sentence."""
    if photo.state == "waiting":
        return "It has not been looked at yet."
    if photo.state == "assigned":
        how = "by its content" if photo.decided_by == "content" else f"by {photo.decided_by}"
        again = f", attempt {photo.attempt}" if photo.attempt and photo.attempt > 1 else ""
        return f"Assigned to {number(photo.index or 0)} {how}{again}."
    if photo.state == "left_out":
        return f"Left out by {photo.decided_by}."
    if photo.state == "refused":
        return f"It cannot be used: {photo.detail.rstrip('.')}."
    return _UNDECIDED.get(photo.reason, "Nothing is known of it.").format(detail=photo.detail)
