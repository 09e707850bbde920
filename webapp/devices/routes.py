"""Phones and displays: joining by a code, dropping, revoking, replacing, pausing."""

from __future__ import annotations

from typing import Protocol, cast

from flask import Response, jsonify, request
from flask_openapi3 import OpenAPI

from capture import events, phone_events
from webapp.api.blueprint import (
    DEVICE,
    OPERATOR,
    PUBLIC,
    add_resource,
    answer,
    errors,
    resource,
    services_of,
    takes_files,
)
from webapp.api.bodies import sent_body
from webapp.api.paths import DevicePath, InvitationPath, SessionPath
from webapp.auth.device_cookies import device_cookie, forget, give
from webapp.auth.guard import open_to, public
from webapp.auth.tries import Tries
from webapp.devices import moving_routes
from webapp.devices.aiming import MAX_BYTES, Aiming
from webapp.devices.credentials import Credentials
from webapp.devices.enrolment import join_url
from webapp.devices.models import Exchange, Join, Replacement
from webapp.errors import ApiError
from webapp.offload import Offload
from webapp.qr import qr_svg
from webapp.shapes.device import Aimed, DeviceViews, Joined, OpenInvitations
from webapp.shapes.session import SessionSnapshot
from webapp.system.address import address_for_others, addresses_for_others, advice

api = resource("devices", "Phones and displays, and the invitations they join by.", abp_security=OPERATOR)
FRAME = {
    "required": True,
    "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}},
}
CHANGED = {200: answer(SessionSnapshot), **errors(409, 507)}


class DeviceNeeds(moving_routes.MovingNeeds, Protocol):
    """The services that these routes call."""

    aiming: Aiming
    credentials: Credentials
    receiving: Offload
    tries: Tries


def register(app: OpenAPI, services: DeviceNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)
    moving_routes.register(app, services)


def services() -> DeviceNeeds:
    """Return the services for the present request."""
    return cast(DeviceNeeds, services_of(api.name))


@api.post(
    "/join", security=PUBLIC, responses={200: answer(Joined), 201: answer(Joined), **errors(409, 410, 507)}
)
@public
def join(body: Join) -> Response:
    """Exchange a code for a credential of this device alone, as a cookie; 200 for a device that had joined before."""
    with services().tries.one("join", request.remote_addr or ""):
        invitation = services().credentials.redeem(body.code)
    cookie = device_cookie(invitation.role, invitation.session)
    known = services().enrolment.admit_again(invitation, request.cookies.get(cookie, ""))
    credential = known or services().enrolment.admit(invitation, body.name)
    page = f"/{invitation.role}/{invitation.session}"
    joined: Joined = {
        "role": invitation.role,
        "session": invitation.session,
        "device": credential.device,
        "page": page,
    }
    response = jsonify(joined)
    response.status_code = 200 if known else 201
    forget(response, services().enrolment.expendable(request.cookies, invitation.session))
    give(response, cookie, credential.token)
    return response


@api.get(
    "/sessions/<string:session>/invitations",
    security=OPERATOR + DEVICE,
    responses={200: answer(OpenInvitations)},
)
@open_to("operator", "display")
def read_invitations(path: SessionPath) -> OpenInvitations:
    """Read the codes by which a phone and a display can join; expired ones are replaced."""
    return _invitations(path.session)


@api.post("/sessions/<string:session>/invitations", responses={200: answer(OpenInvitations)})
def renew_invitations(path: SessionPath) -> OpenInvitations:
    """Make new codes; the old ones no longer work."""
    return _invitations(path.session, renew=True)


@api.get(
    "/sessions/<string:session>/invitations/<string:role>/qr.svg",
    security=OPERATOR + DEVICE,
    responses={
        200: {"description": "The QR code.", "content": {"image/svg+xml": {"schema": {"type": "string"}}}},
        **errors(409),
    },
)
@open_to("operator", "display")
def read_qr(path: InvitationPath) -> Response:
    """Return an invitation as a QR code; there is none while no other machine can reach the server."""
    services().sessions.get(path.session)
    if why := advice():
        raise ApiError("unreachable", why)
    invitation = services().credentials.invitation(path.session, path.role)
    return Response(qr_svg(join_url(address_for_others(), invitation.code)), content_type="image/svg+xml")


