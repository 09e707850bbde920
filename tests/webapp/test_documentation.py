"""A route that nobody can read about does not exist."""

from __future__ import annotations

import re
from pathlib import Path

from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from tests.webapp.routes import api_routes

REST = Path(__file__).parents[2] / "docs" / "rest.md"
ADDRESS = re.compile(r"`(GET|POST|PUT|PATCH|DELETE) (/[^\s`?]*)")


def test_every_route_stands_in_the_openapi_document_with_all_it_may_answer(
    app: OpenAPI, operator: FlaskClient
) -> None:
    document = operator.get("/openapi/openapi.json").json
    routes = api_routes(app)
    assert len(routes) > 30
    for route in routes:
        operation = document["paths"][re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.rule)][route.method.lower()]
        assert operation["summary"], str(route)
        assert {"422", "500"} <= set(operation["responses"]), str(route)
        assert "security" in operation, str(route)


def test_every_route_stands_in_the_rest_page_and_the_page_invents_none(app: OpenAPI) -> None:
    written = {(method, f"/api/v1{path}") for method, path in ADDRESS.findall(REST.read_text())}
    real = {(route.method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.rule)) for route in api_routes(app)}
    assert written == real


def test_the_document_names_its_security_schemes(operator: FlaskClient) -> None:
    schemes = operator.get("/openapi/openapi.json").json["components"]["securitySchemes"]
    assert set(schemes) == {"cookie", "token", "device", "participant", "participant_token"}
