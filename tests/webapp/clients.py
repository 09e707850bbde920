"""Clients of the lab under test."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from werkzeug.test import TestResponse

TOKEN = "operator-token-of-the-tests"
HOST = "lab.test:8443"


class Browser(FlaskClient):
    """Comes over HTTPS, and reads every answer to its end."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        return super().open(*args, **{"base_url": f"https://{HOST}", "buffered": True, **options})


def client(app: OpenAPI) -> FlaskClient:
    """Return a browser that has no credential yet."""
    return Browser(app, app.response_class, use_cookies=True)


def operator_client(app: OpenAPI, token: str = TOKEN) -> FlaskClient:
    """Return a browser in which the operator is signed in."""
    signed_in = client(app)
    assert signed_in.post("/api/v1/sign-in", json={"token": token}).status_code == 204
    return signed_in
