"""What a session does on its own after every event: the next showing, the next captures, the end.

The run is always at the lowest index that an active phone still has to take.  The display does not advance while a
capture is outstanding; a showing is photographed at most once by a phone; and the backlog of photos under way and
unjudged stays bounded, so that a slow network or a slow judge slows the display and nothing else.
"""

from __future__ import annotations

from typing import Literal

from capture.facts import BACK, READY, PhaseChanged
from capture.handlers.captures import order_capture
from capture.handlers.phases import first_missing, next_due, pause, run, stands_still, vacancy
from capture.handlers.showings import blank, order_showing
from capture.handlers.turn import Turn
from capture.reasons import SILENCES, plural
from capture.state.place import Place
from capture.state.record import MOST_ATTEMPTS
from capture.state.session_state import Device, Live, State

MOST_UNDER_WAY = 2
MOST_UNJUDGED = 4


def advance(turn: Turn) -> None:
    """Advance as far as the state allows."""
    phase = None
    while phase != turn.state.phase:
        phase = turn.state.phase
        if phase == "aiming":
            _show_to_aim(turn)
        elif phase == "running":
            _run(turn)
        elif phase == "finishing":
            _finish(turn)
        elif stands_still(turn.state) and _outage_is_over(turn.state, turn.live):
            assert turn.state.reason is not None
            run(turn, BACK if turn.state.reason.code in SILENCES else READY)
    if not _wants_picture(turn.state):
        blank(turn)


def target(state: State) -> int | None:
    """Return the index to be photographed now: the lowest that a participating phone still lacks.

    While any x-ray has an unresolved mismatch, only mismatched x-rays are shown, until the cause (display, phone or
    sequence) is known.
    """
    if holds(state):
        again = (index for place, _ in state.joined() for index in place.mismatched if place.lacks(index))
        return min(again, default=None)
    return lowest_due(state)


def holds(state: State) -> bool:
    """Return whether a mismatch of an x-ray has to be resolved before others are shown."""
    return any(place.mismatched for place, _ in state.joined())


def lowest_due(state: State) -> int | None:
    """Return the lowest index that a participating phone still lacks."""
    lowest = min((place.due() for place, _ in state.joined()), default=state.plan.last + 1)
    return lowest if lowest <= state.plan.last else None


def usable(live: Live, phone: Device) -> bool:
    """Return whether a phone can be asked for a photo now."""
    link = live.links.get(phone.device)
    return link is not None and link.connection is not None and link.placed and link.ready


def awaited(state: State) -> list[Device]:
    """Return the phones without which the run does not continue."""
    phones = list(state.active())
    due = lowest_due(state)
    return [
        phone for place, phone in phones if phone.joined or (due is None and place.due() <= state.plan.last)
    ]


def backlogged(state: State) -> list[Device]:
    """Return the phones whose photos the display waits for."""
    return [
        phone
        for _, phone in state.active()
        if len(phone.under_way) >= MOST_UNDER_WAY or phone.unjudged >= MOST_UNJUDGED
    ]


def _outage_is_over(state: State, live: Live) -> bool:
    """Return whether the device of the pause is back, or its photos have come, and nobody is missing.

    A device that only keeps its connection was not heard: it would be asked, and be silent, again and again.
    """
    reason = state.reason
    assert reason is not None
    if reason.code == "photos_missing":
        if state.devices[reason.device].under_way:
            return False
        if next_due(state) is None:
            return True
    phones = awaited(state)
    heard = reason.code == "photos_missing" or live.heard.get(reason.device, float("-inf")) >= reason.at
    return heard and live.connected(state.display) and bool(phones) and all(usable(live, p) for p in phones)


def _run(turn: Turn) -> None:
    state = turn.state
    if any(state.outstanding()):
        return
    index = target(state)
    if index is None:
        if next_due(state) is None and any(True for _ in state.active()):
            _end(turn, "finishing")
        return
    lacking = [(place, phone) for place, phone in state.joined() if place.lacks(index)]
    if backlogged(state) or not turn.live.connected(state.display):
        return
    used_up = next((phone for place, phone in lacking if place.used_up(index)), None)
    if used_up is not None:
        pause(turn, "no_attempt_left", used_up.device, index, plural(MOST_ATTEMPTS, "time", "times"))
    elif all(usable(turn.live, phone) for _, phone in lacking):
        _photograph(turn, index, lacking)


def _end(turn: Turn, phase: Literal["finishing", "finished"]) -> None:
    """Finish the run, unless a set lacks photos whose absence nobody has confirmed."""
    unfilled = turn.state.unfilled()
    if unfilled:
        detail = " ".join(vacancy(turn.state, place) for place in unfilled)
        pause(turn, "set_unfilled", index=min(place.due() for place in unfilled), detail=detail)
    else:
        turn.record(PhaseChanged(turn.at, phase))


def _show_to_aim(turn: Turn) -> None:
    index = first_missing(turn.state)
    if index is not None and turn.live.connected(turn.state.display):
        _have_shown(turn, index)


def _photograph(turn: Turn, index: int, lacking: list[tuple[Place, Device]]) -> None:
    if _have_shown(turn, index):
        for place, phone in lacking:
            order_capture(turn, place, phone, index)


def _wants_picture(state: State) -> bool:
    """Return whether an x-ray belongs on the display, which is black at all other times."""
    if state.phase == "aiming":
        return first_missing(state) is not None
    return state.phase == "running" and (target(state) is not None or not holds(state))


def _have_shown(turn: Turn, index: int) -> bool:
    """Return whether ``index`` is on the display and may be photographed; order it if not."""
    showing = turn.state.showing
    fit = showing.index == index and not showing.spent and showing.status != "interrupted"
    if not fit and not _too_soon(turn):
        order_showing(turn, index)
    return fit and showing.status == "shown"


def _too_soon(turn: Turn) -> bool:
    interrupted = turn.live.interrupted_at
    return interrupted is not None and turn.at - interrupted < turn.state.plan.settings.command_repeat_s


def _finish(turn: Turn) -> None:
    state = turn.state
    if next_due(state) is not None:
        turn.record(PhaseChanged(turn.at, "running", index=next_due(state)))
        turn.live.since = turn.at
        return
    under_way = any(place.under_way for place, _ in state.active())
    pending = any(place.pending for place in state.places.values())
    if not (under_way or pending or any(state.outstanding())):
        _end(turn, "finished")
