"""The operator's sign-in."""

from __future__ import annotations

from typing import Protocol, cast

from flask import Response, request
from flask_openapi3 import OpenAPI

from webapp.api.blueprint import PUBLIC, add_resource, errors, resource, services_of
from webapp.auth.guard import public
from webapp.auth.operator import OperatorSignIn
from webapp.auth.tries import Tries
from webapp.errors import ApiError
from webapp.system.models import SignIn

api = resource("sign_in", "The operator signs in, by a code that is good once or with the token.")
NO_WAY_IN = (
    "This signs nobody in: an address of the server is good once and for half an hour. "
    "`chexphoto sign-in` on the server's computer prints a new one."
)


class SignInNeeds(Protocol):
    """The services that these routes call."""

    operator: OperatorSignIn
    tries: Tries


def register(app: OpenAPI, services: SignInNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> SignInNeeds:
    """Return the services for the present request."""
    return cast(SignInNeeds, services_of(api.name))


@api.post("/sign-in", security=PUBLIC, responses={204: None, **errors(403)})
@public
def sign_in(body: SignIn) -> Response:
    """Exchange a one-time code, the operator's token, or what a reader's link holds, for a cookie."""
    response = Response(status=204)
    with services().tries.one("sign-in", request.remote_addr or ""):
        if not services().operator.sign_in(response, body.token.strip()):
            raise ApiError("credential_unknown", NO_WAY_IN)
    return response


@api.post("/sign-out", security=PUBLIC, responses={204: None})
@public
def sign_out() -> Response:
    """End the sign-in of this browser; copies of its cookie are void."""
    response = Response(status=204)
    services().operator.forget(request, response)
    return response
