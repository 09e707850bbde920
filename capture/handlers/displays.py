"""Handlers of the display's messages."""

from __future__ import annotations

from capture import events, facts
from capture.handlers.captures import doubt
from capture.handlers.phases import pause
from capture.handlers.photos import judge
from capture.handlers.showings import interrupt
from capture.handlers.turn import Turn
from capture.state.layouts import Layout


def shown(turn: Turn, event: events.Shown) -> None:
    """Handle a painted picture; it counts for the current showing only, and never after an interruption."""
    if turn.leased(event.display, event.generation) is None:
        return
    turn.live.heard[event.display] = turn.at
    if event.whole is not None:
        _confirm(turn, event.whole, _fault(turn, event.stood))
    if event.showing == turn.state.showing.number and turn.state.showing.status == "ordered":
        _painted(turn, event)


def _painted(turn: Turn, event: events.Shown) -> None:
    fault = _fault(turn, event.layout)
    if not fault:
        layout = {} if event.layout is None else event.layout.to_json()
        turn.record(facts.ShowingPainted(turn.at, event.showing, layout))
    doubt(turn)
    if fault:
        index = turn.state.showing.index
        interrupt(turn, f"{fault[0].upper()}{fault[1:]}.")
        said = "is not shown as it should be" if turn.state.phase == "aiming" else "was not taken"
        pause(turn, "badly_displayed", event.display, index, f"{said}: {fault}.")


def _fault(turn: Turn, layout: Layout | None) -> str:
    """Return why the layout that a display measured is invalid; with verification *off* nothing is required."""
    return "" if layout is None or turn.state.plan.settings.verification == "off" else layout.fault


def _confirm(turn: Turn, whole: int, fault: str) -> None:
    confirmed = [where for where, showing in turn.state.doubtful.items() if showing == whole]
    if not confirmed:
        return
    if fault:
        doubt(turn, whole, "badly_displayed", fault)
        return
    turn.record(facts.ShowingConfirmed(turn.at, whole))
    for name, key in confirmed:
        place = turn.state.places[name]
        if key in place.pending:
            judge(turn, place, key)


def show_failed(turn: Turn, event: events.ShowFailed) -> None:
    """Handle a picture that the display cannot show: a person must look."""
    if _concerns(turn, event.display, event.generation, event.showing):
        index = turn.state.showing.index
        interrupt(turn, event.detail)
        pause(turn, "show_failed", event.display, index, event.detail)


def broken(turn: Turn, event: events.ShowingBroken) -> None:
    """Handle an interrupted picture; a new showing follows, no faster than commands are repeated."""
    if _concerns(turn, event.display, event.generation, event.showing):
        interrupt(turn, event.detail)
        turn.live.interrupted_at = turn.at


def status(turn: Turn, event: events.DisplayStatus) -> None:
    """Handle a change of the display's window or wake lock."""
    if turn.leased(event.display, event.generation) is not None:
        turn.live.links[event.display].status = event.status


def _concerns(turn: Turn, display: str, generation: int, showing: int) -> bool:
    if turn.leased(display, generation) is None:
        return False
    present = turn.state.showing
    return present.number == showing and present.status != "interrupted"
