"""Handlers of the phones' messages: identity, stored photos, results of captures."""

from __future__ import annotations

from capture import events, facts
from capture.errors import PhotoConflict, PhotoNotExpected
from capture.handlers.capture_requests import send_capture, take, void
from capture.handlers.context import Transaction
from capture.handlers.phases import abort_mismatch, pause, stands_still
from capture.reasons import number
from capture.state.place import Held, Place
from capture.state.session_state import Device, Lens
from messages import Message


def _unable(tx: Transaction, event: events.PhoneReady) -> None:
    """Record why a phone is absent; its record and its photos stay unknown, so nothing else changes."""
    phone = tx.state.devices.get(event.phone)
    if phone is None or phone.removed or tx.live.connected(event.phone):
        return
    if phone.ready or phone.code != event.code:
        tx.apply(facts.PhoneReadied(tx.at, event.phone, False, event.code, {}))


def ready(tx: Transaction, event: events.PhoneReady) -> None:
    """Handle a camera that is usable or not; in a running session a phone that is not ready stops everybody."""
    if not event.generation:
        return _unable(tx, event)
    phone = tx.leased(event.phone, event.generation)
    if phone is None:
        return
    link = tx.live.links[event.phone]
    if event.ready and not link.ready:
        tx.live.heard[event.phone] = tx.at
    link.ready, link.status = event.ready, event.status
    waits_to_join = event.ready and link.placed and not (phone.joined or phone.paused)
    if (event.ready, event.code) != (phone.ready, phone.code) or waits_to_join:
        camera = event.status.get("camera") or {}
        tx.apply(facts.PhoneReadied(tx.at, event.phone, event.ready, event.code, camera))
    if tx.state.phase == "running" and phone.joined and not event.ready and not tx.state.plan.by_person:
        pause(tx, "phone_not_ready", event.phone, detail=event.code)
    place = tx.state.place_of(event.phone)
    if event.ready and place is not None and _unanswered(tx, place):
        send_capture(tx, place)


def _unanswered(tx: Transaction, place: Place) -> bool:
    asked = tx.live.asked.get(place.set)
    return tx.state.phase == "running" and asked is not None and asked.received_at is None


def received(tx: Transaction, event: events.Received) -> None:
    """Handle the receipt of a command: it is not repeated, and the photo's timeout begins."""
    phone = tx.leased(event.phone, event.generation)
    if phone is not None:
        tx.live.heard[event.phone] = tx.at
    asked = None if phone is None or phone.set is None else tx.live.asked.get(phone.set)
    if asked is None or asked.received_at is not None:
        return
    if (*asked.request.key, asked.request.showing) == (event.index, event.attempt, event.showing):
        asked.received_at = tx.at


def captured(tx: Transaction, event: events.Captured) -> None:
    """Handle a photo that the phone holds.

    Raises:
        PhotoConflict: It reported other bytes for this attempt before.
        PhotoNotExpected: It was never asked for this attempt.
    """
    phone = tx.leased(event.phone, event.generation)
    if phone is None:
        return
    tx.live.heard[event.phone] = tx.at
    place, key = tx.state.place_of(event.phone), (event.index, event.attempt)
    if place is None:
        raise PhotoNotExpected(f"{phone.name} has no place in this session yet.")
    if key in place.photos:
        _require_same(place, event)
        return
    asked = place.outstanding is not None and place.outstanding.key == key
    if not (asked or key in place.unsettled) or event.attempt != place.record.attempt(event.index) + 1:
        message = f"Attempt {event.attempt} of {number(event.index)} was not asked of {phone.name}."
        raise PhotoNotExpected(message)
    photo = Held(event.index, event.attempt, event.showing, event.sha256, event.size)
    before = phone.lens
    take(tx, place, event.phone, photo, event.camera)
    by_person = tx.state.plan.by_person  # who turns the phone, and uses its camera app at times
    if before is not None and phone.lens is not None and phone.lens != before and not by_person:
        detail = Message("reason-camera-before", before=_lens(before), now=_lens(phone.lens))
        pause(tx, "camera_changed", event.phone, event.index, detail)


def _lens(lens: Lens) -> str:
    label, width, height = lens
    orientation = "landscape" if width > height else "portrait"
    called = f"{label}, " if label else ""
    return Message(f"reason-camera-{orientation}", label=called, width=str(width), height=str(height))


def _require_same(place: Place, event: events.Captured) -> None:
    if place.photos[(event.index, event.attempt)].sha256.hex() != event.sha256:
        index = number(event.index)
        raise PhotoConflict(
            f"A different photo of {index} is known already. It stays; this one is not stored."
        )


def failed(tx: Transaction, event: events.CaptureFailureReported) -> None:
    """Handle a failed capture: the session pauses, and the same attempt is requested again.

    Where it stands already because this phone is not ready, that is why, and it ends with that.
    """
    phone = tx.leased(event.phone, event.generation)
    place = tx.state.place_of(event.phone)
    request = None if phone is None or place is None else place.outstanding
    if request is None or (*request.key, request.showing) != (event.index, event.attempt, event.showing):
        return
    assert place is not None
    tx.live.asked.pop(place.set, None)
    tx.apply(
        facts.CaptureFailed(
            tx.at, event.phone, place.set, event.index, event.attempt, event.showing, event.detail
        )
    )
    reason = tx.state.reason
    if not (stands_still(tx.state) and reason is not None and reason.device == event.phone):
        pause(tx, "capture_failed", event.phone, event.index, event.detail)


def mismatch(tx: Transaction, event: events.IndexMismatch) -> None:
    """Handle a request that contradicts the phone's record: the session aborts."""
    phone = tx.leased(event.phone, event.generation)
    if phone is None:
        return
    place = tx.state.place_of(event.phone)
    request = place.outstanding if place is not None else None
    if place is not None and request is not None and request.key == (event.index, event.attempt):
        void(tx, place, request, "index_mismatch")
    abort_mismatch(tx, event.phone, _mismatch_detail(phone, event))


def _mismatch_detail(phone: Device, event: events.IndexMismatch) -> str:
    expected = event.last + 1
    if event.index <= expected:
        return Message("mismatch-attempt", device=phone.name, attempt=event.attempt, index=event.index)
    return Message("mismatch-asked", device=phone.name, expected=expected, index=event.index)
