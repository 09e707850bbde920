"""The handshake: a device has reconnected, and both ends compare their records.

Only a phone's store can hold a photo that the server does not know of.  It may be ahead of the journal by captures
whose acknowledgement was lost, and by nothing else.
"""

from __future__ import annotations

from capture import events, facts
from capture.commands import Farewell, Refuse, ResumePoint, Supersede, Welcome
from capture.handlers.capture_requests import list_retake, take
from capture.handlers.context import Transaction
from capture.handlers.membership import frontier
from capture.handlers.phases import abort_mismatch
from capture.handlers.showings import disconnect
from capture.handlers.swapped_phones import hello_of_swapped
from capture.state.place import CaptureRequest, Place
from capture.state.record import Record
from capture.state.session_state import Device, Link
from messages import Message


def phone_hello(tx: Transaction, event: events.PhoneHello) -> None:
    """Grant a phone the lease, record the photos it holds, and send it its resume point."""
    swapped = tx.state.devices.get(event.phone)
    if swapped is not None and swapped.successor:
        hello_of_swapped(tx, swapped, event)
        return
    phone = _admitted(tx, event.phone, event.connection, "phone")
    if phone is None:
        return
    place = tx.state.place_of(event.phone)
    if place is not None and event.last is None:
        _move_begin(tx, place, phone)
    repeated = _is_repeated(tx, phone, event.connection, placed=place is not None)
    done = [] if place is None else unreported(place, event)
    if done is None and not repeated:
        _refuse_mismatch(tx, phone, event)
        return
    if not repeated:
        _grant(tx, phone, event.connection, placed=place is not None)
    if place is not None:
        _take_in(tx, place, event, done or [])
        if not repeated:
            _give_up_lost(tx, place, event)
    point = None if place is None else _resume_point(place)
    tx.emit(Welcome(event.phone, event.connection, phone.generation, point))


def unreported(place: Place, event: events.PhoneHello) -> list[CaptureRequest] | None:
    """Return captures whose answer was lost, or None when the phone's record contradicts the server's."""
    if event.last is None:
        return []
    if event.begin is None:
        return None
    says = Record.of(event.begin, event.last, event.attempts)
    possible = [*place.unsettled.values(), *([place.outstanding] if place.outstanding else [])]
    done = [
        request
        for request in possible
        # Exactly one attempt beyond our record: a capture whose acknowledgement was lost.
        if says.attempt(request.index) == request.attempt == place.record.attempt(request.index) + 1
    ]
    held = {(photo.index, photo.attempt) for photo in event.held}
    # Our record with those captures must equal the phone's: any other difference means that one side has lost data.
    agrees = place.record.after(request.key for request in done) == says
    return done if agrees and all(request.key in held for request in done) else None


def _move_begin(tx: Transaction, place: Place, phone: Device) -> None:
    """Let a phone that joined a running session begin at the others' index when it first connects."""
    begin = frontier(tx.state)
    newcomer = place.phone == phone.device and place.record.untouched and not phone.greeted
    if newcomer and tx.state.phase not in ("waiting", "aiming") and begin > place.record.begin:
        tx.apply(facts.PlaceGiven(tx.at, phone.device, place.set, begin))


def _take_in(tx: Transaction, place: Place, event: events.PhoneHello, done: list[CaptureRequest]) -> None:
    held = {(photo.index, photo.attempt): photo for photo in event.held}
    for request in done:
        take(tx, place, event.phone, held[request.key], {})


def _give_up_lost(tx: Transaction, place: Place, event: events.PhoneHello) -> None:
    held = {(photo.index, photo.attempt): photo for photo in event.held}
    for key in list(tx.state.devices[event.phone].under_way):
        photo = held.get(key)
        if photo is None or bytes.fromhex(photo.sha256) != place.photos[key].sha256:
            tx.apply(facts.PhotoLost(tx.at, event.phone, place.set, *key, "lost"))
            list_retake(tx, place, key, "lost")


def _resume_point(place: Place) -> ResumePoint:
    return ResumePoint(place.record.begin, place.record.last, dict(place.record.attempts))


def _refuse_mismatch(tx: Transaction, phone: Device, event: events.PhoneHello) -> None:
    place = tx.state.place_of(event.phone)
    assert place is not None
    expected, says = place.record.last, event.last or 0
    detail = Message("mismatch-come-to", device=phone.name, says=says, expected=expected)
    if expected == says:
        detail = Message("mismatch-which", device=phone.name, says=says)
    tx.emit(Refuse(event.phone, event.connection, "index_mismatch", detail))
    abort_mismatch(tx, event.phone, detail)


def display_hello(tx: Transaction, event: events.DisplayHello) -> None:
    """Grant a display the lease; it shows nothing yet, and it replaces an older display of the session."""
    display = _admitted(tx, event.display, event.connection, "display")
    if display is None:
        return
    older = tx.state.devices.get(tx.state.display or "")
    if older is not None and older.number > display.number:
        message = f"{older.name} has taken over as the display."
        tx.emit(Refuse(event.display, event.connection, "dropped", message))
        return
    disconnect(tx, "The display's page was opened again.")
    if older is not None and older is not display:
        tx.apply(facts.DeviceRemoved(tx.at, older.device, "dropped"))
        tx.live.links.pop(older.device, None)
        tx.emit(Farewell(older.device, "dropped"))
    if not _is_repeated(tx, display, event.connection, placed=True):
        _grant(tx, display, event.connection, placed=True)
    tx.live.links[event.display].status = event.status
    tx.emit(Welcome(event.display, event.connection, display.generation))


def _admitted(tx: Transaction, device: str, connection: str, role: str) -> Device | None:
    known = tx.state.devices.get(device)
    if known is None or known.role != role:
        tx.emit(Refuse(device, connection, "device_unknown", "This device is not part of the session."))
        return None
    if known.removed:
        message = f"The operator has taken {known.name} out of this session."
        tx.emit(Refuse(device, connection, known.removed, message))
        return None
    return known


def _is_repeated(tx: Transaction, device: Device, connection: str, placed: bool) -> bool:
    """Return whether this hello repeats an earlier one, which must change nothing as it may be outdated."""
    link = tx.live.links.get(device.device)
    return link is not None and link.connection == connection and link.placed == placed


def _grant(tx: Transaction, device: Device, connection: str, placed: bool) -> None:
    old = tx.live.links.get(device.device)
    if old is not None and old.connection not in (None, connection):
        assert old.connection is not None
        tx.emit(Supersede(device.device, old.connection))
    tx.apply(facts.LeaseGranted(tx.at, device.device, device.generation + 1))
    tx.live.links[device.device] = Link(connection, tx.at, placed)
    tx.live.heard[device.device] = tx.at
    _forget_receipt(tx, device)


def _forget_receipt(tx: Transaction, device: Device) -> None:
    """Forget that a command was received: the new connection has not received it."""
    asked = tx.live.asked.get(device.set or "")
    if asked is not None and asked.request.phone == device.device:
        asked.received_at, asked.sent_at = None, 0.0
