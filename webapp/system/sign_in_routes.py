"""The operator's sign-in."""

from __future__ import annotations

from flask import Response, request

from webapp.api.blueprint import PUBLIC, errors, lab, resource
from webapp.auth.guard import public
from webapp.errors import ApiError
from webapp.system.models import SignIn

api = resource("sign_in", "The operator signs in with the token that the server printed at start.")


@api.post("/sign-in", security=PUBLIC, responses={204: None, **errors(403)})
@public
def sign_in(body: SignIn) -> Response:
    """Exchange the operator's token for a cookie."""
    with lab().tries.one("sign-in", request.remote_addr or ""):
        if not lab().operator.accepts(body.token.strip()):
            raise ApiError(
                "credential_unknown", "This is not the token that the server printed when it started."
            )
    response = Response(status=204)
    lab().operator.remember(response)
    return response


@api.post("/sign-out", security=PUBLIC, responses={204: None})
@public
def sign_out() -> Response:
    """Forget the sign-in of this browser."""
    response = Response(status=204)
    lab().operator.forget(response)
    return response
