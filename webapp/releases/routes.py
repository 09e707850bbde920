"""Releases: data sets put together on the server's disk, and checked there."""

from __future__ import annotations

from typing import Protocol, cast

from flask import Response, jsonify
from flask_openapi3 import OpenAPI

from webapp.api.blueprint import OPERATOR, add_resource, answer, errors, resource, services_of
from webapp.releases.models import NewRelease, ReleasePath
from webapp.releases.order import ReleaseOrder, ReleaseView, ReleaseViews
from webapp.releases.release_service import Releases

api = resource("releases", "Data sets of everything there is.", abp_security=OPERATOR)


class ReleaseNeeds(Protocol):
    """The services that these routes call."""

    releases: Releases


def register(app: OpenAPI, services: ReleaseNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> ReleaseNeeds:
    """Return the services for the present request."""
    return cast(ReleaseNeeds, services_of(api.name))


@api.get("/releases", responses={200: answer(ReleaseViews)})
def list_releases() -> Response:
    """List the releases, newest first."""
    return jsonify(ReleaseViews(tuple(services().releases.all())))


@api.post("/releases", responses={201: answer(ReleaseView), **errors(409, 415)})
def add_release(body: NewRelease) -> tuple[Response, int]:
    """Make a release on the server's disk, or add to one of the same name what is new."""
    values = body.model_dump()
    for name in ("studies", "sessions", "jobs", "creators"):
        values[name] = tuple(dict.fromkeys(values[name]))
    return jsonify(services().releases.make(ReleaseOrder(**values))), 201


@api.get("/releases/<string:release>", responses={200: answer(ReleaseView)})
def read_release(path: ReleasePath) -> Response:
    """Read a release: how far it is, and what the last check found."""
    return jsonify(services().releases.get(path.release))


@api.post("/releases/<string:release>/check", responses={200: answer(ReleaseView), **errors(409, 415)})
def check_release(path: ReleasePath) -> Response:
    """Check a release, its pixels included."""
    return jsonify(services().releases.check(path.release))


@api.post("/releases/<string:release>/cancel", responses={200: answer(ReleaseView), **errors(409, 415)})
def cancel_release(path: ReleasePath) -> Response:
    """End the run of a release; the data set stays as it was before."""
    return jsonify(services().releases.cancel(path.release))


@api.post("/releases/<string:release>/resume", responses={200: answer(ReleaseView), **errors(409, 415)})
def resume_release(path: ReleasePath) -> Response:
    """Make a release again: copied pictures are not copied again, and new photos of its sessions are added."""
    return jsonify(services().releases.resume(path.release))
