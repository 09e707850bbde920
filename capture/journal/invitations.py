"""Invitations: six characters that let a device into one session in one role, for a while."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from capture.facts import Role

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 6


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code without its dash, what it opens, and until when (Unix seconds)."""

    code: str
    session: str
    role: Role
    expires_at: float


class Invitations:
    """The invitations table."""

    def __init__(self, engine: Engine) -> None:
        raise NotImplementedError

    def invite(self, session: str, role: Role, at: float, lifetime_s: float) -> Invitation:
        """A new code for this session and role; the older ones of the same role stop working."""
        raise NotImplementedError

    def current(self, session: str, role: Role) -> Invitation | None:
        """The newest code of this session and role, expired or not."""
        raise NotImplementedError

    def redeem(self, code: str, at: float) -> Invitation:
        """What a typed code opens; case, spaces and dashes do not matter.  A code may be used many times.

        Raises:
            CaptureError: ``code_unknown`` or ``code_expired``.
        """
        raise NotImplementedError
