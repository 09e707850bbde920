"""Access control of every route.

A route is the operator's unless it is marked `public` or `open_to` a role, so that a forgotten mark locks out
rather than lets in.  The check runs before anything of the request is read or validated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, Protocol, TypeVar

from flask import Flask, Request, g, request

from capture.errors import CaptureError
from capture.facts import Role as DeviceRole
from webapp.auth.bearer import bearer_token
from webapp.auth.cross_site import SAFE_METHODS, refuse_cross_site
from webapp.auth.device_cookies import device_cookie
from webapp.auth.operator import Holder, OperatorSignIn
from webapp.auth.participant import Participant, ParticipantTokens, token_of
from webapp.auth.tries import Tries
from webapp.errors import ApiError, as_api_error

Role = Literal["operator", "owner", "transforms", "reviewer", "phone", "display", "participant", "public"]
DEVICE_ROLES: tuple[DeviceRole, ...] = ("display", "phone")
View = TypeVar("View", bound=Callable[..., Any])
MAX_CREDENTIALS = 100
"""So many sessions' cookies of one role are looked at: more than a phone collects in their thirty days."""
PUBLIC_BODY_BYTES = 4000
"""What a body may have on a route that is open to everybody: a code and a name, or a token."""
WRONG_TOKEN = "This token is neither the operator's nor one that was given out and is still good."


@dataclass(frozen=True, slots=True)
class Caller:
    """The client of a request: a device, a participant, or who has the operator's token or something given for it."""

    role: Role
    session: str = ""
    device: str = ""
    name: str = ""
    challenge: str = ""
    participant: str = ""


class DeviceCredentials(Protocol):
    """The guard's interface to the store of device credentials."""

    def device_of(self, role: DeviceRole, session: str, cookie: str) -> str:
        """Return the id of the device whose credential ``cookie`` is.

        Raises:
            CaptureError: ``credential_unknown`` or ``credential_revoked``.
        """


def open_to(*roles: Role) -> Callable[[View], View]:
    """Mark a view as open to ``roles`` instead of the operator alone."""

    def mark(view: View) -> View:
        view.access = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


public = open_to("public")
"""Mark a view that needs no credential."""


