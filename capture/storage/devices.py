"""DeviceRepository and their credentials: ``<device>.<secret>``, of which only the secret's SHA-256 is stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Any, TypedDict

from sqlalchemy import Select, insert, select, update

from capture.errors import CaptureError, DeviceRevoked
from capture.facts import Role
from capture.storage import schema
from capture.storage.database import Database

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_TABLE = schema.devices


class Sighting(TypedDict):
    """View of the display by a phone, in fractions of the screen's and of the picture's width and height.

    ``shown``: left, top, width and height of an x-ray on the screen; ``seen``: where its corners are in the picture.
    """

    shown: list[float]
    seen: list[list[float]]


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device that joined a session; of its credential's secret only the SHA-256.

    ``physical`` is its first enrolment, where it moved here from another session; ``framing`` how a phone last saw the
    display while it was aimed.
    """

    device: str
    session: str
    role: Role
    name: str
    created_at: float
    revoked_at: float | None
    secret_sha256: str = field(repr=False)
    physical: str = ""
    framing: Sighting | None = None

    @property
    def first_enrolment(self) -> str:
        """The device's id in the first session that it joined: the same in all to which it moved."""
        return self.physical or self.device

    def check(self, secret: str, session: str, role: Role) -> None:
        """Verify the credential that this device presents, or raise.

        Raises:
            CaptureError: ``credential_unknown`` or ``credential_revoked``.
        """
        fits = hmac.compare_digest(self.secret_sha256, secret_digest(secret))
        if not fits or (self.session, self.role) != (session, role):
            raise credential_unknown()
        if self.revoked_at is not None:
            raise DeviceRevoked(f"{self.name} was taken out of this session for good.", session)


@dataclass(frozen=True, slots=True)
class Credential:
    """A new device and the token for its cookie; the token is never shown again."""

    device: str
    token: str


class DeviceRepository:
    """The devices table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def enrol(self, session: str, role: Role, name: str, at: float) -> Credential:
        """Create a device with its own credential."""
        device = new_device_id(role)
        secret = secrets.token_urlsafe(24)
        row = {
            "id": device,
            "session": session,
            "role": role,
            "name": name,
            "secret_sha256": secret_digest(secret),
            "created_at": at,
        }
        with self._database.writing() as connection:
            connection.execute(insert(_TABLE), row)
        return Credential(device, f"{device}.{secret}")

    def move(self, row: DeviceRow) -> None:
        """Enrol a device that was part of another session; ``row`` holds what it brings along."""
        values = {
            "id": row.device,
            "session": row.session,
            "role": row.role,
            "name": row.name,
            "secret_sha256": row.secret_sha256,
            "created_at": row.created_at,
            "physical": row.physical,
            "framing": row.framing,
        }
        with self._database.writing() as connection:
            connection.execute(insert(_TABLE), values)

    def keep_secret(self, device: str, secret_sha256: str) -> None:
        """Replace the SHA-256 of a device's secret."""
        self._set(device, secret_sha256=secret_sha256)

    def keep_framing(self, device: str, framing: Sighting) -> None:
        """Store how a phone sees the display."""
        self._set(device, framing=framing)

    def _set(self, device: str, **values: Any) -> None:
        with self._database.writing() as connection:
            connection.execute(update(_TABLE).where(_TABLE.c.id == device).values(**values))

    def find(self, device: str) -> DeviceRow:
        """Return the device with this id.

        Raises:
            CaptureError: ``credential_unknown``.
        """
        found = self._rows(select(_TABLE).where(_TABLE.c.id == device))
        if not found:
            raise credential_unknown()
        return found[0]

    def authenticate(self, token: str, session: str, role: Role) -> DeviceRow:
        """Return the device whose credential is ``token``.

        Raises:
            CaptureError: ``credential_unknown`` or ``credential_revoked``.
        """
        device, _, secret = token.partition(".")
        row = self.find(device)
        row.check(secret, session, role)
        return row

    def revoke(self, device: str, at: float) -> None:
        """Refuse the device's credential from now on."""
        unrevoked = update(_TABLE).where(_TABLE.c.id == device, _TABLE.c.revoked_at.is_(None))
        with self._database.writing() as connection:
            connection.execute(unrevoked.values(revoked_at=at))

    def of_session(self, session: str) -> list[DeviceRow]:
        """Return the devices of a session, oldest first."""
        return self._rows(
            select(_TABLE).where(_TABLE.c.session == session).order_by(_TABLE.c.created_at, _TABLE.c.id)
        )

    def everyone(self) -> list[DeviceRow]:
        """Return the devices of all sessions, oldest first: a phone's newest enrolment in a session counts."""
        return self._rows(select(_TABLE).order_by(_TABLE.c.created_at, _TABLE.c.id))

    def _rows(self, query: Select[Any]) -> list[DeviceRow]:
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [
            DeviceRow(
                r.id,
                r.session,
                r.role,
                r.name,
                r.created_at,
                r.revoked_at,
                r.secret_sha256,
                r.physical or "",
                r.framing,
            )
            for r in rows
        ]


def credential_unknown() -> CaptureError:
    """Return the error for a credential that belongs to no device."""
    return CaptureError("credential_unknown", "This device is not part of the session. Join it again.")


def new_device_id(role: Role) -> str:
    """Return a fresh id for a device."""
    return role[0] + "".join(secrets.choice(_LETTERS) for _ in range(9))


def secret_digest(secret: str) -> str:
    """Return what is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
