"""Phones and the display, as shown on the operator's console."""

from __future__ import annotations

from typing import cast

from capture.shapes import CameraView, DisplayView, Doing, LastPhoto, PhoneState, PhoneView, ShowingState
from capture.state.place import MISSING_LETTERS, STORED_LETTERS, Photo, Place
from capture.state.session_state import Device, Link, Live, State

_NOWHERE = Link(None, 0.0)


def phone_view(state: State, live: Live, phone: Device) -> PhoneView:
    """Return a phone's state, activity and newest photo."""
    link = live.links.get(phone.device, _NOWHERE)
    place = state.place_of(phone.device)
    asked = live.asked.get(phone.set or "")
    status = link.status
    return {
        "device": phone.device,
        "name": phone.name,
        "set": phone.set,
        "state": _standing(phone),
        "connected": link.connection is not None,
        "ready": link.connection is not None and link.ready,
        "code": phone.code,
        "doing": _doing(state, live, phone, place),
        "index": asked.request.index if asked is not None else state.showing.index,
        "attempt": asked.request.attempt if asked is not None else None,
        "under_way": len(phone.under_way),
        "unjudged": phone.unjudged,
        "waiting": status.get("waiting", 0),
        "battery": status.get("battery"),
        "charging": bool(status.get("charging")),
        "space": status.get("space"),
        "lasting": status.get("lasting"),
        "camera": cast(CameraView, {**_NO_CAMERA, **phone.camera, **(status.get("camera") or {})}),
        "stored": 0 if place is None else place.count(STORED_LETTERS),
        "missing": 0 if place is None else place.count(MISSING_LETTERS),
        "last_photo": None if place is None else newest_photo(state, place),
    }


_NO_CAMERA: CameraView = {"label": "", "width": None, "height": None, "settings": {}}


def _standing(phone: Device) -> PhoneState:
    if phone.removed:
        return "dropped" if phone.successor else cast(PhoneState, phone.removed)
    if phone.set is None:
        return "spare"
    return "paused" if phone.paused else "active"


def _doing(state: State, live: Live, phone: Device, place: Place | None) -> Doing:
    if phone.removed or place is None:
        return "spare" if not phone.removed else "silent"
    if not live.connected(phone.device):
        return "silent"
    asked = live.asked.get(place.set)
    if asked is not None:
        return "asked" if asked.received_at is None else "taking"
    if state.reason is not None and (state.reason.code, state.reason.device) == (
        "capture_failed",
        phone.device,
    ):
        return "failed"
    index = state.showing.index
    photo = None if index is None else place.current(index)
    return "has" if photo is not None and photo.state not in ("rejected", "lost") else "waiting"


def newest_photo(state: State, place: Place) -> LastPhoto | None:
    """Return the photo of a set that was taken last, None before the first."""
    if place.newest is None:
        return None
    index, attempt = place.newest
    photo = place.photos[place.newest]
    url = f"/api/v1/sessions/{state.plan.session}/photos/{place.set}/{index}/{attempt}/thumbnail"
    return {
        "index": index,
        "attempt": attempt,
        "name": photo.name,
        "state": photo.state,
        "thumbnail": url if _kept(photo) else None,
    }


def _kept(photo: Photo) -> bool:
    return photo.state not in ("captured", "lost")


def display_view(state: State, live: Live) -> DisplayView | None:
    """Return the session's display, or the newest invited one that has not connected yet; None without any."""
    display = _display(state)
    if display is None:
        return None
    link = live.links.get(display.device, _NOWHERE)
    showing = state.showing
    return {
        "device": display.device,
        "name": display.name,
        "connected": link.connection is not None,
        "showing_state": _showing_state(state),
        "index": showing.index,
        "status": {
            "width": link.status.get("width"),
            "height": link.status.get("height"),
            "fullscreen": link.status.get("fullscreen"),
            "wake_lock": link.status.get("wake_lock"),
        },
    }


def _display(state: State) -> Device | None:
    if state.display is not None:
        return state.devices[state.display]
    waiting = [device for device in state.devices.values() if device.role == "display" and not device.removed]
    return waiting[-1] if waiting else None


def _showing_state(state: State) -> ShowingState:
    showing = state.showing
    if showing.number == 0:
        return "none"
    if showing.status == "interrupted":
        return "broken" if showing.index is not None else "none"
    if showing.status == "ordered":
        return "preparing"
    return "black" if showing.index is None else "shown"
