"""Devices that go along to the next session, or to another place: enrolled there under a new id, with a credential.

A page learns of its move by `moved`, which is repeated while its connection is in a session that has ended, and by the
answer to its hello. It then exchanges its credential for one of the new session.
"""

from __future__ import annotations

import threading
from contextlib import suppress

from capture.errors import CaptureError, SessionUnreadable
from capture.events import AdmitDisplay, AdmitPhone, Revoke
from capture.facts import ENDED
from capture.phone_events import SwapPhones
from capture.session import Session
from capture.state.session_state import Device
from capture.storage import Credential, new_device_id
from webapp.devices.credentials import Credentials
from webapp.errors import ApiError
from webapp.realtime.connections import Connections
from webapp.sessions.models import NextSubset
from webapp.sessions.session_registry import Sessions
from webapp.sessions.session_runner import LiveSession
from webapp.sessions.succession import Succession

REMIND_S = 2.0


class Moving:
    """The service that moves devices to the session that follows theirs."""

    def __init__(
        self, sessions: Sessions, succession: Succession, credentials: Credentials, connections: Connections
    ) -> None:
        self._sessions = sessions
        self._succession = succession
        self._credentials = credentials
        self._connections = connections
        self._mutex = threading.Lock()

    def next_session(self, session: str, wish: NextSubset) -> tuple[LiveSession, bool]:
        """Return the session that follows ``session`` with its devices, and whether it was made now.

        Raises:
            ApiError: As `Succession.follow`.
            CaptureError: ``session_unknown``.
            DatasetError: As `Succession.follow`.
        """
        following, is_new = self._succession.follow(session, wish)
        self._bring_along(session, following)
        self.remind()
        return following, is_new

    def moved_to(self, session: str, device: str) -> str | None:
        """Return the session to which a device of ``session`` is to go, None if it is to stay.

        For a phone that was put in another one's place that is its own. To another one it goes while its own session
        has ended and the newest one has not: a session that is resumed, for a retake, keeps its devices, and they stay
        where they are when all is done.
        """
        if self._successor(session, device) is not None:
            return session
        newest = self._succession.newest(session)
        if newest == session or not self._has_ended(session) or self._has_ended(newest):
            return None
        self._bring_all_along(session)
        enrolled = self._credentials.in_session(device, newest)
        return newest if enrolled is not None and self._takes_part(newest, enrolled.device) else None

    def move(self, session: str, device: str) -> tuple[str, Credential]:
        """Return the session to which a device of ``session`` goes, and its credential there.

        Raises:
            ApiError: ``not_moved``.
        """
        if (successor := self._successor(session, device)) is not None:
            return session, Credential(successor, self._credentials.moved_token(successor))
        goes_to = self.moved_to(session, device)
        enrolled = None if goes_to is None else self._credentials.in_session(device, goes_to)
        if goes_to is None or enrolled is None:
            raise ApiError("not_moved", "There is no session to which this device is to go.")
        return goes_to, Credential(enrolled.device, self._credentials.moved_token(enrolled.device))

    def swap(self, session: str, one: str, other: str) -> None:
        """Put two phones of a session in each other's place.

        Raises:
            CaptureError: ``session_unknown``, ``device_unknown``, ``no_place``.
        """
        live = self._sessions.get(session)
        ids = new_device_id("phone"), new_device_id("phone")
        live.deliver(lambda at: SwapPhones(at, one, other, *ids))
        with self._mutex:
            self._enrol_swapped(live)
        self.remind()

    def _successor(self, session: str, device: str) -> str | None:
        """Return as which device of its session a swapped phone goes on, None for one that was not swapped."""
        live = self._sessions.get(session)
        newest = live.look(lambda machine, _: machine.newest(device))
        if newest == device:
            return None
        if self._credentials.row(newest) is None:
            with self._mutex:
                self._enrol_swapped(live)
        return newest

    def _enrol_swapped(self, live: LiveSession) -> None:
        """Enrol swapped phones as their new devices, of which the journal knows first; each once."""
        for old, new in live.look(_swapped):
            if self._credentials.row(new) is None and self._credentials.row(old) is not None:
                self._credentials.move(old, live.id, new)

    def revoke(self, session: str, device: str) -> None:
        """Take a device out of every session that it was or is part of, for good.

        Raises:
            CaptureError: ``session_unknown``, ``device_unknown``.
        """
        self._sessions.get(session).deliver(lambda at: Revoke(at, device))
        for row in self._credentials.everywhere(device):
            self._credentials.revoke(row.device)
            # A session of a newer version is closed; the credential is refused there all the same.
            with suppress(SessionUnreadable, CaptureError):
                self._sessions.get(row.session).deliver(lambda at, row=row: Revoke(at, row.device))  # type: ignore[misc]
            # Now that it cannot come back: also a page that the session did not know, or that came in meanwhile.
            self._connections.turn_out(row.session, row.device, "dropped", {"code": "revoked"})

    def remind(self) -> None:
        """Tell the devices where to go that are still in a session that has ended, or in their former place."""
        for connection in self._connections.all_leased():
            goes_to = self.moved_to(connection.session, connection.device)
            if goes_to is not None:
                self._connections.send_to(connection.id, "moved", {"session": goes_to})

    def _bring_all_along(self, session: str) -> None:
        """Make up for what a server that was killed in the middle left undone."""
        while (following := self._succession.after(session)) is not None:
            self._bring_along(session, self._sessions.get(following))
            session = following

    def _bring_along(self, session: str, following: LiveSession) -> None:
        """Enrol the devices of ``session`` in the one that follows it, each once."""
        with self._mutex:
            self._enrol_swapped(self._sessions.get(session))
            for device in self._sessions.get(session).look(_to_bring):
                row = self._credentials.row(device.device)
                if row is None or row.revoked_at is not None:
                    continue
                enrolled = self._credentials.in_session(device.device, following.id)
                moved = (enrolled or self._credentials.move(device.device, following.id)).device
                if not following.look(lambda machine, _, moved=moved: moved in machine.state.devices):  # type: ignore[misc]
                    _admit(following, device, moved)

    def _takes_part(self, session: str, device: str) -> bool:
        return self._sessions.get(session).look(lambda machine, _: machine.belongs(device))

    def _has_ended(self, session: str) -> bool:
        return self._sessions.get(session).look(lambda machine, _: machine.state.phase in ENDED)


def _swapped(session: Session, _at: float) -> list[tuple[str, str]]:
    """Return the phones that were put in another one's place, oldest first, each with its new device."""
    devices = session.state.devices.values()
    return [(device.device, device.successor) for device in devices if device.successor]


def _to_bring(session: Session, _at: float) -> list[Device]:
    """Return the devices that take part: the display, then phones with a set, then spares, which fill what is left."""
    state = session.state
    phones = [device for device in state.devices.values() if device.role == "phone" and not device.removed]
    display = [state.devices[state.display]] if state.display is not None else []
    return display + sorted(phones, key=lambda phone: phone.set is None)


def _admit(live: LiveSession, device: Device, moved: str) -> None:
    if device.role == "phone":
        live.deliver(lambda at: AdmitPhone(at, moved, device.name, device.set))
    else:
        live.deliver(lambda at: AdmitDisplay(at, moved, device.name))
