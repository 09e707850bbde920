"""Devices' credentials and invitations, with the devices' table in memory.

A phone sends its credential with every photo; asking the database each time would cost as much as journalling the
photo does.  And whoever sends thousands of made-up credentials must not get a query for each.  Nobody else writes
the table while the server runs.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from capture.facts import ENDED, Role
from capture.storage import (
    Credential,
    DeviceRow,
    Invitation,
    PhotoRow,
    Sighting,
    Storage,
    credential_unknown,
    new_device_id,
    secret_digest,
)
from webapp.runtime.clock import Clock
from webapp.storage.session_store import SessionStore

INVITATION_LIFETIME_S = 12 * 3600.0
SECRET_LENGTH = 40
"""Hexadecimal digits of a derived secret: 160 bits."""


class Standing(NamedTuple):
    """Priority of keeping a device's credential; the greater, the more it is needed."""

    photos_waited_for: bool
    session_goes_on: bool
    session_since: float


class Credentials:
    """Lookup and creation of device credentials."""

    def __init__(self, store: SessionStore, clock: Clock, key: str) -> None:
        self._store = store
        self._clock = clock
        self._key = key.encode()
        self._devices: dict[str, DeviceRow] = {}
        self._moved: dict[tuple[str, str], str] = {}
        for row in store(lambda storage: storage.devices.everyone()):
            self._note(row)

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

    def row(self, device: str) -> DeviceRow | None:
        """Return what is known of a device, None if nothing is."""
        return self._devices.get(device)

    def everywhere(self, device: str) -> list[DeviceRow]:
        """Return every enrolment of the device that ``device`` is one of, in all sessions to which it moved."""
        row = self._devices.get(device)
        if row is None:
            return []
        return [other for other in self._devices.values() if other.first_enrolment == row.first_enrolment]

    def in_session(self, device: str, session: str) -> DeviceRow | None:
        """Return the enrolment in ``session`` of the device that ``device`` is one of, None if it has none."""
        row = self._devices.get(device)
        found = None if row is None else self._moved.get((session, row.first_enrolment))
        return None if found is None else self._devices[found]

    def move(self, device: str, session: str, moved: str = "") -> DeviceRow:
        """Enrol a device in ``session`` too, as ``moved`` or a new id; it gets its credential by `moved_token`."""
        row = self._devices[device]
        moved = moved or new_device_id(row.role)
        enrolled = replace(
            row,
            device=moved,
            session=session,
            created_at=self._clock.now(),
            revoked_at=None,
            secret_sha256=secret_digest(self._secret(moved)),
            physical=row.first_enrolment,
        )
        self._store(lambda storage: storage.devices.move(enrolled))
        self._note(enrolled)
        return enrolled

    def moved_token(self, device: str) -> str:
        """Return the credential of a device that moved.

        It is derived and not drawn, so that a device that asks twice, because an answer was lost, gets the same.
        """
        secret = self._secret(device)
        row, digest = self._devices[device], secret_digest(secret)
        if row.secret_sha256 != digest:  # the data root came without its secrets from a backup
            self._devices[device] = replace(row, secret_sha256=digest)
            self._store(lambda storage: storage.devices.keep_secret(device, digest))
        return f"{device}.{secret}"

    def keep_framing(self, device: str, framing: Sighting) -> None:
        """Store how a phone sees the display."""
        self._devices[device] = replace(self._devices[device], framing=framing)
        self._store(lambda storage: storage.devices.keep_framing(device, framing))

    def _secret(self, device: str) -> str:
        return hmac.new(self._key, device.encode(), hashlib.sha256).hexdigest()[:SECRET_LENGTH]

    def _note(self, row: DeviceRow) -> None:
        self._devices[row.device] = row
        self._moved[row.session, row.first_enrolment] = row.device

    def enrol(self, invitation: Invitation, name: str) -> Credential:
        """Create a device for the session and role of ``invitation``."""
        at = self._clock.now()

        def enrol(storage: Storage) -> tuple[Credential, DeviceRow]:
            made = storage.devices.enrol(invitation.session, invitation.role, name, at)
            return made, storage.devices.find(made.device)

        credential, row = self._store(enrol)
        self._note(row)
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
