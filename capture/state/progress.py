"""Session progress from incrementally maintained counters."""

from __future__ import annotations

from capture.shapes import Progress
from capture.state.place import (
    ACCEPTED_LETTERS,
    MISSING_LETTERS,
    PENDING_LETTERS,
    RETAKEN_LETTERS,
    STORED_LETTERS,
    Place,
)
from capture.state.session_state import RATE_WINDOW_S, Live, State

FEWEST_FOR_RATE = 10


def progress(state: State, live: Live, at: float, places: list[Place] | None = None) -> Progress:
    """Return the progress at time ``at``, over ``places`` or all."""
    counted = list(state.places.values()) if places is None else places
    pace = rate(state, live, at)
    left = xrays_left(state) / pace * 60 if pace else None
    return Progress(
        stored=sum(place.count(STORED_LETTERS) for place in counted),
        total=state.plan.xrays * len(counted),
        accepted=sum(place.count(ACCEPTED_LETTERS) for place in counted),
        rejected=sum(place.rejected for place in counted),
        pending=sum(place.count(PENDING_LETTERS) for place in counted),
        retaken=sum(place.count(RETAKEN_LETTERS) for place in counted),
        skipped=len(state.skips),
        missing=sum(place.count(MISSING_LETTERS) for place in counted),
        rate=pace,
        seconds_left=left,
        until=None if left is None else at + left,
    )


def rate(state: State, live: Live, at: float) -> float | None:
    """Return x-rays per minute while running, over the last 60 s."""
    if state.phase != "running" or not live.rounds:
        return None
    recent = sum(1 for done in live.rounds if done > at - RATE_WINDOW_S)
    seconds = min(RATE_WINDOW_S, at - live.since)
    return recent * 60 / seconds if recent >= FEWEST_FOR_RATE and seconds > 0 else None


def xrays_left(state: State) -> int:
    """Return how many x-rays are still to be shown: the number that the slowest phone lacks."""
    return max((_left(state, place) for place, _ in state.active()), default=0)


def _left(state: State, place: Place) -> int:
    beyond = state.plan.count_beyond(place.record.last)
    skipped = sum(1 for index in state.skips if index > place.record.last)
    return beyond - skipped + len(place.retakes)
