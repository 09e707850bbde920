"""Bodies that are read in threads of their own, as photos are, in both modes."""

from __future__ import annotations

import hashlib
import random
import socket
import ssl
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPResponse

import pytest

from tests.serving.running import RunningServer

PHOTO = random.Random(1).randbytes(3_000_001)  # no multiple of anything
DIGEST = hashlib.sha256(PHOTO).hexdigest().encode()
SENDERS = 40
"""More than the server has threads for short calls."""


@pytest.fixture(scope="module", params=["eventlet", "threading"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.serving.small_server", request.param]
    with RunningServer(tmp_path_factory.mktemp("serving") / "root", command) as server:
        server.mode = request.param
        yield server
        assert "Traceback" not in server.output


def head(length: int = len(PHOTO), more: str = "") -> bytes:
    return f"POST /digest HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n{more}\r\n".encode()


def answer(connection: ssl.SSLSocket) -> bytes:
    """Return the digest that the server answers with."""
    response = HTTPResponse(connection)
    response.begin()
    return response.read()


def test_bodies_arrive_whole_one_after_the_other(server: RunningServer) -> None:
    with ExitStack() as stack:
        connection = stack.enter_context(server.secure())
        for data in (PHOTO, b"x", PHOTO[:16_384]):
            if server.mode == "threading":  # which ends each connection after its answer
                connection = stack.enter_context(server.secure())
            connection.sendall(head(len(data)) + data)
            assert answer(connection) == hashlib.sha256(data).hexdigest().encode()


def test_many_that_stop_in_the_middle_keep_nobody_waiting(server: RunningServer) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(server.secure()) for _ in range(SENDERS)]
        for connection in slow:
            connection.sendall(head() + PHOTO[:100_000])
        with server.secure() as quick:
            quick.sendall(head() + PHOTO)
            assert answer(quick) == DIGEST
        assert server.get("/").startswith(b"HTTP/1.1 200")
        for connection in slow:
            connection.sendall(PHOTO[100_000:])
        assert {answer(connection) for connection in slow} == {DIGEST}


def test_a_client_that_waits_to_be_asked_is_asked(server: RunningServer) -> None:
    with server.secure() as connection:
        connection.sendall(head(more="Expect: 100-continue\r\n"))
        assert connection.recv(4096).startswith(b"HTTP/1.1 100")
        connection.sendall(PHOTO)
        assert answer(connection) == DIGEST


def test_a_client_that_stops_for_good_in_the_middle_ends_nothing(server: RunningServer) -> None:
    with server.secure() as connection:
        connection.sendall(head() + PHOTO[:50_000])
        connection.shutdown(socket.SHUT_WR)  # TLS as a whole ends with it: nobody hears the answer
    assert server.get("/").startswith(b"HTTP/1.1 200")
