"""Detection of a session that runs without progress, and of the device that blocks it.

Each wait has its own timeout while a device is silent.  A phone that takes photos and never sends them, or a device
whose connection is unstable, is never silent for long; so the time without progress of any photo is limited as well.
"""

from __future__ import annotations

from capture.handlers.capture_requests import void
from capture.handlers.context import Transaction
from capture.handlers.phases import pause
from capture.handlers.scheduler import backlogged, target, usable
from capture.state.session_state import Device
from messages import Message

PATIENCE = 3
"""The most time without progress, as a multiple of the time that one answer may take."""


def watch(tx: Transaction) -> None:
    """Pause, and name the device, after too long without progress; waiting for verdicts is no device's fault."""
    settings = tx.state.plan.settings
    patience = PATIENCE * max(settings.silent_after_s, settings.capture_timeout_s)
    if tx.at - max(tx.live.moved_at, tx.live.since) < patience:
        return
    by_person = tx.state.plan.by_person
    if any(tx.state.outstanding()):
        if not by_person:
            _give_up(tx)
    elif (phone := _keeps_photos(tx)) is not None:
        kept = Message("reason-kept", photos=len(phone.under_way))
        pause(tx, "photos_missing", phone.device, detail=kept)
    elif (
        tx.state.phase == "running"
        and not by_person
        and not backlogged(tx.state)
        and target(tx.state) is not None
    ):
        _name_unsteady(tx)


def _give_up(tx: Transaction) -> None:
    """Stop waiting for unanswered captures that no single connection has let become overdue."""
    outstanding = list(tx.state.outstanding())
    for place, request in outstanding:
        void(tx, place, request, "silent")
    first = outstanding[0][1]
    pause(tx, "unsteady", first.phone, first.index)


def _keeps_photos(tx: Transaction) -> Device | None:
    """Return the phone whose photos, taken but not stored, block the session."""
    state = tx.state
    if state.phase == "finishing" or target(state) is None:
        waiting = [phone for _, phone in state.working()]
    else:
        waiting = backlogged(state)
    return next((phone for phone in waiting if phone.under_way), None)


def _name_unsteady(tx: Transaction) -> None:
    lacking = [phone for place, phone in tx.state.joined() if place.lacks(target(tx.state) or 0)]
    away = next((phone.device for phone in lacking if not usable(tx.live, phone)), tx.state.display)
    pause(tx, "unsteady", away or "")
