"""The OpenAPI document and its browser page, both without any address outside this server.

The page of flask-openapi3's Swagger plug-in holds one inline script and Swagger UI sets inline styles, so that
this one page brings a policy of its own: its script has a nonce, everything else stays as strict.
"""

from __future__ import annotations

import secrets

from flask import Response, current_app, redirect, render_template_string
from flask_openapi3 import OpenAPI
from flask_openapi3_swagger.templates import swagger_html_string
from werkzeug.wrappers import Response as BaseResponse

from webapp.auth.headers import policy

PAGE = "/openapi/swagger"


def page() -> Response:
    """Return the page for reading and trying the API."""
    nonce = secrets.token_urlsafe(16)
    template = swagger_html_string.replace("<script>", f'<script nonce="{nonce}">')
    html = render_template_string(
        template,
        doc_url="openapi.json",
        swagger_config=current_app.config["SWAGGER_CONFIG"],
        oauth_config=None,
    )
    response = Response(html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = policy(
        script_src=f"'self' 'nonce-{nonce}'", style_src="'self' 'unsafe-inline'"
    )
    return response


def register(app: OpenAPI) -> None:
    """Serve the page instead of the plug-in's own."""
    app.config["SWAGGER_CONFIG"] = {"validatorUrl": None, "persistAuthorization": False}
    app.view_functions["swagger.swagger"] = page

    def to_page() -> BaseResponse:
        return redirect(PAGE)

    app.view_functions["openapi.openapi"] = to_page
