"""Handlers of what a person asks for who takes the photos by hand, and of the conditions that change meanwhile.

Each request names the x-ray that the person saw, so that a late or repeated one cannot reach another.
"""

from __future__ import annotations

from capture import events, facts
from capture.by_person import events as wishes
from capture.commands import Press
from capture.errors import CaptureError
from capture.handlers import operator_requests
from capture.handlers.context import Transaction
from capture.handlers.scheduler import waits_for_next


def press_shutter(tx: Transaction, event: wishes.PressShutter) -> None:
    """Have every phone that was asked for a photo take it; where the x-ray only stays, go on."""
    if _stale(tx, event.by, event.generation):
        return
    _require_person(tx)
    index = waits_for_next(tx.state)
    if index is not None:
        tx.apply(facts.WentOn(tx.at, index))
        return
    for _, request in tx.state.outstanding():
        generation = tx.state.devices[request.phone].generation
        tx.emit(Press(request.phone, generation, *request.key, request.showing))


def go_on(tx: Transaction, event: wishes.GoOn) -> None:
    """Show the next x-ray, unless another one is shown already."""
    if _stale(tx, event.by, event.generation):
        return
    _require_person(tx)
    if waits_for_next(tx.state) == event.index:
        tx.apply(facts.WentOn(tx.at, event.index))


def retake_here(tx: Transaction, event: wishes.RetakeHere) -> None:
    """Photograph an x-ray again for the set of one phone: the one that stays, or the one before."""
    if _stale(tx, event.phone, event.generation):
        return
    _require_person(tx)
    place = tx.state.place_of(event.phone)
    if place is None:
        raise CaptureError("no_place", "This phone has no set in this session yet.")
    if event.index not in place.retakes:
        operator_requests.retake(tx, events.Retake(tx.at, event.index, place.set))


def skip_here(tx: Transaction, event: wishes.SkipHere) -> None:
    """Exclude an x-ray that cannot be photographed."""
    if _stale(tx, event.phone, event.generation):
        return
    _require_person(tx)
    operator_requests.skip(tx, events.Skip(tx.at, event.index, event.detail))


def state_conditions(tx: Transaction, event: wishes.StateConditions) -> None:
    """Record the conditions of all photos from now on, be they new or the same."""
    if _stale(tx, event.by, event.generation):
        return
    if event.by != "operator":
        _require_person(tx)
    tx.apply(facts.ConditionsStated(tx.at, tx.state.showing.index, dict(event.conditions)))


def _stale(tx: Transaction, by: str, generation: int) -> bool:
    return by != "operator" and tx.leased(by, generation) is None


def _require_person(tx: Transaction) -> None:
    if not tx.state.plan.by_person:
        message = "This session takes its photos by itself. Ask the operator."
        raise CaptureError("not_by_hand", message)
