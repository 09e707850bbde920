"""Addresses that pages once had lead to where they are now: people have bookmarked them."""

from __future__ import annotations

from flask_openapi3 import OpenAPI

from tests.webapp.clients import client, operator_client


def test_the_former_address_of_the_transforms_page_leads_to_it(app: OpenAPI) -> None:
    operator = operator_client(app)
    answer = operator.get("/lab")
    assert answer.status_code == 308
    assert answer.location == "/transforms"
    assert operator.get(answer.location).status_code == 200


def test_a_former_address_opens_nothing_without_the_operators_token(app: OpenAPI) -> None:
    answer = client(app).get("/lab", headers={"Accept": "text/html"})
    assert answer.status_code in (302, 303)
    assert answer.location.startswith("/sign-in")
