"""The session's log: facts as sentences for the operator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from capture import facts
from capture.facts import Fact
from capture.reasons import AIM_ENDS, CAMERA, LOG_RESTARTED, LOSSES, REJECTIONS, number
from capture.sentences import reason_sentence
from capture.session import Session
from capture.shapes import Kind, Level, LogRow
from capture.state.session_state import State


@dataclass(frozen=True, slots=True)
class _Line:
    level: Level
    kind: Kind
    message: str
    index: int | None = None
    device: str | None = None


def event_row(seq: int, fact: Fact, session: Session) -> LogRow | None:
    """Return the log row of a fact, None if it is not shown to people."""
    line = _LINES[type(fact)](fact, session.state) if type(fact) in _LINES else None
    if line is None:
        return None
    return {
        "seq": seq,
        "at": fact.at,
        "level": line.level,
        "kind": line.kind,
        "index": line.index,
        "device": line.device,
        "message": line.message,
    }


def _phase(fact: facts.PhaseChanged, state: State) -> _Line:
    if fact.phase in ("paused", "aborted"):
        level: Level = "stop" if fact.phase == "aborted" else "wait"
        return _Line(level, "phase", reason_sentence(state, fact), fact.index, fact.device or None)
    if fact.phase == "waiting" and fact.code in AIM_ENDS:
        return _Line("wait", "phase", reason_sentence(state, fact), fact.index, fact.device or None)
    at_index = f" at {number(fact.index)}" if fact.index is not None else ""
    messages = {
        "waiting": "Aiming ended.",
        "aiming": f"Aiming{at_index}.",
        "running": f"{'Every device is back. ' if fact.code in (facts.BACK, facts.READY) else ''}Running{at_index}.",
        "finishing": "Everything is photographed. The last photos are coming in.",
        "finished": "Finished. Every photo is stored and judged.",
    }
    return _Line("ok" if fact.phase == "finished" else "info", "phase", messages[fact.phase], fact.index)


def _restarted(_fact: facts.ServerRestarted, _state: State) -> _Line:
    return _Line("wait", "problem", LOG_RESTARTED)


def _admitted(fact: facts.DeviceAdmitted, _state: State) -> _Line:
    return _Line("info", "device", f"{fact.name} joined as a {fact.role}.", device=fact.device)


def _place_given(fact: facts.PlaceGiven, state: State) -> _Line:
    message = f"{_name(state, fact.phone)} fills {fact.set}."
    return _Line("info", "device", message, device=fact.phone)


def _left_out(fact: facts.SetsLeftOut, _state: State) -> _Line:
    sets = ", ".join(fact.sets)
    return _Line("wait", "device", f"It goes on without a phone for {sets}, as the operator agreed.")


def _removed(fact: facts.DeviceRemoved, state: State) -> _Line:
    return _Line("wait", "device", f"{_name(state, fact.device)} was {fact.code}.", device=fact.device)


def _returned(fact: facts.DeviceReturned, state: State) -> _Line:
    return _Line("info", "device", f"{_name(state, fact.device)} joined again.", device=fact.device)


def _connected(fact: facts.LeaseGranted, state: State) -> _Line:
    return _Line("info", "device", f"{_name(state, fact.device)} is connected.", device=fact.device)


def _disconnected(fact: facts.ConnectionLost, state: State) -> _Line:
    return _Line("wait", "device", f"{_name(state, fact.device)} lost its connection.", device=fact.device)


def _readied(fact: facts.PhoneReadied, state: State) -> _Line:
    name = _name(state, fact.phone)
    if fact.ready:
        return _Line("ok", "device", f"{name} is ready.", device=fact.phone)
    why = CAMERA.get(fact.code, "")
    return _Line("wait", "problem", f"{name} is not ready. {why}".rstrip(), device=fact.phone)


def _interrupted(fact: facts.ShowingInterrupted, _state: State) -> _Line:
    return _Line("wait", "problem", f"The display stopped showing its picture. {fact.detail}".rstrip())


def _voided(fact: facts.CaptureVoided, state: State) -> _Line:
    message = f"The photo of {number(fact.index)} by {_name(state, fact.phone)} is not waited for any longer."
    return _Line("wait", "problem", message, fact.index, fact.phone)


def _failed(fact: facts.CaptureFailed, state: State) -> _Line:
    message = f"{_name(state, fact.phone)} could not take the photo of {number(fact.index)}. {fact.detail}"
    return _Line("stop", "problem", message.rstrip(), fact.index, fact.phone)


def _taken(fact: facts.PhotoTaken, _state: State) -> _Line | None:
    return _does_not_count(fact.index, fact.void, fact.phone) if fact.void else None


def _photo_voided(fact: facts.PhotoVoided, _state: State) -> _Line:
    return _does_not_count(fact.index, fact.code, None)


def _does_not_count(index: int, code: str, phone: str | None) -> _Line:
    message = f"The photo of {number(index)} does not count: {REJECTIONS.get(code, code)}."
    return _Line("wait", "problem", message, index, phone)


def _stored(fact: facts.PhotoStored, state: State) -> _Line:
    message = f"{number(fact.index)} stored from {_name(state, fact.phone)}."
    return _Line("ok", "photo", message, fact.index, fact.phone)


def _judged(fact: facts.VerdictGiven, _state: State) -> _Line | None:
    if fact.verdict == "accepted":
        return None
    why = fact.detail or REJECTIONS.get(fact.code, fact.code)
    return _Line(
        "wait", "photo", f"The photo of {number(fact.index)} was rejected: {why.rstrip('.')}.", fact.index
    )


def _lost(fact: facts.PhotoLost, state: State) -> _Line:
    why = LOSSES[fact.code]
    message = f"The photo of {number(fact.index)} by {_name(state, fact.phone)} will not come: {why}."
    return _Line("wait", "problem", message, fact.index, fact.phone)


def _retake(fact: facts.RetakeListed, _state: State) -> _Line:
    why = (
        f" {fact.detail[0].upper()}{fact.detail[1:].rstrip('.')}."
        if fact.detail and fact.code == "operator"
        else ""
    )
    return _Line(
        "info", "retake", f"{number(fact.index)} will be taken again for {fact.set}.{why}", fact.index
    )


def _skipped(fact: facts.IndexSkipped, _state: State) -> _Line:
    kept = (
        f" {', '.join(fact.kept)} {'keeps' if len(fact.kept) == 1 else 'keep'} its photo."
        if fact.kept
        else ""
    )
    message = f"{number(fact.index)} is skipped: {fact.detail.rstrip('.')}.{kept}"
    return _Line("info", "skip", message, fact.index)


def _lifted(fact: facts.SkipLifted, _state: State) -> _Line:
    return _Line("info", "skip", f"{number(fact.index)} is no longer skipped.", fact.index)


def _one(fact: facts.TreatedAsOne, _state: State) -> _Line:
    named = " = ".join(number(index) for index in fact.indices)
    message = f"These x-rays show the same picture and are treated as one: {named}."
    return _Line("info", "photo", message, fact.indices[0])


def _name(state: State, device: str) -> str:
    known = state.devices.get(device)
    return known.name if known is not None else "A device"


_LINES: dict[type[Fact], Callable[[Any, State], _Line | None]] = {
    facts.PhaseChanged: _phase,
    facts.ServerRestarted: _restarted,
    facts.DeviceAdmitted: _admitted,
    facts.PlaceGiven: _place_given,
    facts.SetsLeftOut: _left_out,
    facts.DeviceRemoved: _removed,
    facts.DeviceReturned: _returned,
    facts.LeaseGranted: _connected,
    facts.ConnectionLost: _disconnected,
    facts.PhoneReadied: _readied,
    facts.ShowingInterrupted: _interrupted,
    facts.CaptureVoided: _voided,
    facts.CaptureFailed: _failed,
    facts.PhotoTaken: _taken,
    facts.PhotoVoided: _photo_voided,
    facts.PhotoStored: _stored,
    facts.VerdictGiven: _judged,
    facts.PhotoLost: _lost,
    facts.RetakeListed: _retake,
    facts.IndexSkipped: _skipped,
    facts.SkipLifted: _lifted,
    facts.TreatedAsOne: _one,
}
