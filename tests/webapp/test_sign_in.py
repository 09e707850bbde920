"""The operator's token, the cookie for it, and what happens to those who guess."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from tests.webapp.clients import TOKEN, client, operator_client
from tests.webapp.shape import assert_error
from webapp.auth.operator import OperatorSignIn

COOKIE_FLAGS = ("Secure", "HttpOnly", "SameSite=Lax")


def test_the_token_gives_a_cookie_that_opens_everything(stranger: FlaskClient) -> None:
    answer = stranger.post("/api/v1/sign-in", json={"token": TOKEN})
    assert answer.status_code == 204
    assert all(flag in answer.headers["Set-Cookie"] for flag in COOKIE_FLAGS)
    assert stranger.get("/api/v1/sessions").status_code == 200


def test_the_printed_address_signs_in_and_leaves_no_token_in_it(stranger: FlaskClient) -> None:
    answer = stranger.get(f"/?token={TOKEN}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert stranger.get("/").status_code == 200


def test_the_printed_address_may_lead_on_to_a_page(stranger: FlaskClient) -> None:
    answer = stranger.get(f"/?token={TOKEN}&next=/sessions/s7k3m9qa")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sessions/s7k3m9qa")


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "/a//b", "x"]
)
def test_the_printed_address_leads_to_no_other_server(stranger: FlaskClient, elsewhere: str) -> None:
    answer = stranger.get("/", query_string={"token": TOKEN, "next": elsewhere})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_signing_out_forgets_the_cookie(operator: FlaskClient) -> None:
    assert operator.post("/api/v1/sign-out").status_code == 204
    assert_error(operator.get("/api/v1/sessions"), 401, "credential_missing")


def test_a_copied_cookie_is_void_after_the_sign_out_and_other_sign_ins_are_not(
    app: OpenAPI, operator: FlaskClient
) -> None:
    cookie = operator.get_cookie("__Host-operator", domain="lab.test")
    assert cookie is not None
    thief, elsewhere = client(app), operator_client(app)
    thief.set_cookie(cookie.key, cookie.value, domain="lab.test")
    assert thief.get("/api/v1/sessions").status_code == 200
    operator.post("/api/v1/sign-out")
    assert_error(thief.get("/api/v1/sessions"), 401)
    assert elsewhere.get("/api/v1/sessions").status_code == 200


def test_a_sign_in_outlives_a_restart_but_not_another_token(tmp_path: Path) -> None:
    first = OperatorSignIn.load(tmp_path, TOKEN)
    _, secret = first.issued.issue("sign-in", "operator", "", 3600)
    assert OperatorSignIn.load(tmp_path, TOKEN).issued.find(secret, "sign-in") is not None
    assert OperatorSignIn.load(tmp_path, TOKEN + "2").issued.find(secret, "sign-in") is None
    assert secret not in (tmp_path / "secrets" / "issued.json").read_text()


def test_scripts_use_the_token_itself(stranger: FlaskClient) -> None:
    good = stranger.get("/api/v1/sessions", headers={"Authorization": f"Bearer {TOKEN}"})
    assert good.status_code == 200
    bad = stranger.get("/api/v1/sessions", headers={"Authorization": "Bearer wrong"})
    assert_error(bad, 401, "credential_unknown")


def test_a_forged_cookie_opens_nothing(app: OpenAPI, tmp_path: Path) -> None:
    other = OperatorSignIn.load(tmp_path / "elsewhere", TOKEN)
    response = app.response_class()
    other.remember(response)
    forged = response.headers["Set-Cookie"].partition(";")[0].partition("=")[2]
    guest = client(app)
    guest.set_cookie("__Host-operator", forged, domain="lab.test")
    assert_error(guest.get("/api/v1/sessions"), 401)


def test_guessing_is_slowed_down_and_a_right_token_is_not_counted(app: OpenAPI) -> None:
    guest = client(app)
    for _ in range(20):
        assert guest.post("/api/v1/sign-in", json={"token": TOKEN}).status_code == 204
    for _ in range(10):
        assert_error(guest.post("/api/v1/sign-in", json={"token": "wrong"}), 401, "credential_unknown")
    refused = guest.post("/api/v1/sign-in", json={"token": TOKEN})
    assert_error(refused, 429, "too_many_tries")
    assert int(refused.headers["Retry-After"]) > 0
    elsewhere = guest.post(
        "/api/v1/sign-in", json={"token": TOKEN}, environ_base={"REMOTE_ADDR": "192.0.2.9"}
    )
    assert elsewhere.status_code == 204


def test_secrets_are_made_once_and_are_for_the_owner_alone(tmp_path: Path) -> None:
    first, second = OperatorSignIn.load(tmp_path), OperatorSignIn.load(tmp_path)
    first.issued.issue("sign-in", "operator", "", 1)
    assert first.token == second.token
    assert len(first.token) >= 32
    files = list((tmp_path / "secrets").iterdir())
    assert {file.name for file in files} == {"operator-token", "issued.json"}
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)
