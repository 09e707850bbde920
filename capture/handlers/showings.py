"""Pictures on the display, and the detection of those that were interrupted."""

from __future__ import annotations

from capture import facts
from capture.commands import Show
from capture.handlers.captures import doubt, pause_if_hopeless, void
from capture.handlers.turn import Turn
from capture.state.session_state import State


def order_showing(turn: Turn, index: int | None) -> None:
    """Have the display show ``index`` (None: black) under a number never used before."""
    state = turn.state
    assert state.display is not None
    turn.record(facts.ShowingOrdered(turn.at, state.showing.number + 1, index, state.display))
    turn.live.show_asked_at = turn.at
    turn.live.interrupted_at = None
    send_showing(turn)


def send_showing(turn: Turn) -> None:
    """Send the current showing's command, for the first time or again."""
    showing = turn.state.showing
    generation = turn.state.devices[showing.display].generation
    ahead = _next_index(turn.state, showing.index)
    turn.live.show_sent_at = turn.at
    turn.send(Show(showing.display, generation, showing.number, showing.index, ahead))


def _next_index(state: State, index: int | None) -> int | None:
    if index is None:
        return None
    following = (place.due_after(index, state.skips) for place, _ in state.joined())
    ahead = min(following, default=state.plan.last + 1)
    return ahead if ahead <= state.plan.last else None


def disconnect(turn: Turn, detail: str) -> None:
    """Handle the loss of the display's page: its showings can no longer be confirmed."""
    interrupt(turn, detail)
    doubt(turn)


def interrupt(turn: Turn, detail: str) -> None:
    """Record that the picture is, or may be, gone: later photos of this showing do not count.

    Captures that a phone is known to be making are waited for; the others are void at once and asked for again
    under the next showing.
    """
    doubt(turn, turn.state.showing.number)
    if turn.state.showing.status == "interrupted":
        return
    turn.record(facts.ShowingInterrupted(turn.at, turn.state.showing.number, detail))
    for place, order in list(turn.state.outstanding()):
        asked = turn.live.asked.get(place.set)
        if asked is None or asked.received_at is None:
            void(turn, place, order, "showing_broken")
            pause_if_hopeless(turn, place, order.index, "showing_broken")


def blank(turn: Turn) -> None:
    """Turn the display black once no phone photographs it."""
    state = turn.state
    if any(state.outstanding()) or not turn.live.connected(state.display):
        return
    if state.showing.index is not None or _black_failed(state):
        order_showing(turn, None)


def _black_failed(state: State) -> bool:
    """Return whether the black that should confirm photos failed: without another they stay unverified."""
    going_on = state.phase in ("running", "finishing")
    return going_on and state.showing.status == "interrupted" and bool(state.doubtful)
