"""Sentences about a session's state: why it is paused, what it waits for."""

from __future__ import annotations

from capture.facts import PhaseChanged
from capture.handlers.by_itself import unframed_phones
from capture.handlers.phases import anything_due, blocking_reasons, display_there, vacancies
from capture.handlers.scheduler import (
    MOST_UNDER_WAY,
    MOST_UNJUDGED,
    is_blocked_by_mismatch,
    staying,
    target,
    usable,
    waits_for_next,
)
from capture.reasons import CAMERA, hint, said_of
from capture.state.session_state import Device, Live, State
from messages import Message, catalogue


def reason_sentence(state: State, reason: PhaseChanged, reader: str = "") -> str:
    """Return why the session is paused, was aborted, or stopped aiming; as it was at that time.

    ``reader`` is the device on which it is read: to its own holder a phone is "this phone".
    """
    context = {"aborted": "abort", "waiting": "aim-ended", "aiming": "aim-asks"}.get(reason.phase, "pause")
    code = reason.code if reason.code in catalogue().with_context(context) else "operator"
    device = state.devices.get(reason.device)
    index = "" if reason.index is None else reason.index
    detail = hint(reason.detail) if reason.detail in CAMERA else reason.detail
    return said_of(
        code,
        context,
        device=_called(device, reader),
        index=index,
        goes_on=Message("reason-goes-on", index=index) if index != "" else "",
        safe=_safe(reason.stored),
        detail=_full_stop(detail),
    )


def waits_for(state: State, live: Live) -> list[str]:
    """Return what keeps the session from continuing, empty when nothing does."""
    if state.phase == "running":
        return _running_waits(state, live)
    if state.phase == "aiming" and not live.connected(state.display):
        return [Message("waits-display"), *vacancies(state, state.unfilled())]
    if state.phase == "aiming" and state.by_itself and (unframed := unframed_phones(state, live)):
        return [Message("waits-framing", device=phone.name) for phone in unframed]
    if state.phase == "finishing":
        return _photo_waits(state)
    if state.phase == "finished":
        return []
    found = blocking_reasons(state, live) if anything_due(state) else _photo_waits(state)
    return found + vacancies(state, state.unfilled())


def _running_waits(state: State, live: Live) -> list[str]:
    asked = [state.devices[request.phone] for _, request in state.outstanding()]
    if asked:
        away = [
            Message("waits-back", device=phone.name) for phone in asked if not live.connected(phone.device)
        ]
        by_hand = (phone for phone in asked if state.plan.by_person and live.connected(phone.device))
        return [*away, *(Message("waits-shutter", device=phone.name) for phone in by_hand)]
    if waits_for_next(state) is not None:
        return [Message("waits-next")]
    if staying(state) is not None:
        return _photo_waits(state)
    index = target(state)
    if index is None and is_blocked_by_mismatch(state):
        return _photo_waits(state)
    found: list[str] = [] if display_there(state, live) else [Message("waits-display")]
    for place, phone in state.working():
        if (index is None or place.lacks(index)) and not usable(live, phone):
            connected = live.connected(phone.device)
            found.append(Message("waits-ready" if connected else "waits-back", device=phone.name))
        if len(phone.under_way) >= MOST_UNDER_WAY:
            found.append(_under_way(phone))
        elif phone.unjudged >= MOST_UNJUDGED:
            found.append(Message("waits-verdict-of", photos=phone.unjudged, device=phone.name))
    return found


def _photo_waits(state: State) -> list[str]:
    found = [
        _under_way(phone) for phone in state.devices.values() if phone.under_way and _counts(state, phone)
    ]
    pending = sum(len(place.pending) for place in state.places.values())
    if pending:
        found.append(Message("waits-verdict", photos=pending))
    return found


def _counts(state: State, phone: Device) -> bool:
    return phone.set is not None and state.places[phone.set].phone is not None


def _under_way(phone: Device) -> str:
    said = "waits-photos-dropped" if phone.removed else "waits-photos"
    return Message(said, photos=len(phone.under_way), device=phone.name)


def _called(device: Device | None, reader: str) -> str:
    if device is None:
        return Message("reason-a-device")
    own = device.device == reader
    return Message("reason-this-device", role=device.role) if own else device.name


def _safe(stored: int | None) -> str:
    return Message("reason-safe-unknown") if stored is None else Message("reason-safe", stored=stored)


def _full_stop(text: str) -> str:
    return text if not text or text[-1] in ".!?" else Message.joined([text, "."], by="")
