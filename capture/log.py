"""The session's log: facts as sentences for the operator."""

from __future__ import annotations

from typing import Any

from capture.facts import Fact
from capture.session import Session


def event_row(seq: int, fact: Fact, session: Session) -> dict[str, Any] | None:
    """The log row of a fact ``{seq, at, level, kind, index, device, message}``, None if it says nothing to people."""
    raise NotImplementedError
