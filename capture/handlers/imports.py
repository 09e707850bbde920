"""Imported photos: taken by a phone's own camera app, identified by their content, filed as any other.

A batch of such photos is a session that was never run: one set, one phone that is not a device, and for every photo the
facts of one that was taken, stored and accepted. So exports, lists, reviews and the archive handle both alike.
"""

from __future__ import annotations

from capture import events, facts
from capture.commands import File
from capture.errors import CaptureError, PhotoConflict
from capture.handlers.context import Transaction
from capture.reasons import number
from capture.state.place import Place
from capture.state.record import MOST_ATTEMPTS
from capture.state.session_state import State

CAMERA_APP = "camera-app"
"""The device that loose photos are by."""
NAME = "Camera app"


def next_attempt(state: State, set_name: str, index: int) -> int:
    """Return the next attempt number of a photo of ``index``, from 1.

    Raises:
        CaptureError: ``set_unknown``, ``index_outside``, or ``no_attempt_left``.
    """
    place = _place(state, set_name, index)
    if place.used_up(index):
        message = f"{number(index)} has {MOST_ATTEMPTS} photos in this pile. More are not possible."
        raise CaptureError("no_attempt_left", message)
    return place.record.attempt(index) + 1


def imported(tx: Transaction, event: events.PhotoImported) -> None:
    """File a photo that is in the archive's ``pending/``; idempotent.

    Raises:
        CaptureError: ``set_unknown``, ``index_outside``, or ``not_a_pile`` for a session that phones take part in.
        PhotoConflict: The attempt is another photo's.
    """
    place = _place(tx.state, event.set, event.index)
    photo = place.photos.get((event.index, event.attempt))
    if photo is not None and photo.sha256.hex() == event.sha256:
        return
    if event.attempt != place.record.attempt(event.index) + 1:
        raise PhotoConflict(f"Another photo of {number(event.index)} has this attempt. Nothing was changed.")
    _open(tx, event.set)
    key = (event.set, event.index, event.attempt)
    tx.apply(facts.PhotoTaken(tx.at, CAMERA_APP, *key, 0, event.sha256, event.size, camera=event.camera))
    tx.apply(facts.PhotoStored(tx.at, CAMERA_APP, *key, event.sha256, event.size, event.name))
    tx.apply(facts.VerdictGiven(tx.at, *key, event.name, "accepted", measures=event.measures))
    tx.emit(File(*key, event.name, "accepted"))


def _place(state: State, set_name: str, index: int) -> Place:
    place = state.places.get(set_name)
    if place is None:
        raise CaptureError("set_unknown", f"{set_name} is no set of this session.")
    if not state.plan.covers(index):
        raise CaptureError("index_outside", f"{number(index)} is not one of this session.")
    return place


def _open(tx: Transaction, set_name: str) -> None:
    """Mark the session finished immediately; imported sessions have no live phone."""
    phones = (name for name, device in tx.state.devices.items() if device.role == "phone")
    if any(name != CAMERA_APP for name in phones):
        raise CaptureError("not_a_pile", "Phones take part in this session. Bring loose photos in as a pile.")
    if CAMERA_APP in tx.state.devices:
        return
    tx.apply(facts.DeviceAdmitted(tx.at, CAMERA_APP, "phone", NAME))
    tx.apply(facts.PlaceGiven(tx.at, CAMERA_APP, set_name, tx.state.plan.first))
    tx.apply(facts.DeviceRemoved(tx.at, CAMERA_APP, "dropped"))
    if tx.state.phase not in facts.ENDED:  # a presented session has its photos only after its end
        tx.apply(facts.PhaseChanged(tx.at, "finished"))
