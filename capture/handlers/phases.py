"""Transitions between phases (start, pause, resume, end), and the preconditions of a run."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from capture import events, facts
from capture.errors import CaptureError
from capture.facts import ENDED, Phase, PhaseChanged
from capture.handlers.context import Transaction
from capture.reasons import OUTAGES, hint
from capture.state.place import MISSING_LETTERS, STORED_LETTERS, Place
from capture.state.session_state import Device, Live, State
from messages import Message


def aim(tx: Transaction, _event: events.Aim) -> None:
    """Show the first x-ray before the start; idempotent."""
    _require(tx.state, ("waiting", "aiming"), "It was started before. Aiming comes before the start.")
    if tx.state.phase == "aiming":
        return
    if not tx.state.plan.has_display:
        raise CaptureError("no_display", "Films have no display to aim at. Start the session.")
    if not tx.live.connected(tx.state.display):
        why = Message("hindrance-display")
        raise CaptureError("not_ready", why, {"waits_for": [why]})
    tx.apply(PhaseChanged(tx.at, "aiming", index=first_missing(tx.state)))


def start(tx: Transaction, event: events.Start) -> None:
    """Start the run."""
    _require(tx.state, ("waiting", "aiming"), "It was started before. Resume it instead.")
    _require_ready(tx.state, tx.live, event.without)
    _leave_out(tx, event.without)
    run(tx)


def resume(tx: Transaction, event: events.Resume) -> None:
    """Continue at the lowest missing index."""
    state = tx.state
    if _stale(tx, event):
        return
    _require(state, ("paused", *ENDED), f"The session is {state.phase}. There is nothing to resume.")
    if event.by != "operator" and not _caused(state, event.by):
        raise CaptureError("not_yours", "Only the operator can resume this. Nothing is lost.")
    # Who holds a phone has no say over sets: those without one stop the session when all else is done.
    agreed = event.without if event.by == "operator" else state.plan.sets
    _require_ready(state, tx.live, agreed)
    if state.phase == "finished" and not anything_due(state):
        raise CaptureError("nothing_to_take", "Every x-ray has its photos. Ask for a retake first.")
    _leave_out(tx, event.without)
    run(tx)


def pause_asked(tx: Transaction, event: events.Pause) -> None:
    """Pause on request; a pause that a person has to end stays unchanged."""
    if _stale(tx, event):
        return
    by_hand = event.code in ("operator", "phone")
    if by_hand:
        allowed = ("aiming", "running", "finishing", "paused")
        _require(tx.state, allowed, f"The session is {tx.state.phase}. There is nothing to pause.")
    device = "" if event.by == "operator" else event.by
    pause(tx, event.code, device=device, detail=event.detail)


def abort_asked(tx: Transaction, event: events.Abort) -> None:
    """End now, on the operator's request."""
    _require(
        tx.state,
        ("waiting", "aiming", "running", "paused", "finishing"),
        f"The session is {tx.state.phase} already. What is stored stays.",
    )
    _stop(tx, "aborted", "operator", index=next_due(tx.state), detail=event.detail)


def pause(tx: Transaction, code: str, device: str = "", index: int | None = None, detail: str = "") -> None:
    """Stop giving new commands if the session runs; aiming ends, and the session waits again.

    A pause that would end by itself gives way to one that a person has to end.
    """
    if tx.state.phase == "aiming":
        at_index = index if index is not None else tx.state.showing.index
        _stop(tx, "waiting", code, device, at_index, detail)
    elif tx.state.phase in ("running", "finishing") or (stands_still(tx.state) and code not in OUTAGES):
        shown = tx.state.showing.index
        at_index = index if index is not None else shown if shown is not None else next_due(tx.state)
        _stop(tx, "paused", code, device, at_index, detail)


def stands_still(state: State) -> bool:
    """Return whether the session is paused for an outage and resumes by itself when it is over."""
    return state.phase == "paused" and state.reason is not None and state.reason.code in OUTAGES


def abort_mismatch(tx: Transaction, device: str, detail: str) -> None:
    """Abort because a phone's record contradicts the server's; an ended session stays as it is."""
    if tx.state.phase not in ENDED:
        _stop(tx, "aborted", "index_mismatch", device, next_due(tx.state), detail)


def _stop(
    tx: Transaction, phase: Phase, code: str, device: str = "", index: int | None = None, detail: str = ""
) -> None:
    stored = sum(place.count(STORED_LETTERS) for place in tx.state.places.values())
    tx.apply(PhaseChanged(tx.at, phase, code, device, index, detail, stored))