def takes_bytes(most: int) -> Callable[[View], View]:
    """Mark a public view whose body may have ``most`` bytes."""

    def mark(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return mark


class Guard:
    """Checks each request against the marks of its view."""

    def __init__(
        self,
        app: Flask,
        operator: OperatorSignIn,
        devices: DeviceCredentials,
        knows_session: Callable[[str], bool],
        tries: Tries,
        participants: ParticipantTokens,
    ) -> None:
        self._app = app
        self._operator = operator
        self._devices = devices
        self._knows_session = knows_session
        self._tries = tries
        self._participants = participants
        app.before_request(self.check)

    def check(self) -> None:
        """Admit the request or raise `ApiError`; store the `Caller` in ``flask.g.caller``."""
        if request.endpoint is None:
            return
        access = access_of(self._app, request.endpoint)
        if request.method not in SAFE_METHODS:
            refuse_cross_site(request)
        if "public" in access:
            view = self._app.view_functions[request.endpoint]
            request.max_content_length = getattr(view, "most_bytes", PUBLIC_BODY_BYTES)
        g.caller = (
            Caller("public") if "public" in access else self.admit(request, access, request.view_args or {})
        )

    def admit(self, request: Request, access: frozenset[Role], place: Mapping[str, object]) -> Caller:
        """Return the caller for ``place`` (a route's arguments), if ``access`` admits them."""
        refused: ApiError | None = None
        for role in DEVICE_ROLES:
            if role in access:
                try:
                    return self._admit_device(request, role, place)
                except (ApiError, CaptureError) as error:
                    refused = as_api_error(error)
        holder = self._operator.holder(request)
        if holder is not None and access & holder.roles:
            return Caller(holder.scope, device=holder.id, name=holder.name)
        if "participant" in access and (participant := self._participants.participant_of(token_of(request))):
            return _admitted(participant, place)
        raise self._refusal(request, place, refused)

    def _admit_device(self, request: Request, role: DeviceRole, place: Mapping[str, object]) -> Caller:
        session = str(place.get("session", ""))
        cookie = request.cookies.get(device_cookie(role, session))
        if not cookie:
            raise ApiError(
                "credential_unknown", "This device is not part of the session. Join it with a code."
            )
        device = self._devices.device_of(role, session, cookie)
        if place.get("device", device) != device:
            raise ApiError("forbidden", "A device may act for itself alone.")
        return Caller(role, session, device)

    def _refusal(self, request: Request, place: Mapping[str, object], refused: ApiError | None) -> ApiError:
        if refused is not None and refused.code != "credential_unknown":
            return refused
        if self._is_somebody(request):
            session = str(place.get("session", ""))
            known = not session or self._knows_session(session)
            return (
                ApiError("forbidden") if known else ApiError("session_unknown", "There is no such session.")
            )
        if bearer_token(request):
            return ApiError("credential_unknown", WRONG_TOKEN)
        return refused or ApiError("credential_missing")

    def recognise(self, request: Request) -> str:
        """Return the client's identity: ``operator``, the id of a device of any session, or nothing.

        Raises:
            ApiError: For a bearer token that is not the operator's; each one counts as a try.
        """
        if bearer_token(request):
            with self._tries.one("bearer", request.remote_addr or ""):
                identity = self._person(request)
                if not identity:
                    raise ApiError("credential_unknown", WRONG_TOKEN)
            return identity
        for role, session, cookie in _credentials(request):
            with suppress(CaptureError):
                return self._devices.device_of(role, session, cookie)
        with suppress(ApiError):
            return self._person(request)
        return ""

    def _person(self, request: Request) -> str:
        """Return the identity of a person or script; nothing for another client.

        Raises:
            ApiError: For a participant's token that was revoked.
        """
        holder = self._operator.holder(request)
        if holder is not None:
            return _identity(holder)
        participant = self._participants.participant_of(token_of(request))
        return f"participant {participant.id}" if participant else ""

    def _is_somebody(self, request: Request) -> bool:
        if any(self._refused(*credential) is None for credential in _credentials(request)):
            return True
        with suppress(ApiError):
            return bool(self._person(request))
        return False

    def turned_away(self, request: Request) -> ApiError:
        """Return the error for a client that `recognise` does not know."""
        told = (self._refused(*credential) for credential in _credentials(request))
        refused = [error for error in told if error is not None]
        revoked = (error for error in refused if error.code == "credential_revoked")
        return next(revoked, refused[0] if refused else ApiError("credential_missing"))

    def _refused(self, role: DeviceRole, session: str, cookie: str) -> ApiError | None:
        try:
            self._devices.device_of(role, session, cookie)
        except CaptureError as error:
            return as_api_error(error)
        return None


def _identity(holder: Holder) -> str:
    """Return whose connections are counted together."""
    return "operator" if holder.scope == "operator" else holder.id


def _admitted(participant: Participant, place: Mapping[str, object]) -> Caller:
    if place.get("challenge", participant.challenge) != participant.challenge:
        raise ApiError("forbidden", "This token is for another challenge.")
    return Caller("participant", challenge=participant.challenge, participant=participant.id)


def _credentials(request: Request) -> Iterator[tuple[DeviceRole, str, str]]:
    """Return the device credentials of ``request``: role, session, cookie."""
    for role in DEVICE_ROLES:
        beginning = device_cookie(role, "")
        shown = (item for item in request.cookies.items() if item[0].startswith(beginning))
        for name, cookie in islice(shown, MAX_CREDENTIALS):
            yield role, name.removeprefix(beginning), cookie


def access_of(app: Flask, endpoint: str) -> frozenset[Role]:
    """Return who may call the view behind ``endpoint``."""
    if endpoint == "static" or endpoint.endswith(".static"):
        return frozenset({"public"})
    return getattr(app.view_functions[endpoint], "access", frozenset({"operator"}))
