"""Operator requests about single x-rays: retake, skip, treat as one."""

from __future__ import annotations

from collections.abc import Iterator

from capture import events, facts
from capture.errors import CaptureError
from capture.handlers.captures import set_aside
from capture.handlers.membership import fill_vacancy
from capture.handlers.turn import Turn
from capture.reasons import number
from capture.state.place import Place
from capture.state.record import MOST_ATTEMPTS
from capture.state.session_state import State


def retake(turn: Turn, event: events.Retake) -> None:
    """Put an index on the list of retakes, and set its current photo aside."""
    _require_index(turn.state, event.index)
    if event.set is not None and event.set not in turn.state.places:
        raise CaptureError("set_unknown", f"This session has no set {event.set}.")
    lifted = event.index in turn.state.skips
    places = list(_places_to_retake(turn.state, event))
    if not places and not lifted:
        message = f"{number(event.index)} has not been photographed yet. It will be when its turn comes."
        raise CaptureError("not_taken_yet", message)
    if any(place.used_up(event.index) for place in places):
        message = f"{number(event.index)} was photographed {MOST_ATTEMPTS} times. More often is not possible."
        raise CaptureError("no_attempt_left", message)
    if lifted:
        _lift_skip(turn, event.index, {place.set for place in places})
    for place in places:
        _set_aside(turn, place, event)
        turn.record(facts.RetakeListed(turn.at, place.set, event.index, "operator", event.detail))
    fill_vacancy(turn)


def _lift_skip(turn: Turn, index: int, asked: set[str]) -> None:
    """Make every set that passed over ``index`` catch up on it, not only those the operator named."""
    turn.record(facts.SkipLifted(turn.at, index))
    for place in turn.state.places.values():
        passed = place.record.begin <= index <= place.record.last
        if place.set not in asked and passed and not place.stands(index):
            turn.record(facts.RetakeListed(turn.at, place.set, index, "operator"))


def _places_to_retake(state: State, event: events.Retake) -> Iterator[Place]:
    for place in state.places.values() if event.set is None else (state.places[event.set],):
        asked = place.outstanding is not None and place.outstanding.index == event.index
        missing = event.set is not None or event.index in state.skips
        taken = place.record.attempt(event.index) > 0 or (missing and event.index <= place.record.last)
        if asked or taken:
            yield place


def _set_aside(turn: Turn, place: Place, event: events.Retake) -> None:
    photo, attempt = place.current(event.index), place.record.attempt(event.index)
    if photo is None or not place.stands(event.index):
        return
    if photo.state == "captured":
        turn.record(facts.PhotoVoided(turn.at, place.set, event.index, attempt, "operator"))
        return
    set_aside(turn, place, (event.index, attempt), "operator", event.detail)


def skip(turn: Turn, event: events.Skip) -> None:
    """Exclude an index from now on; sets with a photo of it keep it."""
    _require_index(turn.state, event.index)
    if not event.detail.strip():
        raise CaptureError("reason_missing", f"Say why {number(event.index)} shall be skipped.")
    if event.index in turn.state.skips:
        return
    kept = tuple(place.set for place in turn.state.places.values() if place.stands(event.index))
    if len(kept) == len(turn.state.places):
        message = (
            f"{number(event.index)} has its photo in every set, and keeps it. A skip leaves out what has none; ask for "
            "a retake if a photo is bad."
        )
        raise CaptureError("nothing_to_skip", message)
    turn.record(facts.IndexSkipped(turn.at, event.index, event.detail.strip(), kept))


def treat_as_one(turn: Turn, event: events.TreatAsOne) -> None:
    """Record x-rays whose photos are interchangeable; skip those already recorded."""
    for group in event.groups:
        if not set(group) <= set(turn.state.copies.get(group[0], ())):
            turn.record(facts.TreatedAsOne(turn.at, tuple(sorted(group))))


def _require_index(state: State, index: int) -> None:
    plan = state.plan
    if not plan.first <= index <= plan.last:
        message = (
            f"{number(index)} is not in this session. It has {number(plan.first)} to {number(plan.last)}."
        )
        raise CaptureError("index_outside", message)
