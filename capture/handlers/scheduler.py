"""Automatic progress of a session after every event: the next showing, the next captures, the end.

The run is always at the lowest index that an active phone still has to take.  The display does not advance while a
capture is outstanding; a showing is photographed at most once by a phone; and the backlog of photos under way and
unjudged stays bounded, so that a slow network or a slow judge slows the display and nothing else.
"""

from __future__ import annotations

from typing import Literal

from capture.facts import BACK, READY, PhaseChanged
from capture.handlers.by_itself import aim_by_itself, start_by_itself
from capture.handlers.capture_requests import order_capture, void
from capture.handlers.context import Transaction
from capture.handlers.phases import (
    display_there,
    first_missing,
    held,
    next_due,
    pause,
    run,
    stands_still,
    vacancy,
)
from capture.handlers.showings import blank, order_showing
from capture.reasons import SILENCES, plural
from capture.state.place import Place
from capture.state.record import MOST_ATTEMPTS
from capture.state.session_state import Device, Live, State
from messages import Message

MOST_UNDER_WAY = 2
MOST_UNJUDGED = 4


def advance(tx: Transaction) -> None:
    """Advance as far as the state allows."""
    if tx.state.plan.by_person:
        _withdraw(tx)
    phase = None
    while phase != tx.state.phase:
        phase = tx.state.phase
        if phase == "waiting":
            aim_by_itself(tx)
        elif phase == "aiming":
            _show_to_aim(tx)
            start_by_itself(tx)
        elif phase == "running":
            _run(tx)
        elif phase == "finishing":
            _finish(tx)
        elif stands_still(tx.state) and _outage_is_over(tx.state, tx.live):
            assert tx.state.reason is not None
            run(tx, BACK if tx.state.reason.code in SILENCES else READY)
    if not _wants_picture(tx.state):
        blank(tx)


def target(state: State) -> int | None:
    """Return the index to be photographed now: the lowest that a participating phone still lacks.

    While any x-ray has an unresolved mismatch, only mismatched x-rays are shown, until the cause (display, phone or
    sequence) is known.
    """
    if is_blocked_by_mismatch(state):
        again = (index for place, _ in state.joined() for index in place.mismatched if place.lacks(index))
        return min(again, default=None)
    return lowest_due(state)


def is_blocked_by_mismatch(state: State) -> bool:
    """Return whether a mismatch of an x-ray has to be resolved before others are shown."""
    return any(place.mismatched for place, _ in state.joined())


def lowest_due(state: State) -> int | None:
    """Return the lowest index that a participating phone still lacks."""
    lowest = min((place.due() for place, _ in state.joined()), default=state.plan.last + 1)
    return lowest if lowest <= state.plan.last else None


def staying(state: State) -> int | None:
    """Return the x-ray that stays on the display after a person's photo of it, None if the run goes on.

    Only once the display has confirmed the showing is a photo judged, so the x-ray is shown a second time meanwhile.
    """
    index = state.stays
    if index is None or any(place.lacks(index) for place, _ in state.joined()):
        return None
    return index if _is_judging(state, index) or state.plan.settings.goes_on == "asked" else None


def waits_for_next(state: State) -> int | None:
    """Return the x-ray whose photos are settled, and that stays until somebody wants the next."""
    index = staying(state) if state.phase == "running" else None
    return None if index is None or _is_judging(state, index) else index


def _is_judging(state: State, index: int) -> bool:
    checked = state.plan.settings.verification != "off"
    return checked and any(place.is_unjudged(index) for place, _ in state.joined())


def usable(live: Live, phone: Device) -> bool:
    """Return whether a phone can be asked for a photo now."""
    link = live.links.get(phone.device)
    return link is not None and link.connection is not None and link.placed and link.ready


def awaited(state: State) -> list[Device]:
    """Return the phones without which the run does not continue."""
    phones = list(state.working())
    due = lowest_due(state)
    return [
        phone for place, phone in phones if phone.joined or (due is None and place.due() <= state.plan.last)
    ]


def backlogged(state: State) -> list[Device]:
    """Return the phones whose photos the display waits for."""
    return [
        phone
        for _, phone in state.working()
        if len(phone.under_way) >= MOST_UNDER_WAY or phone.unjudged >= MOST_UNJUDGED
    ]


def _outage_is_over(state: State, live: Live) -> bool:
    """Return whether the device of the pause is back, or its photos have come, and nobody is missing.

    A device that only keeps its connection was not heard: it would be asked, and be silent, again and again.
    """
    reason = state.reason
    assert reason is not None
    if reason.code == "phone_paused":
        return any(True for _ in state.working()) and not (next_due(state) is None and state.held_up())
    device = state.newest(reason.device)
    culprit = state.devices.get(device)
    left_out = culprit is not None and culprit.paused  # the others need not wait for it
    if left_out and next_due(state) is None:
        return True
    if reason.code == "photos_missing" and not left_out:
        if state.devices[reason.device].under_way:
            return False
        if next_due(state) is None:
            return True
    phones = awaited(state)
    heard = left_out or reason.code == "photos_missing" or live.heard.get(device, float("-inf")) >= reason.at
    # A person's phone is in a pocket or in its camera app at times: it is asked once it is back.
    there = state.plan.by_person or all(usable(live, phone) for phone in phones)
    asked = bool(phones) or not state.plan.has_phones
    return heard and display_there(state, live) and asked and there


