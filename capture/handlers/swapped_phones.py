"""Two phones in each other's place.

A photo is filed by the device that took it, and a device has one set for ever.  So each phone goes on as a new device:
what it took as the old one stays with the old set, however late it comes or however often it is sent.
"""

from __future__ import annotations

from capture import events, facts, phone_events
from capture.commands import Welcome
from capture.errors import CaptureError
from capture.handlers.capture_requests import list_retake, void
from capture.handlers.context import Transaction
from capture.handlers.membership import known
from capture.state.place import Place
from capture.state.record import Record
from capture.state.session_state import Device, State


def swap(tx: Transaction, event: phone_events.SwapPhones) -> None:
    """Put two phones in each other's place."""
    one, other = check_swap(tx.state, event.one, event.other)
    moves = ((one, event.one_goes_on_as, other.set), (other, event.other_goes_on_as, one.set))
    paused = [new for old, new, _ in moves if old.paused]
    for old, new, _ in moves:
        _leave(tx, old, new)
    for _, new, set_name in moves:
        assert set_name is not None
        tx.apply(facts.PlaceGiven(tx.at, new, set_name, tx.state.places[set_name].record.begin))
    for new in paused:
        tx.apply(facts.PhonePaused(tx.at, new))


def check_swap(state: State, one: str, other: str) -> tuple[Device, Device]:
    """Return two phones that can be put in each other's place.

    Raises:
        CaptureError: ``device_unknown``, or ``no_place``: not both fill a set, or they are the same.
    """
    first, second = known(state, one), known(state, other)
    for phone in (first, second):
        if phone.role != "phone" or phone.removed or phone.set is None:
            raise CaptureError("no_place", f"{phone.name} fills no set of this session now.")
    if first is second:
        raise CaptureError("no_place", f"{first.name} cannot be put in its own place. Choose another phone.")
    return first, second


def _leave(tx: Transaction, phone: Device, successor: str) -> None:
    place = tx.state.place_of(phone.device)
    if place is not None and place.outstanding is not None and place.outstanding.phone == phone.device:
        void(tx, place, place.outstanding, "swapped")
    tx.apply(facts.DeviceAdmitted(tx.at, successor, "phone", phone.name))
    tx.apply(facts.DeviceRemoved(tx.at, phone.device, "swapped", successor))
    tx.live.links.pop(phone.device, None)


def hello_of_swapped(tx: Transaction, phone: Device, event: events.PhoneHello) -> None:
    """Answer a page that has yet to go on as the new device: it may hand in its photos, and takes none."""
    place = tx.state.place_of(phone.device)
    assert place is not None
    _give_up_lost(tx, place, phone, event)
    tx.emit(Welcome(phone.device, event.connection, phone.generation))


def _give_up_lost(tx: Transaction, place: Place, phone: Device, event: events.PhoneHello) -> None:
    """Give up the photos that the phone's record has and its store has not; an older hello may know of fewer."""
    held = {(photo.index, photo.attempt) for photo in event.held}
    empty = event.begin is None or event.last is None
    says = Record(1, 0) if empty else Record.of(event.begin or 1, event.last or 0, event.attempts)
    for key in list(phone.under_way):
        if key not in held and (empty or says.attempt(key[0]) >= key[1]):
            tx.apply(facts.PhotoLost(tx.at, phone.device, place.set, *key, "lost"))
            list_retake(tx, place, key, "lost")
