"""Enrolment of devices: invitations, and the exchange of a code for a credential."""

from __future__ import annotations

from collections.abc import Mapping

from capture.errors import CaptureError
from capture.events import AdmitDisplay, AdmitPhone, Rejoin
from capture.facts import Role
from capture.handlers.membership import check_phones
from capture.storage import Credential, Invitation
from messages import catalogue
from webapp.auth.device_cookies import MOST, session_of
from webapp.devices.credentials import Credentials, Standing
from webapp.errors import ApiError
from webapp.languages import language
from webapp.sessions.session_registry import Sessions
from webapp.sessions.session_runner import LiveSession
from webapp.shapes.device import InvitationView

SPARE_PHONES = 4
MOST_DISPLAYS = 3
USUAL_NAMES: dict[Role, str] = {"phone": "Phone", "display": "Display"}


class Enrolment:
    """The service that admits devices to sessions."""

    def __init__(self, sessions: Sessions, credentials: Credentials) -> None:
        self._sessions = sessions
        self._credentials = credentials

    def admit(self, invitation: Invitation, name: str) -> Credential:
        """Create a device for ``invitation``, under a name that no other device of the session has."""
        live = self._sessions.get(invitation.session)
        _check_room(live, invitation.role)
        name = self._free_name(invitation, name.strip() or USUAL_NAMES[invitation.role])
        credential = self._credentials.enrol(invitation, name)
        admit = AdmitPhone if invitation.role == "phone" else AdmitDisplay
        live.deliver(lambda at: admit(at, credential.device, name))
        return credential

    def admit_again(self, invitation: Invitation, cookie: str) -> Credential | None:
        """Return the credential of the device that ``cookie`` proves, None if it cannot return.

        A phone's photos and its record lie in its own store under the device's id: as another device it could reach
        neither. Whoever was dropped comes back; only when another phone has filled its place, and it has no photos
        that are waited for, it may join as somebody new.
        """
        live = self._sessions.get(invitation.session)
        try:
            device = self._credentials.device_of(invitation.role, invitation.session, cookie)
        except CaptureError:
            return None
        return Credential(device, cookie) if _comes_back(live, device) else None

    def expendable(self, cookies: Mapping[str, str], present: str) -> list[str]:
        """Return which of a browser's device cookies can be deleted; never those of the session ``present``."""
        owners = {name: session for name in cookies if (session := session_of(name))}
        if len(owners) <= MOST:
            return []
        standing = self._credentials.standing()

        def worth(name: str) -> tuple[bool, Standing]:
            device, session = cookies[name].partition(".")[0], owners[name]
            return session == present, standing(session, device)

        return sorted(owners, key=worth)[:-MOST]

    def invitations(self, session: str, base_url: str, *, renew: bool = False) -> dict[Role, InvitationView]:
        """Return the open invitations of a session, as the API gives them."""
        self._sessions.get(session)
        return {
            role: _json(self._credentials.invitation(session, role, renew=renew), base_url)
            for role in USUAL_NAMES
        }

    def _free_name(self, invitation: Invitation, wished: str) -> str:
        named = self._credentials.names_of(invitation.session)
        if named.get(wished, invitation.role) != invitation.role:
            # A computer may be display and phone at once. "Linux PC 2" would not say which of the two is meant.
            wished = f"{wished} ({catalogue(language()).say(f'device-kind-{invitation.role}')})"
        names = (wished if number == 1 else f"{wished} {number}" for number in range(1, len(named) + 2))
        return next(name for name in names if name not in named)


def _check_room(live: LiveSession, role: Role) -> None:
    """Refuse a device that the session could not use: a leaked code must not flood the console."""
    if role == "phone":
        check_phones(live.plan)
    most = len(live.plan.sets) + SPARE_PHONES if role == "phone" else MOST_DISPLAYS
    if live.look(lambda machine, _: machine.present(role)) >= most:
        raise ApiError(
            "session_full",
            f"This session has {most} {role}s, and more are of no use to it. "
            "Drop one on the console that does not take part any more.",
        )


def join_url(base_url: str, code: str) -> str:
    """Return the address behind an invitation's QR."""
    return f"{base_url}/join?code={code}"


def _comes_back(live: LiveSession, device: str) -> bool:
    live.deliver(lambda at: Rejoin(at, device))
    return live.look(lambda machine, _: machine.belongs(device))


def _json(invitation: Invitation, base_url: str) -> InvitationView:
    return {
        "code": invitation.code,
        "url": join_url(base_url, invitation.code),
        "qr": f"/api/v1/sessions/{invitation.session}/invitations/{invitation.role}/qr.svg",
        "expires": invitation.expires_at,
    }
