"""Sentences about a session's state: why it is paused, what it waits for."""

from __future__ import annotations

from capture.facts import PhaseChanged
from capture.handlers.phases import anything_due, blocking_reasons, vacancies
from capture.handlers.scheduler import MOST_UNDER_WAY, MOST_UNJUDGED, is_blocked_by_mismatch, target, usable
from capture.reasons import ABORTS, AIM_ENDS, CAMERA, PAUSES, number, plural, sentence
from capture.state.session_state import Device, Live, State


def reason_sentence(state: State, reason: PhaseChanged, reader: str = "") -> str:
    """Return why the session is paused, was aborted, or stopped aiming; as it was at that time.

    ``reader`` is the device on which it is read: to its own holder a phone is "this phone".
    """
    templates = {"aborted": ABORTS, "waiting": AIM_ENDS}.get(reason.phase, PAUSES)
    template = templates.get(reason.code) or templates.get("operator", "")
    device = state.devices.get(reason.device)
    index = "" if reason.index is None else number(reason.index)
    return sentence(
        template,
        device=_called(device, reader),
        index=index,
        goes_on=f"Resume goes on at {index}." if index else "",
        safe=_safe(reason.stored),
        detail=_full_stop(CAMERA.get(reason.detail, reason.detail)),
    )


def waits_for(state: State, live: Live) -> list[str]:
    """Return what keeps the session from continuing, empty when nothing does."""
    if state.phase == "running":
        return _running_waits(state, live)
    if state.phase == "aiming" and not live.connected(state.display):
        return ["Waits for the display to come back.", *vacancies(state, state.unfilled())]
    if state.phase == "finishing":
        return _photo_waits(state)
    if state.phase == "finished":
        return []
    found = blocking_reasons(state, live) if anything_due(state) else _photo_waits(state)
    return found + vacancies(state, state.unfilled())


def _running_waits(state: State, live: Live) -> list[str]:
    asked = [state.devices[request.phone] for _, request in state.outstanding()]
    if asked:
        return [
            f"Waits for {phone.name} to come back." for phone in asked if not live.connected(phone.device)
        ]
    index = target(state)
    if index is None and is_blocked_by_mismatch(state):
        return _photo_waits(state)
    found = [] if live.connected(state.display) else ["Waits for the display to come back."]
    for place, phone in state.active():
        if (index is None or place.lacks(index)) and not usable(live, phone):
            found.append(
                f"Waits for {phone.name} to {'be ready' if live.connected(phone.device) else 'come back'}."
            )
        if len(phone.under_way) >= MOST_UNDER_WAY:
            found.append(_under_way(phone))
        elif phone.unjudged >= MOST_UNJUDGED:
            photos = plural(phone.unjudged, "photo", "photos")
            found.append(f"Waits for the verdict on {photos} of {phone.name}.")
    return found


def _photo_waits(state: State) -> list[str]:
    found = [
        _under_way(phone) for phone in state.devices.values() if phone.under_way and _counts(state, phone)
    ]
    pending = sum(len(place.pending) for place in state.places.values())
    if pending:
        found.append(f"Waits for the verdict on {plural(pending, 'photo', 'photos')}.")
    return found


def _counts(state: State, phone: Device) -> bool:
    return phone.set is not None and state.places[phone.set].phone is not None


def _under_way(phone: Device) -> str:
    photos = plural(len(phone.under_way), "photo", "photos")
    if phone.removed:
        return (
            f"{photos} of {phone.name}, which was dropped, did not come yet. Open its page, or revoke it to have "
            "them taken again."
        )
    return f"Waits for {photos} from {phone.name}."


def _called(device: Device | None, reader: str) -> str:
    if device is None:
        return "a device"
    return f"this {device.role}" if device.device == reader else device.name


def _safe(stored: int | None) -> str:
    if not stored:
        return "Nothing is lost." if stored == 0 else "What is stored is safe."
    return f"{plural(stored, 'stored photo is', 'stored photos are')} safe."


def _full_stop(text: str) -> str:
    return text if not text or text[-1] in ".!?" else f"{text}."
