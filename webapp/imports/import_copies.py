"""The choice of the copy that a loose photo is filed under, where copies are treated as one."""

from __future__ import annotations

from capture.handlers.imports import next_attempt
from capture.session import Session
from capture.storage import LoosePhoto

SEVERAL_FIT = ("twins", "several")
"""The reason to leave a photo to a person where several x-rays were verified."""


def one_of_copies(pile: Session, photo: LoosePhoto) -> int | None:
    """Return the copy to file a photo under: the likeliest without a photo yet, else the likeliest.

    None for a photo that something else leaves undecided, or where not all that it may show is treated as one.
    """
    if not pile.plan.has_phones:  # the time may say which copy it was, but no photo is assigned by its time
        return None
    if photo.state != "doubtful" or photo.reason not in SEVERAL_FIT:
        return None
    shown = [found["index"] for found in photo.candidates if found["verdict"] == "verified"]
    if not shown:
        return None
    likeliest = photo.candidates[0]["index"]
    copies = pile.copies(likeliest)
    if not copies or not {*shown} <= {likeliest, *copies}:
        return None
    (set_name,) = pile.state.plan.sets
    free = (index for index in (likeliest, *sorted(copies)) if next_attempt(pile.state, set_name, index) == 1)
    return next(free, likeliest)
