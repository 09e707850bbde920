"""The data set, out of the archive."""

from __future__ import annotations

from typing import Protocol, cast

from flask import Response
from flask_openapi3 import OpenAPI

from webapp.api.blueprint import OPERATOR, add_resource, answer, binary, errors, resource, services_of
from webapp.exports.export_order import ExportOrder
from webapp.exports.export_service import ExportService
from webapp.exports.models import ExportQuery
from webapp.shapes.photo import ExportCheck

api = resource("export", "Accepted photos with their labels, in CheXphoto's layout.", abp_security=OPERATOR)


class ExportNeeds(Protocol):
    """The services that these routes call."""

    export_service: ExportService


def register(app: OpenAPI, services: ExportNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> ExportNeeds:
    """Return the services for the present request."""
    return cast(ExportNeeds, services_of(api.name))


@api.get("/export/check", responses={200: answer(ExportCheck), **errors(409)})
def check_export(query: ExportQuery) -> ExportCheck:
    """Return the contents of an export, and its obstacles."""
    return services().export_service.check(_order(query))


@api.get("/export", responses={200: binary("application/zip", "The data set."), **errors(409)})
def export(query: ExportQuery) -> Response:
    """Return the data set as a zip, streamed."""
    plan = services().export_service.plan(_order(query))
    response = Response(services().export_service.zip(plan), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{plan.name}.zip"'
    return response


def _order(query: ExportQuery) -> ExportOrder:
    return ExportOrder(
        tuple(query.session),
        query.name,
        query.split,
        query.usable_only,
        query.rectified,
        query.rectified_side,
        query.study or "",
        query.allow_incomplete,
    )
