"""Handling of connections, ordinary and bad, in both async modes, with the smallest application behind them."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPSConnection

import pytest

from tests.serving.running import RunningServer, ask
from tests.webapp.shape import assert_error_body

GOOD = b"HTTP/1.1 200"


@pytest.fixture(scope="module", params=["eventlet", "threading"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.serving.small_server", request.param]
    with RunningServer(tmp_path_factory.mktemp("serving") / "root", command) as server:
        yield server
        assert "Traceback" not in server.output


def test_it_answers_over_tls_and_says_so_to_the_application(server: RunningServer) -> None:
    answer = server.get("/")
    assert answer.startswith(GOOD)
    assert answer.endswith(b"\r\n\r\nhttps 0")


def test_large_bodies_arrive_whole(server: RunningServer) -> None:
    context = ssl.create_default_context(cafile=str(server.authority))
    with closing(HTTPSConnection("localhost", server.port, timeout=20, context=context)) as connection:
        for length in (0, 3_000_000, 7):
            connection.request("PUT", "/", bytes(length))
            assert connection.getresponse().read() == f"https {length}".encode()


def test_many_clients_are_served_while_others_fall_silent_in_the_middle_of_a_handshake(
    server: RunningServer,
) -> None:
    with ExitStack() as silent:
        for _ in range(20):
            silent.enter_context(server.connect()).sendall(b"\x16\x03\x01")
            silent.enter_context(server.connect())
        for _ in range(5):
            assert server.get("/").startswith(GOOD)


def test_a_client_that_refuses_the_certificate_leaves_no_trace(server: RunningServer) -> None:
    before = server.output
    for _ in range(3):
        with pytest.raises(ssl.SSLCertVerificationError):
            server.secure(ssl.create_default_context())
    assert server.get("/").startswith(GOOD)
    assert server.output == before


@pytest.mark.parametrize(
    "rubbish", [b"", b"\x16", b"\x16\x03\x01\x00\x05hello, all of you", b"\x00" * 64, b"GET"]
)
def test_a_client_that_talks_rubbish_and_resets_ends_nothing(server: RunningServer, rubbish: bytes) -> None:
    before = server.output
    for _ in range(3):
        with server.connect() as connection:
            connection.sendall(rubbish)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert server.get("/").startswith(GOOD)
    assert server.output == before


def test_a_client_that_vanishes_in_the_middle_of_a_request_ends_nothing(server: RunningServer) -> None:
    before = server.output
    for request in (b"GET / HT", b"POST /api/v1/sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n{"):
        with server.secure() as connection:
            connection.sendall(request)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert server.get("/").startswith(GOOD)
    assert server.output == before


@pytest.mark.parametrize("length", [9_000, 60_000, 70_000])
def test_many_cookies_are_read_and_too_many_are_refused_with_what_to_do(
    server: RunningServer, length: int
) -> None:
    with server.secure() as connection:
        head = f"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {'a=b; ' * (length // 5)}\r\n\r\n"
        connection.sendall(head.encode())
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    first, _, body = answer.partition(b"\r\n\r\n")
    if length < 64 * 1024:
        assert answer.startswith(GOOD)
    else:
        assert first.startswith(b"HTTP/1.1 431")
        assert_error_body(json.loads(body)["error"], "headers_too_long")


def test_a_browser_told_http_is_sent_to_https(server: RunningServer) -> None:
    with server.connect() as connection:
        answer = ask(connection, "/join?code=ABC-DEF")
    assert answer.startswith(b"HTTP/1.1 301")
    assert b"\r\nLocation: https://localhost/join\r\n" in answer


def test_a_redirect_cannot_be_talked_into_other_headers(server: RunningServer) -> None:
    with server.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 400")
