"""Comparison of photos that were identified by their pixels with the times at which x-rays stood on the display.

Times can only object: a photo that they contradict is left to a person, and none is ever assigned by its time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal, NamedTuple

from capture.by_person.showing_times import ShowingTime

TOLERANCE_S = 2.0
"""EXIF's seconds are cut off, a shutter is pressed while the picture changes, and clocks drift within a session."""
Contradiction = Literal["not_shown", "time", "clock", "order"]


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo and the x-ray that its pixels show.

    Attributes:
        photo: Its id.
        index: The x-ray.
        taken: Unix seconds by the camera's clock, read as UTC where its zone is unknown; None for no time.
        clock: Which clock that is: photos of one camera with one zone share one.
        place: Its place in the camera's own order, which is that of its file names.
    """

    photo: int
    index: int
    taken: float | None
    clock: str
    place: int


class TimeObjection(NamedTuple):
    """Reason for not filing a photo, and the x-ray that its time says, if it says one."""

    code: Contradiction
    by_time: int | None = None


def objections(showings: Sequence[ShowingTime], photos: Iterable[ShownPhoto]) -> dict[int, TimeObjection]:
    """Return what the times of showings say against photos, by the photos' ids.

    Each camera's clock may be wrong by any offset.  Where half of its photos contradict it, none of them passes.
    """
    shown = {showing.index for showing in showings}
    found: dict[int, TimeObjection] = {}
    by_clock: dict[str, list[ShownPhoto]] = defaultdict(list)
    untimed: list[ShownPhoto] = []
    for photo in photos:
        if photo.index not in shown:
            found[photo.photo] = TimeObjection("not_shown")
        elif photo.taken is None:
            untimed.append(photo)
        else:
            by_clock[photo.clock].append(photo)
    for timed in by_clock.values():
        found |= _against_times(showings, timed)
    return found | _against_order(showings, untimed)


def clock_offset(showings: Sequence[ShowingTime], photos: Sequence[ShownPhoto]) -> float:
    """Return by how much a clock is ahead of the server's, s: the median of what its photos say.

    Each says how long after the middle of its x-ray's showing it was taken; photos under a wrong x-ray, as long as they
    are less than half, move it by no more than a showing lasts.
    """
    times = Counter(showing.index for showing in showings)
    middles = {showing.index: (showing.begin + showing.end) / 2 for showing in reversed(showings)}
    once = [photo for photo in photos if times[photo.index] == 1] or photos
    return median((photo.taken or 0.0) - middles[photo.index] for photo in once)


def _agrees(showings: Sequence[ShowingTime], photo: ShownPhoto, at: float) -> bool:
    return any(
        showing.begin - TOLERANCE_S <= at <= showing.end + TOLERANCE_S
        for showing in showings
        if showing.index == photo.index
    )


def _against_times(showings: Sequence[ShowingTime], photos: Sequence[ShownPhoto]) -> dict[int, TimeObjection]:
    offset = clock_offset(showings, photos)
    at = {photo.photo: (photo.taken or 0.0) - offset for photo in photos}
    against = [photo.photo for photo in photos if not _agrees(showings, photo, at[photo.photo])]
    if 2 * len(against) >= len(photos):
        return {photo.photo: TimeObjection("clock") for photo in photos} if against else {}
    return {photo: TimeObjection("time", _shown_at(showings, at[photo])) for photo in against}


def _shown_at(showings: Sequence[ShowingTime], at: float) -> int | None:
    return next((showing.index for showing in showings if showing.begin <= at <= showing.end), None)


def _against_order(showings: Sequence[ShowingTime], photos: Iterable[ShownPhoto]) -> dict[int, TimeObjection]:
    """Return objections to photos whose x-rays were not shown in the order in which they were taken.

    Only those that belong to every longest sequence in order pass: of two that were swapped, nobody can say which is
    right.  An x-ray that was shown again may come at any place.
    """
    times = Counter(showing.index for showing in showings)
    rank = {showing.index: number for number, showing in enumerate(showings)}
    ordered = sorted(photos, key=lambda photo: photo.place)
    once = [photo for photo in ordered if times[photo.index] == 1]
    ranks = [rank[photo.index] for photo in once]
    before = _longest(ranks)
    after = _longest([-number for number in reversed(ranks)])[::-1]
    longest = max(before, default=0)
    fits = [here + there == longest + 1 for here, there in zip(before, after, strict=True)]
    rivals = Counter(here for here, fit in zip(before, fits, strict=True) if fit)
    return {
        photo.photo: TimeObjection("order")
        for photo, here, fit in zip(once, before, fits, strict=True)
        if not fit or rivals[here] > 1
    }


def _longest(ranks: Sequence[int]) -> list[int]:
    """Return for each item the length of the longest sequence that ends with it and never falls."""
    tails: list[int] = []
    lengths = []
    for number in ranks:
        at = bisect_right(tails, number)
        tails[at : at + 1] = [number]
        lengths.append(at + 1)
    return lengths
