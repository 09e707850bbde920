"""Photos from upload to verdict: acceptance of uploads, and the consequences of verdicts."""

from __future__ import annotations

from typing import Literal

from capture import events, facts
from capture.commands import File, Judge
from capture.errors import DeviceRevoked, PhotoChanged, PhotoConflict, PhotoNotExpected
from capture.handlers.capture_requests import list_retake, pause_if_hopeless, set_aside
from capture.handlers.context import Transaction
from capture.handlers.phases import pause
from capture.reasons import MISMATCHES, number
from capture.state.place import PhotoKey, Place
from capture.state.session_state import State
from capture.verification import account
from messages import Message


def expects(
    state: State, phone: str, index: int, attempt: int, sha256: str
) -> tuple[Literal["new", "kept", "changed"], Place]:
    """Return whether an upload is accepted, and for which place; raises as `Session.expects_photo`."""
    device, place = state.devices.get(phone), state.place_of(phone)
    if device is not None and device.removed == "revoked":
        raise DeviceRevoked(f"{device.name} may not send photos any more.", state.plan.session)
    photo = None if place is None else place.photos.get((index, attempt))
    if place is None or photo is None or photo.phone != phone:
        message = f"No capture of {number(index)}, attempt {attempt}, is known from this phone."
        raise PhotoNotExpected(message)
    stored, same = photo.state not in ("captured", "lost"), photo.sha256.hex() == sha256
    if stored and not same:
        raise PhotoConflict(
            f"A different photo of {number(index)} is already stored. It stays; the new one was not stored."
        )
    return ("kept" if stored else "new" if same else "changed"), place


def kept(tx: Transaction, event: events.PhotoKept) -> None:
    """Handle a durably stored photo; its pixels are verified once its showing is confirmed.

    Raises:
        PhotoNotExpected: As `expects`; so `PhotoConflict`, `DeviceRevoked`.
        PhotoChanged: It is not the photo that was announced.
    """
    what, place = expects(tx.state, event.phone, event.index, event.attempt, event.sha256)
    if what == "changed":
        raise PhotoChanged(event.index)
    if what == "kept":
        return
    tx.apply(
        facts.PhotoStored(
            tx.at,
            event.phone,
            place.set,
            event.index,
            event.attempt,
            event.sha256,
            event.size,
            event.name,
        )
    )
    photo = place.photos[(event.index, event.attempt)]
    if photo.rejection_code:
        set_aside(tx, place, (event.index, event.attempt), photo.rejection_code)
    elif (place.set, (event.index, event.attempt)) not in tx.state.doubtful:
        tx.emit(Judge(place.set, event.index, event.attempt, event.name))


def judged(tx: Transaction, event: events.PhotoJudged) -> None:
    """Handle a verdict: the photo is filed or rejected; a rejected one is retaken."""
    place = tx.state.places.get(event.set)
    photo = None if place is None else place.photos.get((event.index, event.attempt))
    if place is None or photo is None or photo.state != "pending":
        return
    # Beside what was measured: the conditions of one photo, as the others are those of its session.
    shown = {"display": photo.variation} if photo.variation else {}
    tx.apply(
        facts.VerdictGiven(
            tx.at,
            event.set,
            event.index,
            event.attempt,
            photo.name,
            event.verdict,
            event.code,
            event.detail,
            {**event.measures, **shown},
        )
    )
    tx.emit(File(event.set, event.index, event.attempt, photo.name, event.verdict))
    if event.verdict == "rejected":
        before = place.mismatched.get(event.index)
        list_retake(tx, place, (event.index, event.attempt), event.code, event.detail)
        if event.code in MISMATCHES and not _pause_if_mismatched_again(tx, place, event, before):
            # The first mismatch may come after other failures, and is one more try.
            pause_if_hopeless(tx, place, event.index, event.code, event.detail)


def spoiled(tx: Transaction, event: events.PhotoSpoiled) -> None:
    """Handle a photo whose bytes will never be accepted: it is given up and retaken."""
    phone = tx.state.devices.get(event.phone)
    if phone is None or not phone.successor:  # a swapped phone holds no lease, and still hands in its photos
        phone = tx.leased(event.phone, event.generation)
    place, key = tx.state.place_of(event.phone), (event.index, event.attempt)
    if phone is None or place is None or key not in phone.under_way:
        return
    tx.apply(facts.PhotoLost(tx.at, event.phone, place.set, *key, "spoiled"))
    list_retake(tx, place, key, "spoiled", Message("reason-spoiled"))


def judge_again(tx: Transaction) -> None:
    """Request again the verdicts that were pending when the server stopped."""
    for place in tx.state.places.values():
        for key in place.pending:
            judge(tx, place, key)


def judge(tx: Transaction, place: Place, key: PhotoKey) -> None:
    """Request a verdict."""
    tx.emit(Judge(place.set, *key, place.photos[key].name))


def _pause_if_mismatched_again(
    tx: Transaction, place: Place, event: events.PhotoJudged, before: str | None
) -> bool:
    """Pause if one careful retake shows something else too: a person must look; return whether it did."""
    if tx.state.plan.by_person:  # who is told, and tries again
        return False
    first = before is None and tx.state.plan.settings.max_automatic_retakes > 0
    if first or event.index not in place.retakes:
        return False
    phone = place.photos[(event.index, event.attempt)].phone
    name = tx.state.devices[phone].name
    said = account(event.index, name, event.code, event.detail, before, event.measures)
    pause(tx, event.code, place.phone or phone, event.index, said)
    return True
