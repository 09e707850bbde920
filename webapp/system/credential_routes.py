"""Credentials for scripts and readers, so that nobody else needs the operator's token."""

from __future__ import annotations

from typing import Protocol, cast

from flask import g
from flask_openapi3 import OpenAPI

from webapp.api.blueprint import OPERATOR, add_resource, answer, resource, services_of
from webapp.auth.audit import newest_changes
from webapp.auth.guard import open_to
from webapp.auth.issued import Issued, Kind
from webapp.auth.operator import OperatorSignIn
from webapp.errors import ApiError
from webapp.offload import Offload
from webapp.reach import sign_in_address
from webapp.settings import Settings
from webapp.shapes.credential import Changes, CredentialView, GivenCredential, GivenCredentials
from webapp.system.address import address_for_others
from webapp.system.models import ChangesQuery, CredentialPath, NewCredential

DAY_S = 24 * 3600.0
api = resource(
    "credentials",
    "Tokens for scripts and links for readers, each of which can be revoked; and the record of changes.",
    abp_security=OPERATOR,
)


class CredentialNeeds(Protocol):
    """The services that these routes call."""

    offload: Offload
    operator: OperatorSignIn
    settings: Settings


def register(app: OpenAPI, services: CredentialNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> CredentialNeeds:
    """Return the services for the present request."""
    return cast(CredentialNeeds, services_of(api.name))


@api.get("/credentials", responses={200: answer(GivenCredentials)})
@open_to("owner")
def list_credentials() -> GivenCredentials:
    """List the sign-ins, tokens and links that are good now; their secrets are kept nowhere."""
    return {"credentials": [_view(one) for one in services().operator.issued.all()]}


@api.post("/credentials", responses={201: answer(GivenCredential)})
@open_to("owner")
def add_credential(body: NewCredential) -> tuple[GivenCredential, int]:
    """Make a token for a script, or a reader's link; its secret is told this once."""
    kind: Kind = "link" if body.scope == "reviewer" else "token"
    made, secret = services().operator.issued.issue(kind, body.scope, body.name, body.days * DAY_S)
    url = sign_in_address(address_for_others(), secret, "/review") if kind == "link" else ""
    return {**_view(made), "secret": secret, "url": url}, 201


@api.get("/changes", responses={200: answer(Changes)})
@open_to("owner")
def list_changes(query: ChangesQuery) -> Changes:
    """List who changed something, newest first: operators, scripts, readers and participants."""
    root = services().settings.data_root
    return {"changes": services().offload(newest_changes, root, query.limit)}


@api.delete("/credentials/<string:credential>", responses={204: None})
@open_to("owner")
def revoke_credential(path: CredentialPath) -> tuple[str, int]:
    """Make a credential void at once, with the sign-ins that came by it."""
    if not services().operator.issued.revoke(path.credential):
        raise ApiError("not_found", "There is no such credential.")
    return "", 204


def _view(issued: Issued) -> CredentialView:
    return {
        "id": issued.id,
        "kind": issued.kind,
        "scope": issued.scope,
        "name": issued.name,
        "created": issued.created_at,
        "expires": issued.expires_at,
        "last_used": services().operator.issued.uses.of(issued.id),
        "current": issued.id == g.caller.device,
    }
