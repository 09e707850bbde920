"""Events of single phones: how one is framed, and that the operator pauses one; the others: `capture.events`."""

from __future__ import annotations

from dataclasses import dataclass

from capture.events import Event


@dataclass(frozen=True, slots=True)
class PhoneFramed(Event):
    """A phone's frame was analysed; ``code`` says how its framing differs from that in the session before.

    It is empty where it is as it was, else ``framing_moved``, ``framing_poor`` or, for a phone that was not in the
    session before, ``framing_new``.
    """

    phone: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class PausePhone(Event):
    """The operator pauses one phone; the others go on without it."""

    phone: str


@dataclass(frozen=True, slots=True)
class SwapPhones(Event):
    """The operator puts two phones in each other's place; each goes on as a new device, with an empty store."""

    one: str
    other: str
    one_goes_on_as: str
    other_goes_on_as: str


@dataclass(frozen=True, slots=True)
class ResumePhone(Event):
    """The operator lets a paused phone take part again."""

    phone: str
