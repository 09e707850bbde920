"""The handshake: a device has reconnected, and both ends compare their records.

Only a phone's store can hold a photo that the server does not know of.  It may be ahead of the journal by captures
whose acknowledgement was lost, and by nothing else.
"""

from __future__ import annotations

from capture import events, facts
from capture.commands import Farewell, Refuse, ResumePoint, Supersede, Welcome
from capture.handlers.captures import list_retake, take
from capture.handlers.membership import frontier
from capture.handlers.phases import abort_mismatch
from capture.handlers.showings import disconnect
from capture.handlers.turn import Turn
from capture.reasons import number
from capture.state.place import Order, Place
from capture.state.record import Record
from capture.state.session_state import Device, Link


def phone_hello(turn: Turn, event: events.PhoneHello) -> None:
    """Grant a phone the lease, record the photos it holds, and send it its resume point."""
    phone = _admitted(turn, event.phone, event.connection, "phone")
    if phone is None:
        return
    place = turn.state.place_of(event.phone)
    if place is not None and event.last is None:
        _move_begin(turn, place, phone)
    repeated = _holds(turn, phone, event.connection, placed=place is not None)
    done = [] if place is None else unreported(place, event)
    if done is None and not repeated:
        _refuse_mismatch(turn, phone, event)
        return
    if not repeated:
        _grant(turn, phone, event.connection, placed=place is not None)
    if place is not None:
        _take_in(turn, place, event, done or [])
        if not repeated:
            _give_up_lost(turn, place, event)
    point = None if place is None else _resume_point(place)
    turn.send(Welcome(event.phone, event.connection, phone.generation, point))


def unreported(place: Place, event: events.PhoneHello) -> list[Order] | None:
    """Return captures whose answer was lost, or None when the phone's record contradicts the server's."""
    if event.last is None:
        return []
    if event.begin is None:
        return None
    says = Record.of(event.begin, event.last, event.attempts)
    possible = [*place.unsettled.values(), *([place.outstanding] if place.outstanding else [])]
    done = [
        order
        for order in possible
        if says.attempt(order.index) == order.attempt == place.record.attempt(order.index) + 1
    ]
    held = {(photo.index, photo.attempt) for photo in event.held}
    agrees = place.record.after(order.key for order in done) == says
    return done if agrees and all(order.key in held for order in done) else None


def _move_begin(turn: Turn, place: Place, phone: Device) -> None:
    """Let a phone that joined a running session begin at the others' index when it first connects."""
    begin = frontier(turn.state)
    newcomer = place.phone == phone.device and place.record.untouched and not phone.greeted
    if newcomer and turn.state.phase not in ("waiting", "aiming") and begin > place.record.begin:
        turn.record(facts.PlaceGiven(turn.at, phone.device, place.set, begin))


def _take_in(turn: Turn, place: Place, event: events.PhoneHello, done: list[Order]) -> None:
    held = {(photo.index, photo.attempt): photo for photo in event.held}
    for order in done:
        take(turn, place, event.phone, held[order.key], {})


def _give_up_lost(turn: Turn, place: Place, event: events.PhoneHello) -> None:
    held = {(photo.index, photo.attempt): photo for photo in event.held}
    for key in list(turn.state.devices[event.phone].under_way):
        photo = held.get(key)
        if photo is None or bytes.fromhex(photo.sha256) != place.photos[key].sha256:
            turn.record(facts.PhotoLost(turn.at, event.phone, place.set, *key, "lost"))
            list_retake(turn, place, key, "lost")


def _resume_point(place: Place) -> ResumePoint:
    return ResumePoint(place.record.begin, place.record.last, dict(place.record.attempts))


def _refuse_mismatch(turn: Turn, phone: Device, event: events.PhoneHello) -> None:
    place = turn.state.place_of(event.phone)
    assert place is not None
    expected, says = number(place.record.last), number(event.last or 0)
    detail = f"{phone.name} says that it has come to {says}, the server has it at {expected}."
    if expected == says:
        detail = f"{phone.name} says otherwise than the server which photos it has taken up to {says}."
    turn.send(Refuse(event.phone, event.connection, "index_mismatch", detail))
    abort_mismatch(turn, event.phone, detail)


def display_hello(turn: Turn, event: events.DisplayHello) -> None:
    """Grant a display the lease; it shows nothing yet, and it replaces an older display of the session."""
    display = _admitted(turn, event.display, event.connection, "display")
    if display is None:
        return
    older = turn.state.devices.get(turn.state.display or "")
    if older is not None and older.number > display.number:
        message = f"{older.name} has taken over as the display."
        turn.send(Refuse(event.display, event.connection, "dropped", message))
        return
    disconnect(turn, "The display's page was opened again.")
    if older is not None and older is not display:
        turn.record(facts.DeviceRemoved(turn.at, older.device, "dropped"))
        turn.live.links.pop(older.device, None)
        turn.send(Farewell(older.device, "dropped"))
    if not _holds(turn, display, event.connection, placed=True):
        _grant(turn, display, event.connection, placed=True)
    turn.live.links[event.display].status = event.status
    turn.send(Welcome(event.display, event.connection, display.generation))


def _admitted(turn: Turn, device: str, connection: str, role: str) -> Device | None:
    known = turn.state.devices.get(device)
    if known is None or known.role != role:
        turn.send(Refuse(device, connection, "device_unknown", "This device is not part of the session."))
        return None
    if known.removed:
        message = f"The operator has taken {known.name} out of this session."
        turn.send(Refuse(device, connection, known.removed, message))
        return None
    return known


def _holds(turn: Turn, device: Device, connection: str, placed: bool) -> bool:
    """Return whether this hello repeats an earlier one, which must change nothing as it may be outdated."""
    link = turn.live.links.get(device.device)
    return link is not None and link.connection == connection and link.placed == placed


def _grant(turn: Turn, device: Device, connection: str, placed: bool) -> None:
    old = turn.live.links.get(device.device)
    if old is not None and old.connection not in (None, connection):
        assert old.connection is not None
        turn.send(Supersede(device.device, old.connection))
    turn.record(facts.LeaseGranted(turn.at, device.device, device.generation + 1))
    turn.live.links[device.device] = Link(connection, turn.at, placed)
    turn.live.heard[device.device] = turn.at
    _forget_receipt(turn, device)


def _forget_receipt(turn: Turn, device: Device) -> None:
    """Forget that a command was received: the new connection has not received it."""
    asked = turn.live.asked.get(device.set or "")
    if asked is not None and asked.order.phone == device.device:
        asked.received_at, asked.sent_at = None, 0.0
