"""Whatever goes wrong, the answer has one shape, says what to do, and gives nothing away."""

from __future__ import annotations

import ast
import logging

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from capture.errors import CodedError
from tests.architecture.sources import modules, tree
from tests.webapp.routes import api_routes
from tests.webapp.shape import assert_error
from webapp.auth.guard import public
from webapp.error_status import STATUS
from webapp.errors import ApiError, as_api_error


def test_every_route_without_credentials_answers_401_in_the_one_shape(
    app: OpenAPI, stranger: FlaskClient
) -> None:
    closed = [route for route in api_routes(app) if "public" not in route.access]
    assert len(closed) > 25
    for route in closed:
        assert_error(stranger.open(route.path, method=route.method), 401)


def test_every_route_refuses_other_methods_in_the_one_shape(app: OpenAPI, operator: FlaskClient) -> None:
    taken = {(route.method, route.path) for route in api_routes(app)}
    assert len(taken) > 30
    for path in {route.path for route in api_routes(app)}:
        other = "PUT" if ("PATCH", path) in taken else "PATCH"
        answer = operator.open(path, method=other)
        assert_error(answer, 405, "method_not_allowed")
        assert set(answer.headers["Allow"].split(", ")) >= {method for method, at in taken if at == path}


def test_an_unknown_address_is_404(operator: FlaskClient, stranger: FlaskClient) -> None:
    assert_error(operator.get("/api/v1/nothing"), 404, "not_found")
    assert_error(stranger.get("/api/v1/nothing"), 404, "not_found")


@pytest.mark.parametrize("body", [b"{", b"", b"[]", b'"text"', b"null", b'{"name": 1}'])
def test_a_body_that_does_not_fit_is_422_and_names_the_field(operator: FlaskClient, body: bytes) -> None:
    answer = operator.post("/api/v1/datasets", data=body, content_type="application/json")
    error = assert_error(answer, 422, "invalid")
    assert error["details"]["fields"]


def test_a_body_that_is_no_json_is_415(operator: FlaskClient) -> None:
    assert_error(
        operator.post("/api/v1/datasets", data="name=x", content_type="text/plain"), 415, "media_type"
    )


def test_a_huge_body_is_413(operator: FlaskClient) -> None:
    answer = operator.post("/api/v1/datasets", data=b" " * 2_000_000, content_type="application/json")
    assert_error(answer, 413, "too_large")


@pytest.mark.parametrize("session", ["x", "SSSSSSSS", "ssssssss0", "..%2f..%2f"])
def test_an_id_that_cannot_be_one_is_refused(operator: FlaskClient, session: str) -> None:
    answer = operator.get(f"/api/v1/sessions/{session}")
    assert_error(answer, answer.status_code)
    assert answer.status_code in (404, 422)


def test_what_nobody_foresaw_is_500_without_a_trace_of_the_inside(
    app: OpenAPI, stranger: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise RuntimeError("the inside")

    app.add_url_rule("/api/v1/broken", "broken", public(broken))
    with caplog.at_level(logging.CRITICAL):
        answer = stranger.get("/api/v1/broken")
    assert_error(answer, 500, "internal")
    assert "inside" not in answer.get_data(as_text=True)


def test_people_who_browse_get_errors_as_pages(operator: FlaskClient, stranger: FlaskClient) -> None:
    browsing = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
    missing = operator.get("/nothing", headers=browsing)
    assert missing.status_code == 404
    assert missing.mimetype == "text/html"
    away = stranger.get("/sessions/new", headers=browsing)
    assert (away.status_code, away.headers["Location"]) == (303, "/sign-in?next=%2Fsessions%2Fnew")
    lost = stranger.get("/phone/ssssssss", headers=browsing)
    assert (lost.status_code, lost.headers["Location"]) == (303, "/join")


def test_every_code_that_is_raised_has_a_status() -> None:
    calls = [call for name in modules() for call in _errors_made(tree(name))]
    raised = {str(call.args[0].value) for call in calls if isinstance(call.args[0], ast.Constant)}
    assert len(raised) > 60
    assert raised - STATUS.keys() == set()


def test_a_service_says_what_is_wrong_and_one_table_knows_its_status() -> None:
    made = {name: _errors_made(tree(name)) for name in modules()}
    knowing = {
        name
        for name, calls in made.items()
        for call in calls
        if "status" in {key.arg for key in call.keywords}
    }
    assert knowing == {"webapp.errors"}


def test_a_conflict_that_will_pass_is_worth_another_try() -> None:
    assert ApiError("csv_changed").status == 409
    assert ApiError("csv_changed", retry_after=10).status == 503
    assert ApiError("too_many_tries", retry_after=60).status == 429


def _errors_made(module: ast.Module) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and node.args
        and ast.unparse(node.func).rpartition(".")[2] in ("ApiError", "CaptureError", "PhotoRefused")
    ]


def test_every_kind_of_coded_error_has_a_status() -> None:
    kinds, found = [CodedError], []
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        found += [kind.code] if "code" in vars(kind) else []
    assert len(found) > 5
    assert set(found) <= STATUS.keys()


class _LooksLikeOne(Exception):
    code, message = "made_up", "select * from devices"


def test_an_error_of_a_library_is_never_sent_though_it_has_a_code_and_a_message(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told = as_api_error(_LooksLikeOne())
    assert (told.code, told.status) == ("internal", 500)
    assert "select" not in told.message
    assert "Unforeseen error" in caplog.text


def test_a_code_without_a_status_is_a_fault_of_the_server_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert ApiError("made_up", "Something new.").status == 500
    assert "made_up" in caplog.text
