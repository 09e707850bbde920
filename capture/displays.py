"""What the display says about its picture."""

from __future__ import annotations

from capture import events, facts
from capture.captures import doubt
from capture.phases import pause
from capture.photos import judge
from capture.showings import interrupt
from capture.turn import Turn


def shown(turn: Turn, event: events.Shown) -> None:
    """The display has painted; it counts for the present showing only, and never after an interruption."""
    if turn.leased(event.display, event.generation) is None:
        return
    turn.live.heard[event.display] = turn.at
    if event.whole is not None:
        _confirm(turn, event.whole)
    if event.showing == turn.state.showing.number and turn.state.showing.status == "ordered":
        turn.record(facts.ShowingPainted(turn.at, event.showing))
        doubt(turn)


def _confirm(turn: Turn, whole: int) -> None:
    confirmed = [where for where, showing in turn.state.doubtful.items() if showing == whole]
    if not confirmed:
        return
    turn.record(facts.ShowingConfirmed(turn.at, whole))
    for name, key in confirmed:
        place = turn.state.places[name]
        if key in place.pending:
            judge(turn, place, key)


def show_failed(turn: Turn, event: events.ShowFailed) -> None:
    """The display cannot show the picture: somebody must look."""
    if _concerns(turn, event.display, event.generation, event.showing):
        index = turn.state.showing.index
        interrupt(turn, event.detail)
        pause(turn, "show_failed", event.display, index, event.detail)


def broken(turn: Turn, event: events.ShowingBroken) -> None:
    """The picture stopped being visible; a new showing follows, though not faster than commands repeat."""
    if _concerns(turn, event.display, event.generation, event.showing):
        interrupt(turn, event.detail)
        turn.live.interrupted_at = turn.at


def status(turn: Turn, event: events.DisplayStatus) -> None:
    """The display's window or wake lock changed."""
    if turn.leased(event.display, event.generation) is not None:
        turn.live.links[event.display].status = event.status


def _concerns(turn: Turn, display: str, generation: int, showing: int) -> bool:
    if turn.leased(display, generation) is None:
        return False
    present = turn.state.showing
    return present.number == showing and present.status != "interrupted"
