"""The server itself: health, identity, addresses."""

from __future__ import annotations

from importlib.metadata import version
from typing import Protocol, cast

from flask import Response
from flask_openapi3 import OpenAPI

from capture.archive import Archive
from webapp.api.blueprint import OPERATOR, PUBLIC, add_resource, answer, binary, errors, resource, services_of
from webapp.auth.guard import public
from webapp.errors import ApiError
from webapp.limits import form_rules
from webapp.offload import Offload
from webapp.runtime.watchdog import Watchdog
from webapp.settings import Settings
from webapp.shapes.server import Health, ServerView, UsualCapture
from webapp.system import address, credential_routes, sign_in_routes
from webapp.system.address import addresses_for_others, advice, reachable_hosts
from webapp.system.certificates import authority_der, server_certificate
from webapp.system.models import ChosenAddress
from webapp.system.phone_address import PhoneAddress

api = resource("server", "The server itself.")


class ServerNeeds(
    address.AddressNeeds, sign_in_routes.SignInNeeds, credential_routes.CredentialNeeds, Protocol
):
    """The services that these routes call."""

    archive: Archive
    offload: Offload
    phone_address: PhoneAddress
    settings: Settings
    watchdog: Watchdog


def register(app: OpenAPI, services: ServerNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)
    sign_in_routes.register(app, services)
    credential_routes.register(app, services)


def services() -> ServerNeeds:
    """Return the services for the present request."""
    return cast(ServerNeeds, services_of(api.name))


@api.get("/health", security=PUBLIC, responses={200: answer(Health), **errors(503)})
@public
def read_health() -> Health:
    """Return that the server is up, or ``server_stuck`` when one of its loops is stuck."""
    if stuck := services().watchdog.stuck():
        names = " and ".join(f"the {name}" for name in stuck)
        raise ApiError(
            "server_stuck",
            f"Something in the server stands still: {names}. What is stored is safe. Look at its log, then "
            "restart it.",
            {"stuck": [{"what": name, "seconds": seconds} for name, seconds in stuck.items()]},
        )
    return {"status": "ok", "version": version("chexphoto-lab")}


@api.get(
    "/ca.crt", security=PUBLIC, responses={200: binary("application/x-x509-ca-cert", "The certificate, DER.")}
)
@public
def read_ca() -> Response:
    """Return the certificate authority that phones have to trust for this server."""
    try:
        data = services().offload(authority_der, services().settings.data_root)
    except FileNotFoundError:
        raise ApiError("not_found", "This server has no certificate authority of its own.") from None
    response = Response(data, content_type="application/x-x509-ca-cert")
    response.headers["Content-Disposition"] = 'attachment; filename="chexphoto-lab-ca.crt"'
    return response


@api.get("/server", security=OPERATOR, responses={200: answer(ServerView)})
def read_server() -> ServerView:
    """Read what the server is, where its data are and where it can be reached."""
    return _server()


@api.post("/server/address", security=OPERATOR, responses={200: answer(ServerView), **errors(422)})
def choose_address(body: ChosenAddress) -> ServerView:
    """Choose the address that QR codes lead to, where the machine is in several networks; it is remembered."""
    by_address = dict(zip(addresses_for_others(), reachable_hosts(), strict=True))
    if body.url not in by_address:
        raise ApiError(
            "address_unknown",
            f"{body.url} is not an address of this server. Choose one of: {', '.join(by_address) or 'none'}.",
        )
    services().phone_address.choose(by_address[body.url])
    return _server()


def _server() -> ServerView:
    settings = services().settings
    return {
        "version": version("chexphoto-lab"),
        "data_root": str(settings.data_root),
        "free_bytes": services().offload(services().archive.free_bytes),
        "certificate": services().offload(server_certificate, settings.data_root),
        "urls": addresses_for_others(),
        "advice": advice(),
        "settings": cast(UsualCapture, settings.model_dump(mode="json", exclude={"operator_token"})),
        "rules": form_rules(),
    }
