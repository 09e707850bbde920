"""The session's log: facts as sentences for the operator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from capture import facts
from capture.facts import Fact
from capture.reasons import AIM_ASKS, AIM_ENDS, hint, number, said_of
from capture.sentences import reason_sentence
from capture.session import Session
from capture.shapes import Kind, Level, LogRow
from capture.state.session_state import State
from messages import Message


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
    if (fact.phase == "waiting" and fact.code in AIM_ENDS) or (
        fact.phase == "aiming" and fact.code in AIM_ASKS
    ):
        return _Line("wait", "phase", reason_sentence(state, fact), fact.index, fact.device or None)
    at_index = fact.phase in ("aiming", "running") and fact.index is not None
    said: str = Message(f"log-row-{fact.phase}{'-at' if at_index else ''}", index=fact.index or 0)
    if fact.phase == "finished" and not state.plan.has_phones:
        said = Message("log-row-presented")
    if fact.phase == "running" and fact.code in (facts.BACK, facts.READY):
        said = Message.joined([Message("log-row-back"), said])
    if fact.phase == "running" and fact.code == facts.BY_ITSELF:
        said = Message.joined([Message("log-row-by-itself"), said])
    return _Line("ok" if fact.phase == "finished" else "info", "phase", said, fact.index)


def _restarted(_fact: facts.ServerRestarted, _state: State) -> _Line:
    return _Line("wait", "problem", Message("log-row-restarted"))


def _admitted(fact: facts.DeviceAdmitted, _state: State) -> _Line:
    return _Line(
        "info", "device", Message("log-row-joined", device=fact.name, role=fact.role), device=fact.device
    )


def _place_given(fact: facts.PlaceGiven, state: State) -> _Line:
    message = Message("log-row-fills", device=_name(state, fact.phone), set=fact.set)
    return _Line("info", "device", message, device=fact.phone)


def _left_out(fact: facts.SetsLeftOut, _state: State) -> _Line:
    sets = ", ".join(fact.sets)
    return _Line("wait", "device", Message("log-row-left-out", sets=sets))


def _removed(fact: facts.DeviceRemoved, state: State) -> _Line:
    name = _name(state, fact.device)
    if fact.by:
        return _Line("info", "device", Message("log-row-swapped", device=name), device=fact.device)
    said = Message("log-row-removed", device=name, how=fact.code)
    return _Line("wait", "device", said, device=fact.device)


def _returned(fact: facts.DeviceReturned, state: State) -> _Line:
    return _Line(
        "info", "device", Message("log-row-returned", device=_name(state, fact.device)), device=fact.device
    )


def _phone_paused(fact: facts.PhonePaused | facts.PhoneResumed, state: State) -> _Line:
    row = "phone-paused" if isinstance(fact, facts.PhonePaused) else "phone-resumed"
    said = Message(f"log-row-{row}", device=_name(state, fact.phone))
    return _Line("info", "device", said, device=fact.phone)


def _connected(fact: facts.LeaseGranted, state: State) -> _Line:
    return _Line(
        "info", "device", Message("log-row-connected", device=_name(state, fact.device)), device=fact.device
    )


def _disconnected(fact: facts.ConnectionLost, state: State) -> _Line:
    return _Line(
        "wait",
        "device",
        Message("log-row-disconnected", device=_name(state, fact.device)),
        device=fact.device,
    )


def _readied(fact: facts.PhoneReadied, state: State) -> _Line:
    name = _name(state, fact.phone)
    if fact.ready:
        return _Line("ok", "device", Message("log-row-ready", device=name), device=fact.phone)
    said = Message("hindrance-not-ready", device=name, why=hint(fact.code))
    return _Line("wait", "problem", said, device=fact.phone)


def _interrupted(fact: facts.ShowingInterrupted, _state: State) -> _Line:
    return _Line("wait", "problem", Message("log-row-interrupted", detail=fact.detail))


def _voided(fact: facts.CaptureVoided, state: State) -> _Line | None:
    if fact.code in ("withdrawn", "phone_paused"):  # what a person did has a line of its own
        return None
    message = Message("log-row-voided", index=fact.index, device=_name(state, fact.phone))
    return _Line("wait", "problem", message, fact.index, fact.phone)


def _failed(fact: facts.CaptureFailed, state: State) -> _Line:
    device = _name(state, fact.phone)
    message = Message("log-row-failed", device=device, index=fact.index, detail=fact.detail)
    return _Line("stop", "problem", message, fact.index, fact.phone)


def _taken(fact: facts.PhotoTaken, _state: State) -> _Line | None:
    return _does_not_count(fact.index, fact.void, fact.phone) if fact.void else None


def _photo_voided(fact: facts.PhotoVoided, _state: State) -> _Line:
    return _does_not_count(fact.index, fact.code, None)


def _does_not_count(index: int, code: str, phone: str | None) -> _Line:
    message = Message("log-row-not-counted", index=index, why=said_of(code, "rejection"))
    return _Line("wait", "problem", message, index, phone)


def _stored(fact: facts.PhotoStored, state: State) -> _Line:
    message = Message("log-row-stored", index=fact.index, device=_name(state, fact.phone))
    return _Line("ok", "photo", message, fact.index, fact.phone)


def _judged(fact: facts.VerdictGiven, _state: State) -> _Line | None:
    if fact.verdict == "accepted":
        return None
    why = fact.detail or said_of(fact.code, "rejection")
    said = Message("log-row-rejected", index=fact.index, why=_without_stop(why))
    return _Line("wait", "photo", said, fact.index)


def _noted(fact: facts.PhotoNoted, _state: State) -> _Line:
    row = "noted" if fact.note else "note-removed"
    message = Message(f"log-row-{row}", index=fact.index, set=fact.set, attempt=fact.attempt, note=fact.note)
    return _Line("info", "photo", message, fact.index)


def _lost(fact: facts.PhotoLost, state: State) -> _Line:
    why, device = said_of(fact.code, "loss"), _name(state, fact.phone)
    message = Message("log-row-lost", index=fact.index, device=device, why=why)
    return _Line("wait", "problem", message, fact.index, fact.phone)


def _retake(fact: facts.RetakeListed, _state: State) -> _Line:
    why = (
        f"{fact.detail[0].upper()}{fact.detail[1:].rstrip('.')}."
        if fact.detail and fact.code == "operator"
        else ""
    )
    said = Message("log-row-retake", index=fact.index, set=fact.set, why=why)
    return _Line("info", "retake", said, fact.index)


def _skipped(fact: facts.IndexSkipped, _state: State) -> _Line:
    kept = (
        Message("log-row-skipped-kept", sets=", ".join(fact.kept), count=len(fact.kept)) if fact.kept else ""
    )
    message = Message("log-row-skipped", index=fact.index, why=_without_stop(fact.detail), kept=kept)
    return _Line("info", "skip", message, fact.index)


def _lifted(fact: facts.SkipLifted, _state: State) -> _Line:
    return _Line("info", "skip", Message("log-row-no-skip", index=fact.index), fact.index)


def _one(fact: facts.TreatedAsOne, _state: State) -> _Line:
    named = " = ".join(number(index) for index in fact.indices)
    message = Message("log-row-as-one", indices=named)
    return _Line("info", "photo", message, fact.indices[0])


def _conditions(fact: facts.ConditionsStated, _state: State) -> _Line:
    said = Message("log-row-conditions-at" if fact.index else "log-row-conditions", index=fact.index or 0)
    stated = (f"{name.replace('_', ' ')}: {value}" for name, value in fact.conditions.items() if value)
    return _Line("info", "phase", Message.joined([said, ", ".join(stated)]), fact.index)


def _name(state: State, device: str) -> str:
    known = state.devices.get(device)
    return known.name if known is not None else Message("log-row-a-device")


def _without_stop(text: str) -> str:
    return text.rstrip(".") if text.endswith(".") else text


_LINES: dict[type[Fact], Callable[[Any, State], _Line | None]] = {
    facts.PhaseChanged: _phase,
    facts.ServerRestarted: _restarted,
    facts.DeviceAdmitted: _admitted,
    facts.PlaceGiven: _place_given,
    facts.SetsLeftOut: _left_out,
    facts.DeviceRemoved: _removed,
    facts.DeviceReturned: _returned,
    facts.PhonePaused: _phone_paused,
    facts.PhoneResumed: _phone_paused,
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
    facts.PhotoNoted: _noted,
    facts.PhotoLost: _lost,
    facts.RetakeListed: _retake,
    facts.IndexSkipped: _skipped,
    facts.SkipLifted: _lifted,
    facts.TreatedAsOne: _one,
    facts.ConditionsStated: _conditions,
}
