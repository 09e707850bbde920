"""Membership of devices: joining, leaving, removal and replacement."""

from __future__ import annotations

from capture import events, facts
from capture.commands import AskHello, Farewell
from capture.errors import CaptureError
from capture.facts import Role
from capture.handlers.captures import list_retake, void
from capture.handlers.phases import pause
from capture.handlers.showings import disconnect
from capture.handlers.turn import Turn
from capture.state.place import Place
from capture.state.session_state import Device, Link, State


def admit_phone(turn: Turn, event: events.AdmitPhone) -> None:
    """Admit a phone; it gets the first set that nobody has begun, else the only vacant place, or waits."""
    if not _admit(turn, event.phone, "phone", event.name):
        return
    free = (place for place in turn.state.places.values() if place.phone is None and place.record.untouched)
    place = next(free, None)
    if place is not None:
        turn.record(facts.PlaceGiven(turn.at, event.phone, place.set, frontier(turn.state)))
    else:
        fill_vacancy(turn)


def fill_vacancy(turn: Turn) -> None:
    """Give the vacant place to the waiting spare; where there is a choice, the operator decides."""
    vacant, spares = turn.state.vacant(), turn.state.spares()
    if len(vacant) == len(spares) == 1:
        _give(turn, vacant[0], spares[0])


def admit_display(turn: Turn, event: events.AdmitDisplay) -> None:
    """Admit a display; it becomes the session's once it says hello."""
    _admit(turn, event.display, "display", event.name)


def _admit(turn: Turn, device: str, role: Role, name: str) -> bool:
    if device in turn.state.devices:
        return False
    turn.record(facts.DeviceAdmitted(turn.at, device, role, name))
    return True


def frontier(state: State) -> int:
    """Return where a phone that joins now begins: at the current x-ray; earlier ones stay missing for it."""
    others = [place.next_new for place, _ in state.joined()]
    if others:
        return min(others)
    return max(place.next_new for place in state.places.values())


def drop(turn: Turn, event: events.Drop) -> None:
    """Remove a device; its captured photos are still accepted."""
    device = _known(turn.state, event.device)
    if not device.removed:
        _remove(turn, device, "dropped")
        _pause_without_phones(turn)
        fill_vacancy(turn)


def revoke(turn: Turn, event: events.Revoke) -> None:
    """Remove a device for good: the photos it holds are given up and retaken."""
    device = _known(turn.state, event.device)
    if device.removed == "revoked":
        return
    place = turn.state.place_of(device.device)
    _remove(turn, device, "revoked")
    for index, attempt in list(device.under_way):
        assert place is not None
        turn.record(facts.PhotoLost(turn.at, device.device, place.set, index, attempt, "revoked"))
        list_retake(turn, place, (index, attempt), "revoked")
    _pause_without_phones(turn)
    fill_vacancy(turn)


def rejoin(turn: Turn, event: events.Rejoin) -> None:
    """Let a dropped phone take part again, unless its place has been filled since."""
    phone = turn.state.devices.get(event.device)
    if phone is None or phone.role != "phone" or phone.removed != "dropped":
        return
    place = turn.state.place_of(phone.device)
    if place is None or (place.phone is None and place.last_phone == phone.device):
        turn.record(facts.DeviceReturned(turn.at, phone.device))
        fill_vacancy(turn)


def belongs(state: State, device: str) -> bool:
    """Return whether a device that joined before still takes part, or its photos are waited for."""
    known = state.devices.get(device)
    return known is not None and (not known.removed or (known.removed == "dropped" and bool(known.under_way)))


def replace(turn: Turn, event: events.Replace) -> None:
    """Give a phone's place and set to a spare."""
    old, new = _known(turn.state, event.old), _known(turn.state, event.new)
    if new.role != "phone" or new.removed or new.set is not None:
        raise CaptureError("not_a_spare", f"{new.name} is not a spare phone of this session.")
    if old.set is None:
        raise CaptureError("no_place", f"{old.name} has no place that could be given away.")
    place = turn.state.places[old.set]
    if place.phone not in (None, old.device):
        other = turn.state.devices[place.phone].name
        raise CaptureError("place_taken", f"{other} has the place of {old.name} already.")
    if not old.removed:
        _remove(turn, old, "dropped")
    _give(turn, place, new)
    _pause_without_phones(turn)


def _give(turn: Turn, place: Place, phone: Device) -> None:
    turn.record(facts.PlaceGiven(turn.at, phone.device, place.set, frontier(turn.state)))
    link = turn.live.links.get(phone.device)
    if link is not None and link.connection is not None:
        link.placed, link.asked_hello_at = False, turn.at
        turn.send(AskHello(phone.device, link.connection))


def _remove(turn: Turn, device: Device, code: str) -> None:
    assert code in ("dropped", "revoked")
    place = turn.state.place_of(device.device)
    if place is not None and place.outstanding is not None and place.outstanding.phone == device.device:
        void(turn, place, place.outstanding, code)
    if turn.state.showing.display == device.device:
        disconnect(turn, f"{device.name} was {code}.")
    turn.record(facts.DeviceRemoved(turn.at, device.device, "dropped" if code == "dropped" else "revoked"))
    turn.live.links.pop(device.device, None)
    turn.send(Farewell(device.device, code))


def _pause_without_phones(turn: Turn) -> None:
    if turn.state.phase == "running" and not any(True for _ in turn.state.active()):
        pause(turn, "no_phone")


def left(turn: Turn, event: events.DeviceLeft) -> None:
    """Handle the end of a device's connection; a display without one is black."""
    device = turn.leased(event.device, event.generation)
    if device is None:
        return
    turn.live.links[event.device] = Link(None, turn.at)
    turn.record(facts.ConnectionLost(turn.at, event.device, event.generation))
    if turn.state.showing.display == event.device:
        disconnect(turn, "Its connection was lost.")


def _known(state: State, device: str) -> Device:
    known = state.devices.get(device)
    if known is None:
        raise CaptureError("device_unknown", "This session has no such device.", {"device": device})
    return known
