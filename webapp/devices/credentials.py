"""Devices' credentials and invitations, with the devices' table in memory.

A phone sends its credential with every photo; asking the database each time would cost as much as journalling the
photo does.  And whoever sends thousands of made-up credentials must not get a query for each.  Nobody else writes
the table while the server runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from capture.facts import ENDED, Role
from capture.storage import Credential, DeviceRow, Invitation, PhotoRow, Storage, credential_unknown
from webapp.runtime.clock import Clock
from webapp.storage.session_store import SessionStore

INVITATION_LIFETIME_S = 12 * 3600.0


class Standing(NamedTuple):
    """Priority of keeping a device's credential; the greater, the more it is needed."""

    photos_waited_for: bool
    session_goes_on: bool
    session_since: float


class Credentials:
    """Lookup and creation of device credentials."""

    def __init__(self, store: SessionStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._devices = {row.device: row for row in store(lambda storage: storage.devices.everyone())}

    def device_of(self, role: Role, session: str, cookie: str) -> str:
        """Return the id of the device whose credential ``cookie`` is.

        Raises:
            CaptureError: ``credential_unknown`` or ``credential_revoked``.
        """
        device, _, secret = cookie.partition(".")
        row = self._devices.get(device)
        if row is None:
            raise credential_unknown()
        row.check(secret, session, role)
        return device

    def name_of(self, session: str, device: str) -> str:
        """Return the name that a device gave when it joined."""
        rows = self._rows(session)
        return next((row.name for row in rows if row.device == device), device)

    def names_of(self, session: str) -> dict[str, Role]:
        """Return the names and roles of the devices of a session."""
        return {row.name: row.role for row in self._rows(session)}

    def revoke(self, device: str) -> None:
        """Refuse the device's credential from now on."""
        at = self._clock.now()
        if row := self._devices.get(device):
            self._devices[device] = replace(row, revoked_at=row.revoked_at or at)
        self._store(lambda storage: storage.devices.revoke(device, at))

    def enrol(self, invitation: Invitation, name: str) -> Credential:
        """Create a device for the session and role of ``invitation``."""
        at = self._clock.now()

        def enrol(storage: Storage) -> tuple[Credential, DeviceRow]:
            made = storage.devices.enrol(invitation.session, invitation.role, name, at)
            return made, storage.devices.find(made.device)

        credential, row = self._store(enrol)
        self._devices[row.device] = row
        return credential

    def redeem(self, code: str) -> Invitation:
        """Return the invitation of a typed code.

        Raises:
            CaptureError: ``code_unknown`` or ``code_expired``.
        """
        at = self._clock.now()
        return self._store(lambda storage: storage.invitations.redeem(code, at))

    def invitation(self, session: str, role: Role, *, renew: bool = False) -> Invitation:
        """Return the open invitation of a session, a new one if there is none or ``renew`` is set."""
        at = self._clock.now()

        def current_or_new(storage: Storage) -> Invitation:
            current = storage.invitations.current(session, role)
            if current is not None and current.expires_at > at and not renew:
                return current
            return storage.invitations.invite(session, role, at, INVITATION_LIFETIME_S)

        return self._store(current_or_new)

    def standing(self) -> Callable[[str, str], Standing]:
        """Return how much the credential of a session's device is currently needed."""
        sessions = {row.plan.session: row for row in self._store(lambda storage: storage.sessions.all())}
        waited_for = {photo.device for photo in self._store(_captured)}

        def standing(session: str, device: str) -> Standing:
            row = sessions.get(session)
            goes_on = row is not None and row.phase not in ENDED
            return Standing(device in waited_for, goes_on, 0.0 if row is None else row.created_at)

        return standing

    def _rows(self, session: str) -> list[DeviceRow]:
        return self._store(lambda storage: storage.devices.of_session(session))


def _captured(storage: Storage) -> list[PhotoRow]:
    return storage.photos.find(states=["captured"])
