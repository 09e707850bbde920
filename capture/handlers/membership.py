"""Membership of devices: joining, leaving, removal and replacement."""

from __future__ import annotations

from capture import events, facts
from capture.commands import AskHello, Farewell
from capture.errors import CaptureError
from capture.facts import Role
from capture.handlers.capture_requests import list_retake, void
from capture.handlers.context import Transaction
from capture.handlers.phases import pause
from capture.handlers.showings import disconnect
from capture.plan import SessionPlan
from capture.state.place import Place
from capture.state.session_state import Device, Link, State
from messages import Message


def admit_phone(tx: Transaction, event: events.AdmitPhone) -> None:
    """Admit a phone; it gets a set that nobody has begun, else the only vacant place, or waits."""
    check_phones(tx.state.plan)
    if not _admit(tx, event.phone, "phone", event.name):
        return
    free = [place for place in tx.state.places.values() if place.phone is None and place.record.untouched]
    wished = (place for place in free if place.set == event.set)
    place = next(wished, next(iter(free), None))
    if place is not None:
        tx.apply(facts.PlaceGiven(tx.at, event.phone, place.set, frontier(tx.state)))
    else:
        fill_vacancy(tx)


def check_phones(plan: SessionPlan) -> None:
    """Check that phones take part in a session.

    Raises:
        CaptureError: ``no_phones``.
    """
    if not plan.has_phones:
        message = (
            "This session is presented: it asks no phone for photos. Its photos come later, as loose photos."
        )
        raise CaptureError("no_phones", message)


def fill_vacancy(tx: Transaction) -> None:
    """Give the vacant place to the waiting spare; where there is a choice, the operator decides."""
    vacant, spares = tx.state.vacant(), tx.state.spares()
    if len(vacant) == len(spares) == 1:
        _give(tx, vacant[0], spares[0])


def admit_display(tx: Transaction, event: events.AdmitDisplay) -> None:
    """Admit a display; it becomes the session's once it says hello."""
    _admit(tx, event.display, "display", event.name)


def _admit(tx: Transaction, device: str, role: Role, name: str) -> bool:
    if device in tx.state.devices:
        return False
    tx.apply(facts.DeviceAdmitted(tx.at, device, role, name))
    return True


def frontier(state: State) -> int:
    """Return where a phone that joins now begins: at the current x-ray; earlier ones stay missing for it.

    Where the others have photographed the last one, it begins at the first: its set would be left empty otherwise.
    """
    others = [place.next_new for place, _ in state.joined()]
    current = min(others) if others else max(place.next_new for place in state.places.values())
    return current if current <= state.plan.last else state.plan.first


def drop(tx: Transaction, event: events.Drop) -> None:
    """Remove a device; its captured photos are still accepted."""
    device = known(tx.state, event.device)
    if not device.removed:
        _remove(tx, device, "dropped")
        _pause_without_phones(tx)
        fill_vacancy(tx)


def revoke(tx: Transaction, event: events.Revoke) -> None:
    """Remove a device for good: the photos it holds are given up and retaken."""
    device = known(tx.state, event.device)
    if device.removed == "revoked":
        return
    if device.successor:  # the same phone, in another one's place
        revoke(tx, events.Revoke(event.at, device.successor))
    place = tx.state.place_of(device.device)
    _remove(tx, device, "revoked")
    for index, attempt in list(device.under_way):
        assert place is not None
        tx.apply(facts.PhotoLost(tx.at, device.device, place.set, index, attempt, "revoked"))
        list_retake(tx, place, (index, attempt), "revoked")
    _pause_without_phones(tx)
    fill_vacancy(tx)


def rejoin(tx: Transaction, event: events.Rejoin) -> None:
    """Let a dropped phone take part again, unless its place has been filled since."""
    phone = tx.state.devices.get(event.device)
    if phone is None or phone.role != "phone" or phone.removed != "dropped":
        return
    place = tx.state.place_of(phone.device)
    if place is None or (place.phone is None and place.last_phone == phone.device):
        tx.apply(facts.DeviceReturned(tx.at, phone.device))
        fill_vacancy(tx)


def belongs(state: State, device: str) -> bool:
    """Return whether a device that joined before still takes part, or its photos are waited for."""
    known = state.devices.get(device)
    if known is not None and known.successor:
        return belongs(state, known.successor)
    return known is not None and (not known.removed or (known.removed == "dropped" and bool(known.under_way)))


def replace(tx: Transaction, event: events.Replace) -> None:
    """Give a phone's place and set to a spare."""
    old, new = known(tx.state, event.old), known(tx.state, event.new)
    if new.role != "phone" or new.removed or new.set is not None:
        raise CaptureError("not_a_spare", f"{new.name} is not a spare phone of this session.")
    if old.set is None:
        raise CaptureError("no_place", f"{old.name} has no place that could be given away.")
    place = tx.state.places[old.set]
    if place.phone not in (None, old.device):
        other = tx.state.devices[place.phone].name
        raise CaptureError("place_taken", f"{other} has the place of {old.name} already.")
    if not old.removed:
        _remove(tx, old, "dropped")
    _give(tx, place, new)
    _pause_without_phones(tx)


def _give(tx: Transaction, place: Place, phone: Device) -> None:
    tx.apply(facts.PlaceGiven(tx.at, phone.device, place.set, frontier(tx.state)))
    link = tx.live.links.get(phone.device)
    if link is not None and link.connection is not None:
        link.placed, link.asked_hello_at = False, tx.at
        tx.emit(AskHello(phone.device, link.connection))


def _remove(tx: Transaction, device: Device, code: str) -> None:
    assert code in ("dropped", "revoked")
    place = tx.state.place_of(device.device)
    if place is not None and place.outstanding is not None and place.outstanding.phone == device.device:
        void(tx, place, place.outstanding, code)
    if tx.state.showing.display == device.device:
        disconnect(tx, Message("log-row-removed", device=device.name, how=code))
    tx.apply(facts.DeviceRemoved(tx.at, device.device, "dropped" if code == "dropped" else "revoked"))
    tx.live.links.pop(device.device, None)
    tx.emit(Farewell(device.device, code))


def _pause_without_phones(tx: Transaction) -> None:
    if tx.state.phase == "running" and not any(True for _ in tx.state.active()):
        pause(tx, "no_phone")


def left(tx: Transaction, event: events.DeviceLeft) -> None:
    """Handle the end of a device's connection; a display without one is black."""
    device = tx.leased(event.device, event.generation)
    if device is None:
        return
    tx.live.links[event.device] = Link(None, tx.at)
    tx.apply(facts.ConnectionLost(tx.at, event.device, event.generation))
    if tx.state.showing.display == event.device:
        disconnect(tx, Message("log-row-interrupted-connection"))


def known(state: State, device: str) -> Device:
    """Return a device of the session; refuse an unknown one."""
    found = state.devices.get(device)
    if found is None:
        raise CaptureError("device_unknown", "This session has no such device.", {"device": device})
    return found
