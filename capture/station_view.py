"""A session as one tile of the overview: its state, and whether somebody is needed there."""

from __future__ import annotations

from collections.abc import Iterator

from capture.device_views import newest_photo
from capture.facts import ENDED
from capture.handlers.phases import anything_due, blocking_reasons, display_there, next_due
from capture.session import Session
from capture.shapes import StationNeed, StationView
from capture.state.progress import progress
from capture.state.session_state import Device, Live, State

WISHES = frozenset({"operator", "phone"})
"""Pauses and ends that a person asked for: nobody has to be called."""
PATIENCE_S = 4.0
"""A page that is reloaded is back by then; its session pauses later (``silent_after_s``)."""
LOW_BATTERY = 0.15
ROUND_LEFT_S = 10
_ATTENDED = ("aiming", "running", "paused", "finishing")


def station(session: Session, at: float) -> StationView:
    """Return the tile of a session at time ``at``."""
    state, live, plan = session.state, session.live, session.plan
    figures = progress(state, live, at)
    left = figures["seconds_left"]
    waiting = state.phase == "waiting"
    ready = waiting and anything_due(state) and not blocking_reasons(state, live)
    return {
        "session": plan.session,
        "title": plan.title,
        "sets": list(plan.sets),
        "follows": plan.follows,
        "created_at": session.created_at,
        "ended_at": state.ended_at if state.phase in ENDED else None,
        "capture": plan.capture,
        "phase": state.phase,
        "reason": state.reason.code if state.reason is not None else None,
        "ready": ready,
        "lacks": None if not waiting or ready else "phone" if display_there(state, live) else "display",
        "index": state.showing.index or next_due(state) or plan.first,
        "stored": figures["stored"],
        "total": figures["total"],
        "seconds_left": None if left is None else round(left / ROUND_LEFT_S) * ROUND_LEFT_S,
        "need": next(_needs(state, live, at), None),
        "thumbnail": _thumbnail(state),
    }


def _needs(state: State, live: Live, at: float) -> Iterator[StationNeed]:
    """Yield what needs somebody, the most urgent first."""
    reason = state.reason
    if state.phase in ("paused", "aborted") and reason is not None and reason.code not in WISHES:
        culprit = state.devices.get(reason.device)
        yield _need(state, reason.code, culprit, reason.index)
    if state.phase not in _ATTENDED:
        return
    phones = [phone for _, phone in state.working()]
    # A person's phone is in a pocket or in its camera app at times.
    for phone in [] if state.plan.by_person else phones:
        if not live.connected(phone.device) and at - live.silent_since(phone.device) > PATIENCE_S:
            yield _need(state, "phone_silent", phone, None)
    shows = state.phase in ("aiming", "running") and state.display is not None
    if (
        shows
        and not live.connected(state.display)
        and at - live.silent_since(state.display or "") > PATIENCE_S
    ):
        yield _need(state, "display_silent", None, None)
    for phone in phones:
        status = live.links[phone.device].status if phone.device in live.links else {}
        battery = status.get("battery")
        if battery is not None and battery <= LOW_BATTERY and not status.get("charging"):
            yield _need(state, "battery_low", phone, None)


def _need(state: State, code: str, device: Device | None, index: int | None) -> StationNeed:
    holders = [device] if device is not None else [phone for _, phone in state.active()]
    waiting = sum(len(holder.under_way) for holder in holders)
    return {"code": code, "device": device.name if device else None, "index": index, "photos": waiting}


def _thumbnail(state: State) -> str | None:
    """Return the address of the newest stored photo of the set that is shown first."""
    shown = (newest_photo(state, place) for place in state.places.values())
    return next((photo["thumbnail"] for photo in shown if photo and photo["thumbnail"]), None)
