"""Domain events of a session: the rows of its journal.

A session's state is the result of applying these facts in order (`capture.state.reducer`), so replaying the journal
restores the state that was lost with the process.  Facts record results, not requests: an event that changed nothing
leaves none.  They are written before the command that follows from them is sent.  Fields are JSON values; a
new kind of fact or a new field with a default may be added, but none may ever change its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from dataset.json_values import JsonObject
from messages import as_json

Phase = Literal["waiting", "aiming", "running", "paused", "finishing", "finished", "aborted"]
ENDED = ("finished", "aborted")
"""Phases in which nothing happens any more unless somebody resumes the session."""
Role = Literal["phone", "display"]
Verdict = Literal["accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A journalled domain event; ``at`` is its Unix timestamp."""

    at: float

    def to_json(self) -> JsonObject:
        """Return the fact as JSON values, with its class name as ``kind``."""
        body = {f.name: _plain(getattr(self, f.name)) for f in fields(self)}
        return {"kind": type(self).__name__, **body}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else as_json(value)


BY_A_PERSON = "resumed"
"""The code of a change to *running* that a person asked for."""
READY = "ready"
"""The code of a change to *running* by itself, as what a device lacked is there: tries go on being counted."""
BY_ITSELF = "by_itself"
"""The code of a change to *aiming* or *running* because a session that follows another found all as it was."""
BACK = "back"
"""The code of a change to *running* by itself, as all are back after an outage: x-rays get all their tries again."""


@dataclass(frozen=True, slots=True)
class PhaseChanged(Fact):
    """The session entered ``phase`` for a reason (a code of `capture.reasons`), by a device, at an index.

    ``stored`` is how many photos were safe then, None where it was not written down.
    """

    phase: Phase
    code: str = ""
    device: str = ""
    index: int | None = None
    detail: str = ""
    stored: int | None = None


@dataclass(frozen=True, slots=True)
class ServerRestarted(Fact):
    """Every connection, and thus the showing, ended with the process."""


@dataclass(frozen=True, slots=True)
class DeviceAdmitted(Fact):
    """A device joined by an invitation."""

    device: str
    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class PlaceGiven(Fact):
    """``phone`` fills ``set`` from now on; ``begin`` counts only where the set has no photo yet."""

    phone: str
    set: str
    begin: int


@dataclass(frozen=True, slots=True)
class SetsLeftOut(Fact):
    """The operator agreed that ``sets``, which have no phone, may stay incomplete."""

    sets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeviceRemoved(Fact):
    """A device was removed; after ``revoked`` not even its pending photos are accepted.

    ``swapped``: the phone goes on as the device ``by``, which fills another set.
    """

    device: str
    code: Literal["dropped", "revoked", "swapped"]
    by: str = ""


@dataclass(frozen=True, slots=True)
class DeviceReturned(Fact):
    """A dropped phone takes part again: in its former place, or as a spare."""

    device: str


@dataclass(frozen=True, slots=True)
class PhonePaused(Fact):
    """The operator paused a phone: nobody waits for it, and it keeps its place."""

    phone: str


@dataclass(frozen=True, slots=True)
class PhoneResumed(Fact):
    """A paused phone takes part again, and catches up on what was shown meanwhile."""

    phone: str


@dataclass(frozen=True, slots=True)
class LeaseGranted(Fact):
    """A connection of the device holds its lease as ``generation``."""

    device: str
    generation: int


@dataclass(frozen=True, slots=True)
class ConnectionLost(Fact):
    """The connection that held the device's lease ended."""

    device: str
    generation: int


@dataclass(frozen=True, slots=True)
class PhoneReadied(Fact):
    """A phone's camera became usable, or unusable for the reason ``code``."""

    phone: str
    ready: bool
    code: str = ""
    camera: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShowingOrdered(Fact):
    """The display is to show ``index`` (None: black) as ``showing``, a number never used before."""

    showing: int
    index: int | None
    display: str


@dataclass(frozen=True, slots=True)
class ShowingPainted(Fact):
    """The display reports that it painted ``showing``; ``layout`` as `capture.state.layouts.Layout`, or empty."""

    showing: int
    layout: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShowingInterrupted(Fact):
    """The display stopped showing ``showing``, or may have: later photos of it do not count."""

    showing: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ShowingConfirmed(Fact):
    """The display reports that ``showing`` stayed on screen until it was replaced: its photos may count."""

    showing: int


@dataclass(frozen=True, slots=True)
class CaptureOrdered(Fact):
    """A phone is to take ``attempt`` of ``index`` from ``showing``; ``skipped`` are the indices it passes over."""

    phone: str
    set: str
    index: int
    attempt: int
    showing: int
    skipped: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CaptureVoided(Fact):
    """The server no longer waits for this capture; if its photo arrives all the same, it is rejected."""

    phone: str
    set: str
    index: int
    attempt: int
    showing: int
    code: str


@dataclass(frozen=True, slots=True)
class CaptureFailed(Fact):
    """The phone took no photo; the attempt is still free."""

    phone: str
    set: str
    index: int
    attempt: int
    showing: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PhotoTaken(Fact):
    """The phone holds the photo; the attempt is used. ``void`` is the reason why it cannot count, or empty."""

    phone: str
    set: str
    index: int
    attempt: int
    showing: int
    sha256: str
    size: int
    void: str = ""
    camera: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PhotoVoided(Fact):
    """A photo cannot count after all, for the reason ``code``; it is rejected once it is stored."""

    set: str
    index: int
    attempt: int
    code: str


@dataclass(frozen=True, slots=True)
class PhotoStored(Fact):
    """The photo's bytes are durable in the archive's ``pending/``; it may be acknowledged."""

    phone: str
    set: str
    index: int
    attempt: int
    sha256: str
    size: int
    name: str


@dataclass(frozen=True, slots=True)
class VerdictGiven(Fact):
    """The verdict on a stored photo: filed under its x-ray, or rejected with a reason."""

    set: str
    index: int
    attempt: int
    name: str
    verdict: Verdict
    code: str = ""
    detail: str = ""
    measures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PhotoNoted(Fact):
    """A person's note on a photo, which takes the place of an earlier one; empty if it was removed."""

    set: str
    index: int
    attempt: int
    note: str


@dataclass(frozen=True, slots=True)
class PhotoLost(Fact):
    """A photo will not arrive: ``lost`` (no longer on the phone), ``spoiled`` (refused) or ``revoked``."""

    phone: str
    set: str
    index: int
    attempt: int
    code: Literal["lost", "spoiled", "revoked"]


@dataclass(frozen=True, slots=True)
class RetakeListed(Fact):
    """``index`` is to be photographed again for ``set``."""

    set: str
    index: int
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class IndexSkipped(Fact):
    """``index`` is not photographed; the sets in ``kept`` have a photo of it and keep it."""

    index: int
    detail: str
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SkipLifted(Fact):
    """``index`` is photographed after all."""

    index: int


@dataclass(frozen=True, slots=True)
class TreatedAsOne(Fact):
    """Photos of ``indices`` are interchangeable: a person confirmed that the x-rays show the same picture."""

    indices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WentOn(Fact):
    """A person had enough of ``index``: the next x-ray may be shown."""

    index: int


@dataclass(frozen=True, slots=True)
class ConditionsStated(Fact):
    """These are the conditions of every photo taken from now on; the first of them was to be ``index``."""

    index: int | None
    conditions: Mapping[str, str]
