"""X-rays as a session shows them: the full picture for its display, small ones for the operator."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, cast

from flask import Response, g
from flask_openapi3 import OpenAPI

from webapp.api.blueprint import (
    DEVICE,
    OPERATOR,
    UNCHANGED,
    add_resource,
    binary,
    errors,
    resource,
    services_of,
)
from webapp.api.paths import SessionXrayPath
from webapp.auth.guard import open_to
from webapp.datasets.dataset_registry import Datasets
from webapp.errors import ApiError
from webapp.files import send_file
from webapp.offload import Offload
from webapp.pictures.picture_cache import Pictures
from webapp.sessions.session_registry import Sessions

api = resource("xrays", "Pictures of x-rays. A phone's credential never opens them.")


class XrayNeeds(Protocol):
    """The services that these routes call."""

    datasets: Datasets
    offload: Offload
    pictures: Pictures
    sessions: Sessions


def register(app: OpenAPI, services: XrayNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> XrayNeeds:
    """Return the services for the present request."""
    return cast(XrayNeeds, services_of(api.name))


@api.get(
    "/sessions/<string:session>/xrays/<int:index>/picture",
    security=OPERATOR + DEVICE,
    responses={200: binary("image/*", "JPEG, PNG or WebP, full size."), **UNCHANGED, **errors(409, 503)},
)
@open_to("operator", "reviewer", "display")
def read_picture(path: SessionXrayPath) -> Response:
    """Return what the session's display shows of an x-ray; a display gets those that it shows now or next."""
    if g.caller.role == "display" and not _is_shown(path, g.caller.device):
        raise ApiError("forbidden", "A display gets the x-ray that it shows, and the next one.")
    file, media_type = services().pictures.xray(_file(path))
    return send_file(file, media_type, services().offload)


@api.get(
    "/sessions/<string:session>/xrays/<int:index>/thumbnail",
    security=OPERATOR,
    responses={200: binary("image/jpeg", "A small JPEG."), **UNCHANGED, **errors(409, 503)},
)
def read_thumbnail(path: SessionXrayPath) -> Response:
    """Return a small picture of an x-ray."""
    return send_file(services().pictures.xray_thumbnail(_file(path)), "image/jpeg", services().offload)


def _is_shown(path: SessionXrayPath, display: str) -> bool:
    live = services().sessions.get(path.session)
    return live.look(lambda machine, _: machine.opens(display, path.index))


def _file(path: SessionXrayPath) -> Path:
    plan = services().sessions.plan(path.session)
    if not plan.covers(path.index):
        raise ApiError("xray_unknown", f"This session has the x-rays {plan.first:,} to {plan.last:,}.")
    return services().datasets.get(plan.dataset).file(path.index)
