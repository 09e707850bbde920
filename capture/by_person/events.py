"""The requests of a person who takes the photos: at a phone, at the display (a presenter remote) or at the console."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from capture.events import Event

Step = Literal["next", "back", "black"]
"""What a presenter wants: the x-ray after this one, the one before it, or black until the next key."""


@dataclass(frozen=True, slots=True)
class StateConditions(Event):
    """The conditions from the next photo on; ``by`` a phone, it carries the phone's ``generation``."""

    conditions: Mapping[str, str]
    by: str = "operator"
    generation: int = 0


@dataclass(frozen=True, slots=True)
class PressShutter(Event):
    """Take the photo that is waited for, or go on where that is; ``by`` a device, with its ``generation``."""

    by: str = "operator"
    generation: int = 0


@dataclass(frozen=True, slots=True)
class GoOn(Event):
    """Show the next x-ray: enough of ``index``, which stayed after its photo."""

    index: int
    by: str = "operator"
    generation: int = 0


@dataclass(frozen=True, slots=True)
class RetakeHere(Event):
    """The person at a phone wants to take ``index`` again for its set."""

    phone: str
    generation: int
    index: int


@dataclass(frozen=True, slots=True)
class SkipHere(Event):
    """The person at a phone cannot photograph ``index``, for the given reason."""

    phone: str
    generation: int
    index: int
    detail: str


@dataclass(frozen=True, slots=True)
class Turn(Event):
    """The presenter at the display, who sees ``showing``, wants another picture."""

    display: str
    generation: int
    showing: int
    step: Step
