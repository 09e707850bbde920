"""Phones that the operator pauses: the others go on, and a resumed one catches up before any new x-ray is shown."""

from __future__ import annotations

from capture import facts, phone_events
from capture.errors import CaptureError
from capture.handlers.capture_requests import void
from capture.handlers.context import Transaction
from capture.handlers.membership import known
from capture.state.session_state import Device


def pause_phone(tx: Transaction, event: phone_events.PausePhone) -> None:
    """Ask nothing more of a phone; the photo that it was asked for is not waited for."""
    phone = _placed(tx, event.phone)
    if phone.paused:
        return
    place = tx.state.place_of(phone.device)
    if place is not None and place.outstanding is not None:
        void(tx, place, place.outstanding, "phone_paused")
    tx.apply(facts.PhonePaused(tx.at, phone.device))


def resume_phone(tx: Transaction, event: phone_events.ResumePhone) -> None:
    """Let a phone take part again: at once if it is ready, else as soon as it is."""
    phone = _placed(tx, event.phone)
    if not phone.paused:
        return
    tx.apply(facts.PhoneResumed(tx.at, phone.device))
    link = tx.live.links.get(phone.device)
    if link is not None and link.connection is not None and link.placed and link.ready:
        tx.apply(facts.PhoneReadied(tx.at, phone.device, True, phone.code, phone.camera))


def _placed(tx: Transaction, device: str) -> Device:
    phone = known(tx.state, device)
    if phone.role != "phone" or phone.removed or phone.set is None:
        raise CaptureError("no_place", f"{phone.name} has no place in this session, so it cannot be paused.")
    return phone
