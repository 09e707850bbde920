"""The outputs of the state machine, carried out by the shell after the facts are journalled.

Commands are values too; a lost one is repeated by the machine itself on a later `Tick`, so the shell sends
and forgets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from capture.state.variation import Variation
from capture.verification import Care


@dataclass(frozen=True, slots=True)
class Command:
    """An action to carry out once the facts that led to it are journalled."""


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """Progress of a phone: every index ``begin..last`` has attempt 1, except those in ``attempts``."""

    begin: int
    last: int
    attempts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Welcome(Command):
    """Grant the lease to ``connection``; phones get their resume point (None: a spare, nothing to do yet)."""

    device: str
    connection: str
    generation: int
    resume_point: ResumePoint | None = None


@dataclass(frozen=True, slots=True)
class Refuse(Command):
    """Answer the hello of ``connection`` with an error; it gets no lease."""

    device: str
    connection: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class AskHello(Command):
    """Ask a phone to say hello again because its place has changed (repeated until it does)."""

    device: str
    connection: str


@dataclass(frozen=True, slots=True)
class Supersede(Command):
    """Tell an older ``connection`` of ``device`` that a newer one has taken over."""

    device: str
    connection: str


@dataclass(frozen=True, slots=True)
class Show(Command):
    """Put x-ray ``index`` (None: black) on the display as ``showing``; decode ``next_index`` ahead.

    ``variation`` says how, None for as it is.
    """

    display: str
    generation: int
    showing: int
    index: int | None
    next_index: int | None = None
    variation: Variation | None = None


@dataclass(frozen=True, slots=True)
class Capture(Command):
    """Ask a phone for attempt ``attempt`` of x-ray ``index``, on the display as ``showing``.

    ``skipped`` lists the indices between the phone's ``last`` and ``index`` that nobody shall photograph.  ``care``
    overrides the session's settings after a photo that did not show its x-ray.
    """

    phone: str
    generation: int
    index: int
    attempt: int
    showing: int
    skipped: tuple[int, ...] = ()
    care: Care | None = None


@dataclass(frozen=True, slots=True)
class Press(Command):
    """Ask a phone to take the photo now that it was asked for; a lost one is not repeated, a person presses again."""

    phone: str
    generation: int
    index: int
    attempt: int
    showing: int


@dataclass(frozen=True, slots=True)
class Judge(Command):
    """Have the workers verify the pixels of a stored photo."""

    set: str
    index: int
    attempt: int
    name: str


@dataclass(frozen=True, slots=True)
class File(Command):
    """Move a judged photo out of ``pending/`` (the rename is replayed at start)."""

    set: str
    index: int
    attempt: int
    name: str
    to: Literal["accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Farewell(Command):
    """Tell a device that it has been dropped or revoked."""

    device: str
    code: str