def next_due(state: State) -> int | None:
    """Return the lowest index still to be photographed by an active phone that is not paused, None without any."""
    lowest = min((place.due() for place, _ in state.working()), default=state.plan.last + 1)
    return lowest if lowest <= state.plan.last else None


def first_missing(state: State) -> int | None:
    """Return the x-ray to aim at: the lowest that any set lacks, whether its phone has joined or not."""
    if not state.plan.has_phones:
        return state.to_present
    lowest = min(place.due() for place in state.places.values())
    return lowest if lowest <= state.plan.last else None


def anything_due(state: State) -> bool:
    """Return whether anything is left to photograph for phones that take part or could join."""
    if not state.plan.has_phones:
        return state.to_present is not None
    if any(True for _ in state.active()):
        return next_due(state) is not None or bool(state.held_up())
    return any(place.due() <= state.plan.last for place in state.places.values())


def display_there(state: State, live: Live) -> bool:
    """Return whether an x-ray can be shown: on the connected display, or by the person who puts films up."""
    return not state.plan.has_display or live.connected(state.display)


def blocking_reasons(state: State, live: Live) -> list[str]:
    """Return user-facing reasons why the session cannot run (empty if it can)."""
    found: list[str] = [] if display_there(state, live) else [Message("hindrance-display")]
    phones = [phone for _, phone in state.working()]
    held_up = state.held_up() if next_due(state) is None else []
    found += [held(place, phone) for place, phone in held_up]
    if not phones and not held_up and state.plan.has_phones:
        left = [place for place in state.vacant() if place.last_phone is not None]
        found += [vacancy(state, place) for place in left] or [Message("hindrance-no-phone")]
    for phone in phones:
        link = live.links.get(phone.device)
        if link is None or link.connection is None:
            why = hint(phone.code) if phone.code == "storage_failed" else ""
            found.append(Message("hindrance-not-connected", device=phone.name, why=why))
        elif not (link.placed and link.ready):
            why = "" if phone.ready else hint(phone.code)
            found.append(Message("hindrance-not-ready", device=phone.name, why=why))
    return found


def vacancies(state: State, places: Iterable[Place]) -> list[str]:
    """Return sentences about ``places`` without a phone while others have one; see `blocking_reasons` otherwise."""
    return [vacancy(state, place) for place in places] if any(True for _ in state.active()) else []


def vacancy(state: State, place: Place) -> str:
    """Return a sentence about a vacant place: since when, and what to do where a spare could fill it."""
    if place.last_phone is None:
        return Message("vacancy-new", set=place.set)
    gone = state.devices[place.last_phone]
    lacks = place.count(MISSING_LETTERS)
    said = Message("vacancy-since", set=place.set, device=gone.name, how=gone.removed, lacks=lacks)
    advice = Message("vacancy-replace", device=gone.name) if state.spares() else ""
    return Message.joined([said, advice])


def held(place: Place, phone: Device) -> str:
    """Return a sentence about a paused phone: how much its set lacks, and what to do."""
    return Message("hindrance-phone-paused", device=phone.name, lacks=place.count(MISSING_LETTERS))


def _stale(tx: Transaction, event: events.Pause | events.Resume) -> bool:
    """Return whether the message comes from a superseded page of a device."""
    return event.by != "operator" and tx.leased(event.by, event.generation) is None


def run(tx: Transaction, code: str = facts.BY_A_PERSON) -> None:
    """Enter the phase *running*."""
    tx.apply(facts.PhaseChanged(tx.at, "running", code, index=next_due(tx.state)))
    tx.live.since = tx.at
    tx.live.interrupted_at = None
    tx.live.rounds.clear()


def _caused(state: State, device: str) -> bool:
    return (
        state.phase == "paused" and state.reason is not None and state.newest(state.reason.device) == device
    )


def _require(state: State, phases: tuple[str, ...], otherwise: str) -> None:
    if state.phase not in phases:
        raise CaptureError("wrong_phase", otherwise, {"phase": state.phase})


def _require_ready(state: State, live: Live, agreed: Collection[str]) -> None:
    unknown = [name for name in agreed if name not in state.places]
    if unknown:
        raise CaptureError("set_unknown", f"This session has no set {unknown[0]}.")
    lacking = [place for place in state.unfilled() if place.set not in agreed]
    found = blocking_reasons(state, live) if anything_due(state) else []
    found += vacancies(state, lacking)
    if found:
        details = {"waits_for": found, "sets_without_phone": [place.set for place in lacking]}
        raise CaptureError("not_ready", Message.joined(found), details)


def _leave_out(tx: Transaction, agreed: Collection[str]) -> None:
    sets = tuple(place.set for place in tx.state.unfilled() if place.set in agreed)
    if sets:
        tx.apply(facts.SetsLeftOut(tx.at, sets))
