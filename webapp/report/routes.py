"""The report on a session: a page to read, print and archive with the data."""

from __future__ import annotations

from typing import Protocol, cast

from flask import Response
from flask_openapi3 import OpenAPI

from webapp.api.blueprint import OPERATOR, add_resource, binary, resource, services_of
from webapp.api.paths import SessionPath
from webapp.auth.headers import policy
from webapp.report.models import ReportQuery
from webapp.report.report_service import ReportService
from webapp.report.style import style_source

api = resource("report", "What happened in a session, and how good its photos are.", abp_security=OPERATOR)


class ReportNeeds(Protocol):
    """The services that these routes call."""

    report_service: ReportService


def register(app: OpenAPI, services: ReportNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> ReportNeeds:
    """Return the services for the present request."""
    return cast(ReportNeeds, services_of(api.name))


@api.get(
    "/sessions/<string:session>/report",
    responses={200: binary("text/html", "One page that needs nothing but itself.")},
)
def read_report(path: SessionPath, query: ReportQuery) -> Response:
    """Return the report on a session, as it stands now."""
    page = services().report_service.page(path.session, with_pictures=query.pictures)
    response = Response(page, content_type="text/html; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="report-{path.session}.html"'
    # Nothing inline is allowed anywhere else; here it is this one style sheet, by its digest.
    response.headers["Content-Security-Policy"] = policy(
        default_src="'none'",
        style_src=style_source(),
        img_src="data:",
        connect_src="'none'",
        media_src="'none'",
    )
    return response
