"""Operator requests about single x-rays: retake, skip, treat as one."""

from __future__ import annotations

from collections.abc import Iterator

from capture import events, facts
from capture.errors import CaptureError
from capture.handlers.capture_requests import set_aside
from capture.handlers.context import Transaction
from capture.handlers.membership import fill_vacancy
from capture.reasons import number
from capture.state.place import Place
from capture.state.record import MOST_ATTEMPTS
from capture.state.session_state import State


def retake(tx: Transaction, event: events.Retake) -> None:
    """Put an index on the list of retakes, and set its current photo aside."""
    if not tx.state.plan.has_phones:
        raise CaptureError(
            "no_phones", "No phone takes photos in this session. Turn back to the x-ray at the display."
        )
    _require_index(tx.state, event.index)
    if event.set is not None and event.set not in tx.state.places:
        raise CaptureError("set_unknown", f"This session has no set {event.set}.")
    lifted = event.index in tx.state.skips
    places = list(_places_to_retake(tx.state, event))
    if not places and not lifted:
        message = f"{number(event.index)} has not been photographed yet. It will be when its turn comes."
        raise CaptureError("not_taken_yet", message)
    if any(place.used_up(event.index) for place in places):
        message = f"{number(event.index)} was photographed {MOST_ATTEMPTS} times. More often is not possible."
        raise CaptureError("no_attempt_left", message)
    if lifted:
        _lift_skip(tx, event.index, {place.set for place in places})
    for place in places:
        _set_aside(tx, place, event)
        tx.apply(facts.RetakeListed(tx.at, place.set, event.index, "operator", event.detail))
    fill_vacancy(tx)


def _lift_skip(tx: Transaction, index: int, asked: set[str]) -> None:
    """Make every set that passed over ``index`` catch up on it, not only those the operator named."""
    tx.apply(facts.SkipLifted(tx.at, index))
    for place in tx.state.places.values():
        passed = place.record.begin <= index <= place.record.last
        if place.set not in asked and passed and not place.stands(index):
            tx.apply(facts.RetakeListed(tx.at, place.set, index, "operator"))


def _places_to_retake(state: State, event: events.Retake) -> Iterator[Place]:
    for place in state.places.values() if event.set is None else (state.places[event.set],):
        asked = place.outstanding is not None and place.outstanding.index == event.index
        missing = event.set is not None or event.index in state.skips
        taken = place.record.attempt(event.index) > 0 or (missing and event.index <= place.record.last)
        if asked or taken:
            yield place


def _set_aside(tx: Transaction, place: Place, event: events.Retake) -> None:
    photo, attempt = place.current(event.index), place.record.attempt(event.index)
    if photo is None or not place.stands(event.index):
        return
    if photo.state == "captured":
        tx.apply(facts.PhotoVoided(tx.at, place.set, event.index, attempt, "operator"))
        return
    set_aside(tx, place, (event.index, attempt), "operator", event.detail)


def skip(tx: Transaction, event: events.Skip) -> None:
    """Exclude an index from now on; sets with a photo of it keep it."""
    _require_index(tx.state, event.index)
    if not event.detail.strip():
        raise CaptureError("reason_missing", f"Say why {number(event.index)} shall be skipped.")
    if event.index in tx.state.skips:
        return
    kept = tuple(place.set for place in tx.state.places.values() if place.stands(event.index))
    if len(kept) == len(tx.state.places):
        message = (
            f"{number(event.index)} has its photo in every set, and keeps it. A skip leaves out what has none; ask for "
            "a retake if a photo is bad."
        )
        raise CaptureError("nothing_to_skip", message)
    tx.apply(facts.IndexSkipped(tx.at, event.index, event.detail.strip(), kept))


def treat_as_one(tx: Transaction, event: events.TreatAsOne) -> None:
    """Record x-rays whose photos are interchangeable; skip those already recorded."""
    for group in event.groups:
        if not set(group) <= set(tx.state.copies.get(group[0], ())):
            tx.apply(facts.TreatedAsOne(tx.at, tuple(sorted(group))))


def note(tx: Transaction, event: events.NotePhoto) -> None:
    """Keep a note on a photo, of whatever state; the same one again changes nothing."""
    place = tx.state.places.get(event.set)
    photo = None if place is None else place.photos.get((event.index, event.attempt))
    if photo is None:
        raise CaptureError("photo_unknown", "There is no such photo in this session.")
    if photo.note != event.note:
        tx.apply(facts.PhotoNoted(tx.at, event.set, event.index, event.attempt, event.note))


def _require_index(state: State, index: int) -> None:
    plan = state.plan
    if not plan.covers(index):
        message = (
            f"{number(index)} is not in this session. It has {number(plan.first)} to {number(plan.last)}."
        )
        raise CaptureError("index_outside", message)
