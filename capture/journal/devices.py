"""Devices and their credentials: ``<device>.<secret>``, of which only the secret's SHA-256 is kept."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from capture.facts import Role


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device that joined a session."""

    device: str
    session: str
    role: Role
    name: str
    created_at: float
    revoked_at: float | None


@dataclass(frozen=True, slots=True)
class Credential:
    """A new device and the token that is its cookie; the token is never shown again."""

    device: str
    token: str


class Devices:
    """The devices table."""

    def __init__(self, engine: Engine) -> None:
        raise NotImplementedError

    def enrol(self, session: str, role: Role, name: str, at: float) -> Credential:
        """Make a device with a credential of its own."""
        raise NotImplementedError

    def authenticate(self, token: str, session: str, role: Role) -> DeviceRow:
        """The device whose credential ``token`` is.

        Raises:
            CaptureError: ``credential_unknown`` or ``credential_revoked``.
        """
        raise NotImplementedError

    def revoke(self, device: str, at: float) -> None:
        """Refuse the device's credential from now on."""
        raise NotImplementedError

    def of_session(self, session: str) -> list[DeviceRow]:
        """The devices of a session, oldest first."""
        raise NotImplementedError
