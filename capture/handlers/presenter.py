"""Sessions without phones: a person turns x-rays on the display, and cameras that nobody asks take photos of it.

The journal says when each x-ray stood on the display; what photos show is found out later, by their pixels.
"""

from __future__ import annotations

from bisect import bisect_left

from capture import events, facts
from capture.by_person import events as wishes
from capture.errors import CaptureError
from capture.handlers import phases
from capture.handlers.context import Transaction
from capture.state.session_state import State

AT_DISPLAY = "phone"
"""The code of a pause that a person at a device asked for."""


def turn(tx: Transaction, event: wishes.Turn) -> None:
    """Show the next x-ray, the one before, or black.

    It counts for the picture that the person saw: a late or repeated key cannot turn another one.
    """
    if tx.leased(event.display, event.generation) is None:
        return
    if tx.state.plan.has_phones:
        raise CaptureError(
            "not_presented", "This session is not presented. Its phones and the server turn it."
        )
    if event.showing != tx.state.showing.number:
        return
    if tx.state.phase == "paused":
        phases.resume(tx, events.Resume(tx.at, event.display, event.generation))
        return
    index = on_display(tx.state)
    if index is None:
        return
    if event.step == "black":
        phases.pause(tx, AT_DISPLAY, event.display)
    elif event.step == "next":
        tx.apply(facts.WentOn(tx.at, index))
    else:
        # Going on from whatever lies before the x-ray before this one shows that one again.
        tx.apply(facts.WentOn(tx.at, _before(tx.state, index) - 1))


def turn_by_itself(tx: Transaction) -> None:
    """Show the next x-ray once the present one stood as long as the session's timer says; 0 leaves it to people."""
    index, patience = on_display(tx.state), tx.state.plan.settings.shutter_after_s
    if index is not None and patience and tx.at - tx.live.painted_at >= patience:
        tx.apply(facts.WentOn(tx.at, index))


def on_display(state: State) -> int | None:
    """Return the x-ray that a presenter shows now, None where none is painted."""
    if state.plan.has_phones or state.phase != "running" or state.showing.status != "shown":
        return None
    return state.showing.index


def _before(state: State, index: int) -> int:
    members = state.plan.members
    earlier = reversed(members[: bisect_left(members, index)])
    return next((before for before in earlier if before not in state.skips), index)
