"""Self-tests of devices: open to anybody, before a device has joined anything."""

from __future__ import annotations

from typing import Protocol, cast

from flask import request
from flask_openapi3 import OpenAPI

from webapp.api.blueprint import (
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
from webapp.auth.guard import public, takes_bytes
from webapp.offload import Offload
from webapp.selftest.models import SelfTest
from webapp.selftest.results import SelfTestResults
from webapp.shapes.selftest import SelfTests, SelfTestView, Swallowed

MOST_BYTES = 4_000_000
BYTES = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
api = resource("selftest", "What the browser of a device offers, as it found out itself.")


class SelfTestNeeds(Protocol):
    """The services that these routes call."""

    receiving: Offload
    selftests: SelfTestResults


def register(app: OpenAPI, services: SelfTestNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> SelfTestNeeds:
    """Return the services for the present request."""
    return cast(SelfTestNeeds, services_of(api.name))


@api.get("/selftests", security=OPERATOR, responses={200: answer(SelfTests)})
def list_selftests() -> SelfTests:
    """List the results that devices have sent, newest first; 200 are kept."""
    return {"tests": services().selftests.all()}


@api.post("/selftests", security=PUBLIC, responses={201: answer(SelfTestView), **errors(413)})
@public
def add_selftest(body: SelfTest) -> tuple[SelfTestView, int]:
    """Keep a result for the operator."""
    services().selftests.admit("result", request.remote_addr or "")
    return services().selftests.keep(body), 201


@api.post(
    "/selftests/bytes",
    security=PUBLIC,
    responses={200: answer(Swallowed), **errors(400, 411, 413, 503)},
    openapi_extensions={"requestBody": BYTES},
)
@takes_files
@takes_bytes(MOST_BYTES)
@public
def swallow_bytes() -> Swallowed:
    """Read up to 4 MB and forget them, so that a device can measure its connection."""
    services().selftests.admit("bytes", request.remote_addr or "")
    length, at = services().selftests.swallow(sent_body(services().receiving, MOST_BYTES))
    return {"bytes": length, "at": at}
