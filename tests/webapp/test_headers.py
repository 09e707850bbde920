"""Security headers of every answer."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.webapp.clients import HOST
from tests.webapp.shape import assert_error

PAGES = [
    "/",
    "/sessions/new",
    "/join",
    "/trust",
    "/sign-in",
    "/api/v1/health",
    "/static/shared/tokens.css",
    "/nothing",
]


def directives(policy: str) -> dict[str, str]:
    return dict(entry.strip().partition(" ")[::2] for entry in policy.split(";"))


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_forbids_inline_scripts_and_other_servers(operator: FlaskClient, path: str) -> None:
    answer = operator.get(path)
    policy = directives(answer.headers["Content-Security-Policy"])
    assert policy["default-src"] == "'self'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["connect-src"] == f"'self' wss://{HOST}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=(self)" in answer.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/sessions/new", "/join", "/trust", "/sign-in"])
def test_no_page_holds_inline_script_or_style(operator: FlaskClient, path: str) -> None:
    page = operator.get(path).get_data(as_text=True)
    assert re.search(r"<script(?![^>]*\bsrc=)", page) is None
    assert re.search(r"<style|\sstyle=|\son\w+=|javascript:", page) is None
    assert re.search(r"(src|href)=\"(https?:)?//", page) is None


def test_answers_of_the_api_are_not_stored(operator: FlaskClient) -> None:
    assert operator.get("/api/v1/sessions").headers["Cache-Control"] == "no-store"


def test_the_page_of_the_api_needs_nothing_from_elsewhere_and_only_its_own_script_runs(
    operator: FlaskClient,
) -> None:
    answer = operator.get("/openapi/swagger")
    policy = directives(answer.headers["Content-Security-Policy"])
    nonce = re.search(r"'nonce-([\w-]+)'", policy["script-src"])
    assert nonce is not None
    page = answer.get_data(as_text=True)
    assert re.findall(r"<script(?: nonce=\"([\w-]+)\")?>", page) == [nonce[1]]
    assert "unsafe" not in policy["script-src"]
    for address in re.findall(r"(?:src|href)=\"([^\"]+)\"", page):
        assert operator.get(f"/openapi/{address}").status_code == 200, address
    assert operator.get("/openapi/").headers["Location"] == "/openapi/swagger"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.test"},
        {"Origin": "null"},
    ],
)
def test_writes_that_another_site_asked_for_are_refused(
    operator: FlaskClient, headers: dict[str, str]
) -> None:
    assert_error(operator.post("/api/v1/sign-out", headers=headers), 403, "cross_site")
    assert operator.get("/api/v1/sessions", headers=headers).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": f"https://{HOST}"}])
def test_writes_of_our_own_pages_and_of_scripts_pass(operator: FlaskClient, headers: dict[str, str]) -> None:
    assert operator.post("/api/v1/sign-out", headers=headers).status_code == 204
