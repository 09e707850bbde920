"""Detection of a session that runs without progress, and of the device that blocks it.

Each wait has its own timeout while a device is silent.  A phone that takes photos and never sends them, or a device
whose connection is unstable, is never silent for long; so the time without progress of any photo is limited as well.
"""

from __future__ import annotations

from capture.handlers.advance import backlogged, target, usable
from capture.handlers.captures import void
from capture.handlers.phases import pause
from capture.handlers.turn import Turn
from capture.reasons import plural
from capture.state.session_state import Device

PATIENCE = 3
"""How many times longer than one answer may take a session may stand."""


def watch(turn: Turn) -> None:
    """Pause, and name the device, after too long without progress; waiting for verdicts is no device's fault."""
    settings = turn.state.plan.settings
    patience = PATIENCE * max(settings.silent_after_s, settings.capture_timeout_s)
    if turn.at - max(turn.live.moved_at, turn.live.since) < patience:
        return
    if any(turn.state.outstanding()):
        _give_up(turn)
    elif (phone := _keeps_photos(turn)) is not None:
        kept = plural(len(phone.under_way), "photo is", "photos are")
        pause(turn, "photos_missing", phone.device, detail=f"{kept} kept on it.")
    elif turn.state.phase == "running" and not backlogged(turn.state) and target(turn.state) is not None:
        _name_unsteady(turn)


def _give_up(turn: Turn) -> None:
    """Stop waiting for unanswered captures that no single connection has let become overdue."""
    outstanding = list(turn.state.outstanding())
    for place, order in outstanding:
        void(turn, place, order, "silent")
    first = outstanding[0][1]
    pause(turn, "unsteady", first.phone, first.index)


def _keeps_photos(turn: Turn) -> Device | None:
    """Return the phone whose photos, taken but not stored, block the session."""
    state = turn.state
    if state.phase == "finishing" or target(state) is None:
        waiting = [phone for _, phone in state.active()]
    else:
        waiting = backlogged(state)
    return next((phone for phone in waiting if phone.under_way), None)


def _name_unsteady(turn: Turn) -> None:
    lacking = [phone for place, phone in turn.state.joined() if place.lacks(target(turn.state) or 0)]
    away = next((phone.device for phone in lacking if not usable(turn.live, phone)), turn.state.display)
    pause(turn, "unsteady", away or "")
