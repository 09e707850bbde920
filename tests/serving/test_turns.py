"""No single connection has the server to itself, whatever it sends."""

from __future__ import annotations

import itertools
import socket
import ssl
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest

from tests.serving.flooding import flooding
from tests.serving.running import RunningServer

GOOD = b"HTTP/1.1 200"
ENOUGH_BYTES = 200_000
WAIT_S = 60


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.serving.small_server", "eventlet"]
    with RunningServer(tmp_path_factory.mktemp("serving") / "root", command) as server:
        yield server
        assert "Traceback" not in server.output


def test_others_are_answered_while_one_connection_sends_request_after_request(server: RunningServer) -> None:
    requests = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 100
    with flooding(server.secure(), itertools.repeat(requests)) as flood:
        for _ in range(5):
            assert server.get("/").startswith(GOOD)
        while flood.sent < ENOUGH_BYTES:
            assert server.get("/").startswith(GOOD)
        assert GOOD in flood.heard


def test_others_are_answered_while_a_body_without_end_is_read(server: RunningServer) -> None:
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000000000\r\n\r\n"
    with flooding(server.secure(), itertools.chain([head], itertools.repeat(bytes(65536)))) as flood:
        while flood.sent < ENOUGH_BYTES:
            assert server.get("/").startswith(GOOD)
        for _ in range(5):
            assert server.get("/").startswith(GOOD)


def test_a_body_that_nobody_reads_ends_the_connection_after_the_answer(server: RunningServer) -> None:
    head = b"POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000000000\r\n\r\n"
    with flooding(server.secure(), itertools.chain([head], itertools.repeat(bytes(65536)))) as flood:
        assert flood.cut.wait(WAIT_S)
        assert flood.heard.startswith(GOOD)
        assert b"\r\nConnection: close\r\n" in flood.heard
    assert flood.sent < 100_000_000


def test_the_answer_arrives_although_the_body_was_not_wanted(server: RunningServer) -> None:
    body = bytes(3_000_000)
    with server.secure() as connection:
        connection.sendall(b"POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n")
        connection.sendall(body)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    assert answer.startswith(GOOD)


def test_a_short_body_that_nobody_reads_keeps_the_connection(server: RunningServer) -> None:
    with server.secure() as connection:
        for _ in range(3):
            connection.sendall(b"POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n")
            connection.sendall(bytes(5000))
            answer = b""
            while not answer.endswith(b"https 0"):
                answer += connection.recv(65536)
            assert b"Connection: close" not in answer


def test_slow_bodies_of_one_address_keep_nobody_out(server: RunningServer) -> None:
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n "
    with ExitStack() as open_:
        slow = [open_.enter_context(server.secure()) for _ in range(80)]
        for connection in slow:
            with suppress(OSError):  # one of those that had to make room already
                connection.sendall(head)
        assert server.get("/").startswith(GOOD)
        ended = sum(_has_ended(connection) for connection in slow)
        assert 80 - 64 <= ended < 80


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00", id="the beginning of a handshake"),
    ],
)
def test_hundreds_of_connections_without_a_handshake_keep_nobody_out(
    server: RunningServer, said: bytes
) -> None:
    with ExitStack() as open_:
        for _ in range(300):
            with suppress(OSError):
                connection = socket.create_connection(("127.0.0.1", server.port), timeout=WAIT_S)
                open_.enter_context(connection)
                connection.sendall(said)
        assert server.get("/").startswith(GOOD)


def test_headers_that_come_byte_by_byte_keep_nobody_out(server: RunningServer) -> None:
    with ExitStack() as open_:
        slow = [open_.enter_context(server.secure()) for _ in range(80)]
        for piece in (b"GET / HTTP/1.1\r\n", b"X", b"-", b"S"):
            for connection in slow:
                with suppress(OSError):
                    connection.sendall(piece)
        assert server.get("/").startswith(GOOD)
        ended = sum(_has_ended(connection) for connection in slow)
        assert 80 - 64 <= ended < 80


def _has_ended(connection: ssl.SSLSocket) -> bool:
    connection.settimeout(0)
    try:
        return connection.recv(1) == b""
    except ssl.SSLWantReadError:
        return False
    except OSError:
        return True
