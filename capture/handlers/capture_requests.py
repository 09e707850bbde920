"""Requests for captures, and the handling of their outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from capture import facts
from capture.commands import Capture, File
from capture.handlers.context import Transaction
from capture.handlers.phases import pause
from capture.reasons import ASKED_RETAKES, HOPELESS, MISMATCHES
from capture.state.place import CaptureRequest, Held, PhotoKey, Place
from capture.state.session_state import Asked, Device
from capture.verification import careful
from messages import Message

CAMERA_APP = "camera_app"
"""The ``source`` of a photo that the phone's own camera app took, and that the page was given as a file."""


def order_capture(tx: Transaction, place: Place, phone: Device, index: int) -> None:
    """Request the next attempt of ``index``, which is on the display now, from ``phone``."""
    attempt, showing = place.record.attempt(index) + 1, tx.state.showing.number
    skipped = tuple(range(place.record.last + 1, index))
    tx.apply(
        facts.CaptureOrdered(tx.at, phone.device, place.set, index, attempt, showing, skipped),
    )
    assert place.outstanding is not None
    tx.live.asked[place.set] = Asked(place.outstanding, tx.at)
    send_capture(tx, place)


def send_capture(tx: Transaction, place: Place) -> None:
    """Send the outstanding command, for the first time or again."""
    request = place.outstanding
    assert request is not None
    skipped = tuple(range(place.record.last + 1, request.index))
    generation = tx.state.devices[request.phone].generation
    tx.live.asked[place.set].sent_at = tx.at
    care = careful(tx.state.plan.settings) if request.index in place.mismatched else None
    tx.emit(
        Capture(request.phone, generation, request.index, request.attempt, request.showing, skipped, care)
    )


def void(tx: Transaction, place: Place, request: CaptureRequest, code: str) -> None:
    """Stop waiting for a capture; if its photo arrives all the same, it is rejected."""
    tx.live.asked.pop(place.set, None)
    tx.apply(
        facts.CaptureVoided(
            tx.at, request.phone, place.set, request.index, request.attempt, request.showing, code
        )
    )


def take(tx: Transaction, place: Place, phone: str, photo: Held, camera: Mapping[str, Any]) -> None:
    """Record a photo that ``phone`` holds; it counts only if its x-ray was on the display until now."""
    flaw = _flaw(tx, place, photo, camera)
    if place.outstanding is not None and place.outstanding.key == (photo.index, photo.attempt):
        tx.live.asked.pop(place.set, None)
    passed_over = range(place.record.last + 1, photo.index)
    tx.apply(
        facts.PhotoTaken(
            tx.at,
            phone,
            place.set,
            photo.index,
            photo.attempt,
            photo.showing,
            photo.sha256,
            photo.size,
            void=flaw,
            camera=camera,
        )
    )
    for index in passed_over:
        if (
            index not in tx.state.passed_over
        ):  # the skip was lifted after the phone had been told to pass it over
            tx.apply(facts.RetakeListed(tx.at, place.set, index, "operator"))
    if not flaw and not tx.state.plan.has_display:
        tx.apply(facts.ShowingConfirmed(tx.at, photo.showing))
    if flaw:
        list_retake(tx, place, (photo.index, photo.attempt), flaw)
    elif not any(tx.state.outstanding()):
        tx.live.finish_round(tx.at)


def _flaw(tx: Transaction, place: Place, photo: Held, camera: Mapping[str, Any]) -> str:
    request = place.outstanding
    asked = request is not None and request.key == (photo.index, photo.attempt)
    if not asked or not tx.state.showing.intact(photo.showing):
        return "showing_broken"
    if camera.get("source") == CAMERA_APP and tx.state.plan.settings.verification == "off":
        return "not_verified"  # a file may be any picture: only its pixels can say which
    return place.rejection_code


def list_retake(tx: Transaction, place: Place, key: PhotoKey, code: str, detail: str = "") -> None:
    """Schedule a retake after a photo that cannot count, unless the index is already settled.

    What a photo's pixels led to has a bound of its own; all else pauses after too many tries in a row.
    """
    index, attempt = key
    newest = place.record.attempt(index) == attempt
    if newest and index not in place.retakes and index not in tx.state.skips:
        tx.apply(facts.RetakeListed(tx.at, place.set, index, code, detail))
        if code not in MISMATCHES | ASKED_RETAKES:
            pause_if_hopeless(tx, place, index, code, detail)


def pause_if_hopeless(tx: Transaction, place: Place, index: int, code: str, detail: str = "") -> None:
    """Pause after more consecutive failed attempts of ``index`` than the session's settings allow."""
    tries = place.automatic.get(index, 0)
    if tries <= tx.state.plan.settings.max_automatic_retakes or index in tx.state.skips:
        return
    reason = HOPELESS.get(code, "too_many_retakes")
    device = tx.state.display if reason in ("showing_broken", "badly_displayed") else place.phone
    times = Message("reason-times", times=tries)
    said = {
        "too_many_retakes": detail,
        "badly_displayed": Message("reason-not-accepted", why=detail, times=times),
    }.get(reason, times)
    pause(tx, reason, device or "", index, said)


def set_aside(tx: Transaction, place: Place, key: PhotoKey, code: str, detail: str = "") -> None:
    """Reject a stored photo without verifying its pixels."""
    index, attempt = key
    name = place.photos[key].name
    tx.apply(facts.VerdictGiven(tx.at, place.set, index, attempt, name, "rejected", code, detail))
    tx.emit(File(place.set, index, attempt, name, "rejected"))


def invalidate_unconfirmed(
    tx: Transaction, showing: int | None = None, code: str = "showing_broken", detail: str = ""
) -> None:
    """Void the photos that no display will confirm any more, with ``code``: those of ``showing``, or all.

    A display's word that it broke and a phone's that it has photographed come by different connections, in any
    order.  So a photo counts only when the display says afterwards that its picture stood all the time.
    """
    for (name, key), of in list(tx.state.doubtful.items()):
        if showing is not None and of != showing:
            continue
        place = tx.state.places[name]
        if place.photos[key].state == "captured":
            tx.apply(facts.PhotoVoided(tx.at, name, *key, code))
        else:
            set_aside(tx, place, key, code, detail)
        list_retake(tx, place, key, code, detail)
        if code in MISMATCHES:  # which `list_retake` leaves to the verdict on their pixels; these get none
            pause_if_hopeless(tx, place, key[0], code, Message.joined([detail, ","], by=""))
