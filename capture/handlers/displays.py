"""Handlers of the display's messages."""

from __future__ import annotations

from capture import events, facts
from capture.handlers.capture_requests import invalidate_unconfirmed
from capture.handlers.context import Transaction
from capture.handlers.phases import pause
from capture.handlers.photos import judge
from capture.handlers.showings import interrupt
from capture.state.layouts import Layout


def shown(tx: Transaction, event: events.Shown) -> None:
    """Handle a painted picture; it counts for the current showing only, and never after an interruption."""
    if tx.leased(event.display, event.generation) is None:
        return
    tx.live.heard[event.display] = tx.at
    if event.whole is not None:
        # Before `_painted`, which voids what is unconfirmed by then: one message confirms the old picture and paints
        # the new.
        _confirm(tx, event.whole, _fault(tx, event.stood))
    if event.showing == tx.state.showing.number and tx.state.showing.status == "ordered":
        _painted(tx, event)


def _painted(tx: Transaction, event: events.Shown) -> None:
    fault = _fault(tx, event.layout)
    if not fault:
        tx.live.painted_at = tx.at
        layout = {} if event.layout is None else event.layout.to_json()
        tx.apply(facts.ShowingPainted(tx.at, event.showing, layout))
    invalidate_unconfirmed(tx)
    if fault:
        index = tx.state.showing.index
        interrupt(tx, f"{fault[0].upper()}{fault[1:]}.")
        said = "is not shown as it should be" if tx.state.phase == "aiming" else "was not taken"
        pause(tx, "badly_displayed", event.display, index, f"{said}: {fault}.")


def _fault(tx: Transaction, layout: Layout | None) -> str:
    """Return why the layout that a display measured is invalid; with verification *off* nothing is required."""
    return "" if layout is None or tx.state.plan.settings.verification == "off" else layout.fault


def _confirm(tx: Transaction, whole: int, fault: str) -> None:
    confirmed = [where for where, showing in tx.state.doubtful.items() if showing == whole]
    if not confirmed:
        return
    if fault:
        invalidate_unconfirmed(tx, whole, "badly_displayed", fault)
        return
    tx.apply(facts.ShowingConfirmed(tx.at, whole))
    for name, key in confirmed:
        place = tx.state.places[name]
        if key in place.pending:
            judge(tx, place, key)


def show_failed(tx: Transaction, event: events.ShowFailed) -> None:
    """Handle a picture that the display cannot show: a person must look."""
    if _concerns(tx, event.display, event.generation, event.showing):
        index = tx.state.showing.index
        interrupt(tx, event.detail)
        pause(tx, "show_failed", event.display, index, event.detail)


def broken(tx: Transaction, event: events.ShowingBroken) -> None:
    """Handle an interrupted picture; a new showing follows, no faster than commands are repeated."""
    if _concerns(tx, event.display, event.generation, event.showing):
        interrupt(tx, event.detail)
        tx.live.interrupted_at = tx.at


def status(tx: Transaction, event: events.DisplayStatus) -> None:
    """Handle a change of the display's window or wake lock."""
    if tx.leased(event.display, event.generation) is not None:
        tx.live.links[event.display].status = event.status


def _concerns(tx: Transaction, display: str, generation: int, showing: int) -> bool:
    if tx.leased(display, generation) is None:
        return False
    present = tx.state.showing
    return present.number == showing and present.status != "interrupted"
