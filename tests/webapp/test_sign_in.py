"""One-time codes, the operator's token, the cookie for them, and what happens to those who guess."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from tests.webapp.clients import TOKEN, client, operator_client
from tests.webapp.shape import assert_error
from webapp.auth.one_time import LIFETIME_S, OneTimeCodes
from webapp.auth.operator import OperatorSignIn
from webapp.container import Services

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


def test_a_code_signs_one_browser_in_once(app: OpenAPI, lab: Services, stranger: FlaskClient) -> None:
    code = lab.operator.codes.new()
    assert stranger.post("/api/v1/sign-in", json={"token": code}).status_code == 204
    assert stranger.get("/api/v1/sessions").status_code == 200
    assert_error(client(app).post("/api/v1/sign-in", json={"token": code}), 401, "credential_unknown")
    assert_error(
        client(app).get("/api/v1/sessions", headers={"Authorization": f"Bearer {lab.operator.codes.new()}"}),
        401,
    )


def test_of_many_who_use_a_code_at_once_one_comes_in(tmp_path: Path) -> None:
    codes = OneTimeCodes(tmp_path)
    code, together = codes.new(), Barrier(8)

    def use(_: int) -> bool:
        together.wait()
        return codes.use(code)

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(use, range(8))) == 1


def test_a_code_is_void_after_half_an_hour_and_after_the_next_start(tmp_path: Path) -> None:
    times = [1_000_000.0]
    codes = OneTimeCodes(tmp_path / "secrets", lambda: times[0])
    late, good = codes.new(), codes.new()
    times[0] += LIFETIME_S - 1
    assert codes.use(good)
    times[0] += 1
    assert not codes.use(late)
    of_last_start = codes.new()
    OperatorSignIn.load(tmp_path)
    assert not codes.use(of_last_start)


def test_codes_leave_nothing_to_sign_in_with(tmp_path: Path) -> None:
    times = [1_000_000.0]
    codes = OneTimeCodes(tmp_path, lambda: times[0])
    code = codes.new()
    [file] = (tmp_path / "codes").iterdir()
    assert code not in file.name
    assert (file.stat().st_size, file.stat().st_mode & 0o777) == (0, 0o600)
    times[0] += LIFETIME_S + 1
    codes.new()
    assert not file.exists()


def test_the_sign_in_by_a_code_can_be_revoked(
    lab: Services, operator: FlaskClient, stranger: FlaskClient
) -> None:
    stranger.post("/api/v1/sign-in", json={"token": lab.operator.codes.new()})
    listed = operator.get("/api/v1/credentials").json["credentials"]
    assert [one["kind"] for one in listed] == ["sign-in", "sign-in"]
    assert operator.delete(f"/api/v1/credentials/{listed[-1]['id']}").status_code == 204
    assert_error(stranger.get("/api/v1/sessions"), 401)


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
    assert {file.name for file in files} == {"operator-token", "authorization", "issued.json"}
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)
