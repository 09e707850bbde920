"""The next subset, and the devices that go along to it."""

from __future__ import annotations

from typing import Protocol, cast

from flask import Response, g, jsonify, request
from flask_openapi3 import OpenAPI

from webapp.api.blueprint import DEVICE, OPERATOR, add_resource, answer, errors, resource, services_of
from webapp.api.paths import DevicePath, SessionPath
from webapp.auth.device_cookies import device_cookie, forget, give
from webapp.auth.guard import open_to
from webapp.devices.enrolment import Enrolment
from webapp.devices.moving import Moving
from webapp.sessions.models import NextSubset
from webapp.sessions.session_registry import Sessions
from webapp.sessions.snapshots import Snapshots
from webapp.sessions.succession import Succession
from webapp.shapes.device import Joined
from webapp.shapes.session import NextSubsetView, SessionSnapshot

api = resource("next subset", "The session after a session, and its devices.", abp_security=OPERATOR)


class MovingNeeds(Protocol):
    """The services that these routes call."""

    enrolment: Enrolment
    moving: Moving
    sessions: Sessions
    snapshots: Snapshots
    succession: Succession


def register(app: OpenAPI, services: MovingNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> MovingNeeds:
    """Return the services for the present request."""
    return cast(MovingNeeds, services_of(api.name))


@api.get("/sessions/<string:session>/next", responses={200: answer(NextSubsetView)})
def read_next(path: SessionPath) -> NextSubsetView:
    """Read which x-rays the next subset would have, or which session has it."""
    before = services().sessions.get(path.session).plan.conditions
    following = services().succession.after(path.session)
    chosen = services().succession.proposal(path.session) if following is None else None
    if chosen is None:
        return {"session": following, "first": None, "last": None, "conditions": {}}
    changed = {name: value for name, value in chosen.conditions.items() if value != before.get(name)}
    return {"session": None, "first": chosen.first, "last": chosen.last, "conditions": changed}


@api.post(
    "/sessions/<string:session>/next",
    responses={200: answer(SessionSnapshot), 201: answer(SessionSnapshot), **errors(409, 503, 507)},
)
def make_next(path: SessionPath, body: NextSubset) -> tuple[SessionSnapshot, int]:
    """Go on with the next subset: a session like this one over other x-rays, with its devices; 200 if there is one."""
    following, is_new = services().moving.next_session(path.session, body)
    return services().snapshots.of(following.id), 201 if is_new else 200


@api.post(
    "/sessions/<string:session>/devices/<string:device>/move",
    security=DEVICE,
    responses={200: answer(Joined), **errors(409)},
)
@open_to("phone", "display")
def move_device(path: DevicePath) -> Response:
    """Exchange a device's credential for one of the session that follows its own, as a cookie."""
    role = g.caller.role
    session, credential = services().moving.move(path.session, path.device)
    joined: Joined = {
        "role": role,
        "session": session,
        "device": credential.device,
        "page": f"/{role}/{session}",
    }
    response = jsonify(joined)
    forget(response, services().enrolment.expendable(request.cookies, session))
    give(response, device_cookie(role, session), credential.token)
    return response