def _run(tx: Transaction) -> None:
    state = tx.state
    if not state.plan.has_phones:
        _present(tx)
        return
    if any(state.outstanding()):
        return
    stays = staying(state)
    if stays is not None:
        _stay(tx, stays)
        return
    index = target(state)
    if index is None:
        if next_due(state) is None and any(True for _ in state.active()):
            _end(tx, "finishing")
        return
    lacking = [(place, phone) for place, phone in state.joined() if place.lacks(index)]
    if backlogged(state) or not display_there(state, tx.live):
        return
    used_up = next((phone for place, phone in lacking if place.used_up(index)), None)
    if used_up is not None:
        pause(tx, "no_attempt_left", used_up.device, index, plural(MOST_ATTEMPTS, "time", "times"))
    elif all(usable(tx.live, phone) for _, phone in lacking):
        _photograph(tx, index, lacking)


def _present(tx: Transaction) -> None:
    index = tx.state.to_present
    if index is None:
        _end(tx, "finished")
    elif display_there(tx.state, tx.live):
        _have_shown(tx, index)


def _end(tx: Transaction, phase: Literal["finishing", "finished"]) -> None:
    """Finish the run, unless a paused phone has photos to take, or nobody has confirmed that a set lacks some."""
    held_up, unfilled = tx.state.held_up(), tx.state.unfilled()
    if held_up:
        detail = Message.joined(held(place, phone) for place, phone in held_up)
        lowest, phone = min((place.due(), phone.device) for place, phone in held_up)
        pause(tx, "phone_paused", phone, lowest, detail)
    elif unfilled:
        detail = Message.joined(vacancy(tx.state, place) for place in unfilled)
        pause(tx, "set_unfilled", index=min(place.due() for place in unfilled), detail=detail)
    else:
        tx.apply(PhaseChanged(tx.at, phase))


def _show_to_aim(tx: Transaction) -> None:
    index = first_missing(tx.state)
    if index is not None and tx.live.connected(tx.state.display):
        _have_shown(tx, index)


def _photograph(tx: Transaction, index: int, lacking: list[tuple[Place, Device]]) -> None:
    if _have_shown(tx, index):
        for place, phone in lacking:
            order_capture(tx, place, phone, index)


def _wants_picture(state: State) -> bool:
    """Return whether an x-ray belongs on the display, which is black at all other times."""
    if state.phase == "aiming":
        return first_missing(state) is not None
    if state.phase != "running":
        return False
    if not state.plan.has_phones:
        return state.to_present is not None
    return staying(state) is not None or target(state) is not None or not is_blocked_by_mismatch(state)


def _have_shown(tx: Transaction, index: int) -> bool:
    """Return whether ``index`` is on the display and may be photographed; order it if not."""
    showing = tx.state.showing
    fit = showing.index == index and not showing.exhausted and showing.status != "interrupted"
    if not fit:
        if _too_soon(tx):
            return False
        order_showing(tx, index)
    return tx.state.showing.status == "shown"


def _stay(tx: Transaction, index: int) -> None:
    """Keep ``index`` on the display; its photos count once a second showing has replaced the first."""
    state = tx.state
    unconfirmed = state.showing.number in state.doubtful.values()
    gone = state.showing.index != index or state.showing.status == "interrupted"
    if (unconfirmed or gone) and display_there(state, tx.live) and not _too_soon(tx):
        order_showing(tx, index)


def _withdraw(tx: Transaction) -> None:
    """Stop waiting for a person's photo that is not wanted now; a photo that is being taken would be void."""
    state = tx.state
    wanted = target(state)
    for place, request in list(state.outstanding()):
        elsewhere = wanted is not None and wanted != request.index
        if state.phase != "running" or place.rejection_code or elsewhere:
            void(tx, place, request, "withdrawn")


def _too_soon(tx: Transaction) -> bool:
    interrupted = tx.live.interrupted_at
    return interrupted is not None and tx.at - interrupted < tx.state.plan.settings.command_repeat_s


def _finish(tx: Transaction) -> None:
    state = tx.state
    if next_due(state) is not None:
        tx.apply(PhaseChanged(tx.at, "running", index=next_due(state)))
        tx.live.since = tx.at
        return
    under_way = any(place.under_way for place, _ in state.active())
    pending = any(place.pending for place in state.places.values())
    if not (under_way or pending or any(state.outstanding())):
        _end(tx, "finished")
