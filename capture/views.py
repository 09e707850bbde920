"""What people and devices see of a session, as the JSON of ``docs/protocol.md``."""

from __future__ import annotations

from typing import Any

from capture.session import Session


def snapshot(session: Session, at: float) -> dict[str, Any]:
    """All of a session for the operator; ``dataset`` holds only the id, ``created_at`` the first event's time."""
    raise NotImplementedError


def device_state(session: Session, device: str, at: float) -> dict[str, Any]:
    """The ``state`` message for a phone or display."""
    raise NotImplementedError


def strip(session: Session) -> dict[str, Any]:
    """One letter per x-ray and set: ``{first, last, sets: {name: letters}}``."""
    raise NotImplementedError
