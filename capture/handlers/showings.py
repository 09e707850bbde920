"""Pictures on the display, and the detection of those that were interrupted."""

from __future__ import annotations

from capture import facts
from capture.commands import Show
from capture.handlers.capture_requests import invalidate_unconfirmed, pause_if_hopeless, void
from capture.handlers.context import Transaction
from capture.state.session_state import State
from capture.state.variation import PLAIN, Variation, draw


def order_showing(tx: Transaction, index: int | None) -> None:
    """Have the display show ``index`` (None: black) under a number never used before."""
    state = tx.state
    if not state.plan.has_display:  # the person puts the film up, and says so by the shutter
        tx.apply(facts.ShowingOrdered(tx.at, state.showing.number + 1, index, ""))
        tx.apply(facts.ShowingPainted(tx.at, state.showing.number))
        return
    assert state.display is not None
    tx.apply(facts.ShowingOrdered(tx.at, state.showing.number + 1, index, state.display))
    tx.live.show_asked_at = tx.at
    tx.live.interrupted_at = None
    send_showing(tx)


def send_showing(tx: Transaction) -> None:
    """Send the current showing's command, for the first time or again."""
    showing = tx.state.showing
    generation = tx.state.devices[showing.display].generation
    ahead = _next_index(tx.state, showing.index)
    tx.live.show_sent_at = tx.at
    tx.live.pictures.extend((showing.index, ahead))
    varied = _variation(tx.state)
    tx.emit(Show(showing.display, generation, showing.number, showing.index, ahead, varied))


def _variation(state: State) -> Variation | None:
    """Return how the present x-ray is to be shown; one that phones are aimed at stands where most of the others do."""
    if state.showing.index is None or state.phase == "aiming":
        return None
    varied = draw(state.plan.display_variation, state.showing.index)
    return None if varied == PLAIN else varied


def _next_index(state: State, index: int | None) -> int | None:
    if index is None:
        return None
    if not state.plan.has_phones:
        return next((later for later in state.plan.neighbours(index) if later > index), None)
    following = (place.due_after(index, state.passed_over) for place, _ in state.joined())
    ahead = min(following, default=state.plan.last + 1)
    return ahead if ahead <= state.plan.last else None


def disconnect(tx: Transaction, detail: str) -> None:
    """Handle the loss of the display's page: its showings can no longer be confirmed."""
    if not tx.state.plan.has_display:  # somebody opened a display that shows nothing
        return
    interrupt(tx, detail)
    invalidate_unconfirmed(tx)


def interrupt(tx: Transaction, detail: str) -> None:
    """Record that the picture is, or may be, gone: later photos of this showing do not count.

    Captures that a phone is known to be making are waited for; the others are void at once and asked for again
    under the next showing.  A person may be far from pressing the shutter.
    """
    invalidate_unconfirmed(tx, tx.state.showing.number)
    if tx.state.showing.status == "interrupted":
        return
    tx.apply(facts.ShowingInterrupted(tx.at, tx.state.showing.number, detail))
    for place, request in list(tx.state.outstanding()):
        asked = tx.live.asked.get(place.set)
        if asked is None or asked.received_at is None or tx.state.plan.by_person:
            void(tx, place, request, "showing_broken")
            pause_if_hopeless(tx, place, request.index, "showing_broken")


def blank(tx: Transaction) -> None:
    """Turn the display black once no phone photographs it."""
    state = tx.state
    if any(state.outstanding()) or not tx.live.connected(state.display):
        return
    if state.showing.index is not None or _black_failed(state):
        order_showing(tx, None)


def _black_failed(state: State) -> bool:
    """Return whether the black that should confirm photos failed: without another they stay unverified."""
    going_on = state.phase in ("running", "finishing")
    return going_on and state.showing.status == "interrupted" and bool(state.doubtful)
