"""Views of a session for people and devices, as the JSON of ``docs/protocol.md``.

A snapshot costs the same after ten thousand x-rays as after ten; only the strip grows with the subset.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import cast

from capture.device_views import display_view, phone_view
from capture.facts import ENDED
from capture.handlers.phases import anything_due, blocking_reasons, next_due, vacancies
from capture.handlers.scheduler import waits_for_next
from capture.sentences import reason_sentence, waits_for
from capture.session import Session
from capture.shapes import (
    Allowed,
    ByHandView,
    DeviceState,
    DisplayVariationView,
    HandheldView,
    PauseReason,
    SessionSettings,
    SessionView,
    SkipView,
    Strip,
)
from capture.state.place import STORED_LETTERS, Place
from capture.state.progress import progress
from capture.state.session_state import State


def snapshot(session: Session, at: float) -> SessionView:
    """Return the whole session for the operator."""
    state, plan, live = session.state, session.plan, session.live
    return {
        "session": plan.session,
        "title": plan.title,
        "capture": plan.capture,
        "by_hand": by_hand_view(state) if plan.by_person else None,
        "phase": state.phase,
        "reason": _reason(state),
        "waits_for": waits_for(state, live),
        "can": _can(session),
        "first": plan.first,
        "last": plan.last,
        "total": plan.xrays,
        "index": state.showing.index,
        "showing": state.showing.number,
        "next_index": next_due(state),
        "sets": list(plan.sets),
        "sets_without_phone": [place.set for place in state.unfilled()],
        "conditions": conditions_now(state),
        "settings": cast(SessionSettings, asdict(plan.settings)),
        "display_variation": cast(DisplayVariationView, asdict(plan.display_variation)),
        "created_at": session.created_at,
        "started_at": state.started_at,
        "ended_at": state.ended_at,
        "progress": progress(state, live, at),
        "display": display_view(state, live),
        "phones": [
            phone_view(state, live, phone)
            for phone in state.devices.values()
            # A phone in another one's place is there as its new device; as the old one while photos are to come.
            if phone.role == "phone" and (not phone.successor or phone.under_way)
        ],
        "retakes": [
            {
                "index": index,
                "set": place.set,
                "reason": place.retakes[index],
                "detail": place.retake_details.get(index, ""),
                "phone": place.phone,
            }
            for place in state.places.values()
            for index in sorted(place.retakes)
        ],
        "skips": [_skip(state, index) for index in sorted(state.skips)],
        "follows": plan.follows or None,
        "by_itself": state.by_itself,
        "copies": [list(group) for group in sorted(set(state.copies.values()))],
    }


def device_states(session: Session, devices: Iterable[str], at: float) -> dict[str, DeviceState]:
    """Return the ``state`` message for each of several devices."""
    waits = waits_for(session.state, session.live)
    return {device: _device_state(session, device, at, waits) for device in devices}


def device_state(session: Session, device: str, at: float) -> DeviceState:
    """Return the ``state`` message for a phone or display."""
    return device_states(session, [device], at)[device]


def _device_state(session: Session, device: str, at: float, waits: list[str]) -> DeviceState:
    state, plan = session.state, session.plan
    place = state.place_of(device)
    figures = progress(state, session.live, at, None if place is None else [place])
    return {
        "session": plan.session,
        "capture": plan.capture,
        "by_hand": handheld_view(state, place) if plan.by_person else None,
        "phase": state.phase,
        "reason": _reason(state, device),
        "waits_for": waits,
        "first": plan.first,
        "last": plan.last,
        "index": state.showing.index,
        "next_index": next_due(state),
        "set": None if place is None else place.set,
        "paused": device in state.devices and state.devices[device].paused,
        "stored": figures["stored"],
        "total": figures["total"],
        "rate": figures["rate"],
        "seconds_left": figures["seconds_left"],
    }


def strip(session: Session) -> Strip:
    """Return one letter per x-ray and set: ``{first, last, sets: {name: letters}}``.

    ``.`` missing, ``u`` under way, ``s`` stored, ``a`` accepted, ``r`` rejected and to be retaken, ``k`` skipped; ``S``
    and ``A`` when it was retaken.
    """
    places = session.state.places.values()
    letters = {place.set: place.letters.decode("ascii") for place in places}
    return {"first": session.plan.first, "last": session.plan.last, "sets": letters}


def _skip(state: State, index: int) -> SkipView:
    kept = [place.set for place in state.places.values() if place.stands(index)]
    return {"index": index, "reason": state.skips[index], "kept": kept}


def _reason(state: State, reader: str = "") -> PauseReason | None:
    reason = state.reason
    if reason is None:
        return None
    return {
        "code": reason.code,
        "message": reason_sentence(state, reason, reader),
        "device": state.newest(reason.device) or None,
        "index": reason.index,
        "at": reason.at,
    }


def _can(session: Session) -> Allowed:
    state = session.state
    due = anything_due(state)
    hindered = blocking_reasons(state, session.live) if due else []
    lacking = vacancies(state, state.unfilled()) if state.phase == "finished" else []
    unstarted = state.phase in ("waiting", "aiming")
    stands = state.phase in ("paused", *ENDED) and (due or state.phase != "finished")
    return {
        "aim": state.phase == "waiting" and due and session.live.connected(state.display),
        "start": unstarted and not hindered,
        "pause": state.phase in ("aiming", "running", "finishing"),
        "resume": stands and not hindered,
        "abort": state.phase not in ENDED,
        "export": any(place.count(STORED_LETTERS) for place in state.places.values()),
        "start_why": " ".join(hindered or lacking) if stands or unstarted or lacking else "",
    }


def conditions_now(state: State) -> dict[str, str]:
    """Return the conditions of the next photo."""
    return {**state.plan.conditions, **(state.conditions or {})}


def by_hand_view(state: State) -> ByHandView:
    """Return what the console shows."""
    every = state.plan.settings.conditions_every
    asks = bool(every) and state.since_conditions >= every
    return {"stays": waits_for_next(state), "ask_conditions": asks and state.phase == "running"}


def handheld_view(state: State, place: Place | None) -> HandheldView:
    """Return what a phone that fills ``place`` shows."""
    settings = state.plan.settings
    return {
        **by_hand_view(state),
        "previous": None if place is None else _previous(state, place),
        "camera_app": settings.verification != "off",
        "goes_on": settings.goes_on,
        "shutter_after_s": settings.shutter_after_s,
        "conditions": conditions_now(state),
    }


def _previous(state: State, place: Place) -> int | None:
    index = state.showing.index
    return place.before(place.record.last + 1 if index is None else index)