@api.post(
    "/sessions/<string:session>/phones/<string:device>/aim",
    security=DEVICE,
    responses={200: answer(Aimed), **errors(409, 411, 413, 415, 503)},
    openapi_extensions={"requestBody": FRAME},
)
@takes_files
@open_to("phone")
def look_at_frame(path: DevicePath) -> Aimed:
    """Locate the x-ray in a phone's camera frame during aiming; the frame is not stored."""
    sent = sent_body(services().receiving)
    if sent.length > MAX_BYTES:
        raise ApiError("image_too_large", f"A frame may have {MAX_BYTES / 1e6:g} MB.")
    if request.mimetype != "image/jpeg":
        raise ApiError("image_type", "A frame must be a JPEG (Content-Type: image/jpeg).")
    return services().aiming.look(path.session, path.device, sent.read())


@api.get("/sessions/<string:session>/devices", responses={200: answer(DeviceViews)})
def list_devices(path: SessionPath) -> DeviceViews:
    """List the phones and the display of a session."""
    snapshot = services().snapshots.of(path.session)
    return {"display": snapshot["display"], "phones": snapshot["phones"]}


@api.delete("/sessions/<string:session>/devices/<string:device>", responses=CHANGED)
def drop_device(path: DevicePath) -> SessionSnapshot:
    """Take a device out; photos it has already taken are still accepted."""
    services().sessions.get(path.session).deliver(lambda at: events.Drop(at, path.device))
    return services().snapshots.of(path.session)


@api.post("/sessions/<string:session>/devices/<string:device>/revoke", responses=CHANGED)
def revoke_device(path: DevicePath) -> SessionSnapshot:
    """Take a device out of every session it was in, and refuse all it sends from now on, waiting photos included."""
    services().moving.revoke(path.session, path.device)
    return services().snapshots.of(path.session)


@api.post("/sessions/<string:session>/devices/<string:device>/replace", responses=CHANGED)
def replace_device(path: DevicePath, body: Replacement) -> SessionSnapshot:
    """Give a phone's place and set to a spare phone."""
    live = services().sessions.get(path.session)
    live.deliver(lambda at: events.Replace(at, path.device, body.with_))
    return services().snapshots.of(path.session)


@api.post("/sessions/<string:session>/devices/<string:device>/swap", responses=CHANGED)
def swap_phones(path: DevicePath, body: Exchange) -> SessionSnapshot:
    """Put two phones in each other's place: each fills the other's set from now on."""
    services().moving.swap(path.session, path.device, body.with_)
    return services().snapshots.of(path.session)


@api.post("/sessions/<string:session>/devices/<string:device>/pause", responses=CHANGED)
def pause_phone(path: DevicePath) -> SessionSnapshot:
    """Pause one phone: the others go on without it."""
    services().sessions.get(path.session).deliver(lambda at: phone_events.PausePhone(at, path.device))
    return services().snapshots.of(path.session)


@api.post("/sessions/<string:session>/devices/<string:device>/resume", responses=CHANGED)
def resume_phone(path: DevicePath) -> SessionSnapshot:
    """Let a paused phone take part again; what was shown meanwhile is shown again for it."""
    services().sessions.get(path.session).deliver(lambda at: phone_events.ResumePhone(at, path.device))
    return services().snapshots.of(path.session)


def _invitations(session: str, *, renew: bool = False) -> OpenInvitations:
    found = services().enrolment.invitations(session, address_for_others(), renew=renew)
    return {
        "phone": found["phone"],
        "display": found["display"],
        "addresses": addresses_for_others(),
        "advice": advice(),
    }
