"""The inputs of the state machine of a session.

Every fault the protocol must survive is an order, a repetition or a loss of these events, so they are
plain values: a test writes them down as a list and needs no socket, clock or file.  ``at`` is Unix time in
seconds from a clock that never goes back; the shell that observed the event fills it in.  Answers of a device carry
the ``generation`` of the connection they came by; those of an older one than holds the device's lease change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from capture.state.layouts import Layout
from capture.state.place import Held


@dataclass(frozen=True, slots=True)
class Event:
    """An input at time ``at`` (Unix seconds)."""

    at: float


@dataclass(frozen=True, slots=True)
class Start(Event):
    """The operator starts (display and phones must be ready); sets ``without`` a phone may stay empty."""

    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aim(Event):
    """Show the first x-ray so that phones can be aimed at it; nothing is photographed before `Start`."""


@dataclass(frozen=True, slots=True)
class Pause(Event):
    """Stop after the outstanding captures; ``code`` is one of `capture.reasons`, ``by`` a device or ``operator``.

    While aiming, it takes the session back to waiting.  ``by`` a device, it carries that device's ``generation``.
    """

    code: str = "operator"
    by: str = "operator"
    detail: str = ""
    generation: int = 0


@dataclass(frozen=True, slots=True)
class Resume(Event):
    """Continue at the lowest index that an active phone lacks; also out of *aborted* and *finished*.

    ``by`` a phone, it only ends a pause that this phone caused, and carries the phone's ``generation``.
    ``without`` as in `Start`.
    """

    by: str = "operator"
    generation: int = 0
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Abort(Event):
    """End the session now; stored photos stay, and it can be resumed."""

    detail: str = ""


@dataclass(frozen=True, slots=True)
class Retake(Event):
    """Photograph ``index`` again; ``set`` names one set, None means every active phone's."""

    index: int
    set: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Skip(Event):
    """Exclude ``index`` from photography, for the given reason."""

    index: int
    detail: str


@dataclass(frozen=True, slots=True)
class NotePhoto(Event):
    """Keep a note on a photo; an empty one removes it."""

    set: str
    index: int
    attempt: int
    note: str


@dataclass(frozen=True, slots=True)
class TreatAsOne(Event):
    """The x-rays of each of ``groups`` show the same picture; their photos are interchangeable."""

    groups: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class AdmitPhone(Event):
    """A phone joined; it gets ``set`` if that is free, else the first free set, the only vacant place, or no place."""

    phone: str
    name: str
    set: str | None = None


@dataclass(frozen=True, slots=True)
class AdmitDisplay(Event):
    """A display joined by an invitation; the newest one is the session's display."""

    display: str
    name: str


@dataclass(frozen=True, slots=True)
class Drop(Event):
    """The operator takes a device out; photos it has already captured are still taken in."""

    device: str


@dataclass(frozen=True, slots=True)
class Revoke(Event):
    """Drop a device and refuse its credential from now on, its waiting photos included."""

    device: str


@dataclass(frozen=True, slots=True)
class Rejoin(Event):
    """A device that had joined used an invitation again."""

    device: str


@dataclass(frozen=True, slots=True)
class Replace(Event):
    """Give the place and set of ``old`` to the spare phone ``new``."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PhoneHello(Event):
    """A phone (re)connected and reports what it has done; ``last`` None means an empty store.

    ``attempts`` holds only what differs from 1 for the indices from ``begin`` to ``last`` and from 0 for all others.
    """

    phone: str
    connection: str
    begin: int | None = None
    last: int | None = None
    attempts: Mapping[int, int] = field(default_factory=dict)
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class DeviceLeft(Event):
    """The connection of a phone or display ended."""

    device: str
    generation: int


@dataclass(frozen=True, slots=True)
class PhoneReady(Event):
    """The phone's camera is usable, or is not, by one of `capture.reasons`; ``generation`` 0: it cannot say hello."""

    phone: str
    generation: int
    ready: bool
    code: str = ""
    status: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Received(Event):
    """The phone has received the command and is about to photograph."""

    phone: str
    generation: int
    index: int
    attempt: int
    showing: int


@dataclass(frozen=True, slots=True)
class Captured(Event):
    """The phone has taken the photo of ``showing`` and holds it in its store."""

    phone: str
    generation: int
    index: int
    attempt: int
    showing: int
    sha256: str
    size: int
    camera: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaptureFailureReported(Event):
    """The phone could not take the photo; this attempt has none."""

    phone: str
    generation: int
    index: int
    attempt: int
    showing: int
    detail: str


@dataclass(frozen=True, slots=True)
class IndexMismatch(Event):
    """The phone was asked for an index or attempt that does not follow its record."""

    phone: str
    generation: int
    index: int
    attempt: int
    last: int


@dataclass(frozen=True, slots=True)
class DisplayHello(Event):
    """A display (re)connected; its previous picture is no longer on its screen."""

    display: str
    connection: str
    status: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DisplayStatus(Event):
    """The display's size, full screen or wake lock changed."""

    display: str
    generation: int
    status: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown(Event):
    """The display has painted ``showing`` with ``layout``, if it is not black and the display measures it.

    ``whole`` is the showing that it replaced, if that one stood without a break until then, and ``stood`` how it stood
    at its end; only now is it certain that the photos of it show what they should.
    """

    display: str
    generation: int
    showing: int
    whole: int | None = None
    layout: Layout | None = None
    stood: Layout | None = None


@dataclass(frozen=True, slots=True)
class ShowFailed(Event):
    """The display could not fetch or decode the picture of ``showing``."""

    display: str
    generation: int
    showing: int
    detail: str


@dataclass(frozen=True, slots=True)
class ShowingBroken(Event):
    """The display stopped showing ``showing`` (hidden, resized to nothing, went black)."""

    display: str
    generation: int
    showing: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PhotoKept(Event):
    """The archive has stored a photo durably under ``name`` in ``pending/``."""

    phone: str
    index: int
    attempt: int
    sha256: str
    size: int
    name: str


@dataclass(frozen=True, slots=True)
class PhotoJudged(Event):
    """The verdict on a kept photo's pixels."""

    set: str
    index: int
    attempt: int
    verdict: Literal["accepted", "rejected"]
    code: str = ""
    detail: str = ""
    measures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PhotoSpoiled(Event):
    """The server refuses the photo's bytes permanently (type, size, damage), so the phone dropped it."""

    phone: str
    generation: int
    index: int
    attempt: int


@dataclass(frozen=True, slots=True)
class PhotoImported(Event):
    """A loose photo, taken by no session, was found to show ``index``; the archive holds it under ``name``."""

    set: str
    index: int
    attempt: int
    sha256: str
    size: int
    name: str
    camera: Mapping[str, Any] = field(default_factory=dict)
    measures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tick(Event):
    """Time passed; sent about once a second while the session is open."""


@dataclass(frozen=True, slots=True)
class Restarted(Event):
    """The server restarted with this session open: every connection and the showing are gone."""
