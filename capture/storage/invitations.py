"""InvitationRepository: six-character codes that admit a device to one session in one role, until they expire."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from capture.errors import CaptureError
from capture.facts import Role
from capture.storage import schema
from capture.storage.database import Database

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 6
_TABLE = schema.invitations


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code without its dash, its session and role, and its expiry (Unix seconds)."""

    code: str
    session: str
    role: Role
    expires_at: float


def normalise(typed: str) -> str:
    """Return a typed code without case, spaces and dashes."""
    return "".join(typed.upper().split()).replace("-", "").replace("–", "")


class InvitationRepository:
    """The invitations table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def invite(self, session: str, role: Role, at: float, lifetime_s: float) -> Invitation:
        """Create a code for this session and role; older ones of the same role stop working."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        row = {
            "code": code,
            "session": session,
            "role": role,
            "created_at": at,
            "expires_at": at + lifetime_s,
        }
        with self._database.writing() as connection:
            older = (_TABLE.c.session == session) & (_TABLE.c.role == role)
            connection.execute(
                delete(_TABLE).where(older | (_TABLE.c.code == code) & (_TABLE.c.expires_at <= at))
            )
            connection.execute(insert(_TABLE), row)
        return Invitation(code, session, role, at + lifetime_s)

    def current(self, session: str, role: Role) -> Invitation | None:
        """Return the newest code of this session and role, expired or not."""
        query = select(_TABLE).where(_TABLE.c.session == session, _TABLE.c.role == role)
        with self._database.reading() as connection:
            row = connection.execute(query.order_by(_TABLE.c.created_at.desc()).limit(1)).one_or_none()
        return None if row is None else Invitation(row.code, row.session, row.role, row.expires_at)

    def redeem(self, code: str, at: float) -> Invitation:
        """Return the invitation of a typed code; case, spaces and dashes are ignored. Codes are reusable.

        Raises:
            CaptureError: ``code_unknown`` or ``code_expired``.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(_TABLE).where(_TABLE.c.code == normalise(code))).one_or_none()
        if row is None:
            raise CaptureError("code_unknown", "No session has this code. Read it again on the monitor.")
        if row.expires_at <= at:
            raise CaptureError("code_expired", "This code has expired. Read the new one on the monitor.")
        return Invitation(row.code, row.session, row.role, row.expires_at)
