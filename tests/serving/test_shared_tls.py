"""A TLS connection of a virtual device, which one thread reads while another one writes."""

from __future__ import annotations

import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from webapp.serving.live_certificate import LiveCertificate
from webapp.serving.shared_tls import SharedTls

MESSAGES, MESSAGE = 3000, b"hello"
LIMIT_S = 60
"""For a machine that is busy with other work; without a fault it takes a second."""


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[tuple[SharedTls, ssl.SSLSocket]]:
    """The client's end of a connection, and the server's."""
    served = LiveCertificate(tmp_path / "tls", ()).context
    trusting = ssl.create_default_context(cafile=str(tmp_path / "tls" / "ca.crt"))
    ours, theirs = socket.socketpair()
    accepted: list[ssl.SSLSocket] = []
    accepting = threading.Thread(target=lambda: accepted.append(served.wrap_socket(theirs, server_side=True)))
    accepting.start()
    with trusting.wrap_socket(ours, server_hostname="localhost") as client:
        accepting.join()
        client.settimeout(LIMIT_S)
        with accepted[0]:
            yield SharedTls(client), accepted[0]


def echo(connection: ssl.SSLSocket) -> None:
    while data := connection.recv(64):
        connection.sendall(data)


def write(connection: SharedTls) -> None:
    for _ in range(MESSAGES):
        assert connection.send(MESSAGE) == len(MESSAGE)
        time.sleep(0)  # lets the reader begin to wait, which is when writing can disturb it


def test_a_thread_that_writes_does_not_end_what_another_one_reads(
    ends: tuple[SharedTls, ssl.SSLSocket],
) -> None:
    client, server = ends
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.00005)
    try:
        others = [threading.Thread(target=echo, args=[server]), threading.Thread(target=write, args=[client])]
        for thread in others:
            thread.start()
        left = MESSAGES * len(MESSAGE)
        while left and (data := client.recv(64)):
            left -= len(data)
        assert left == 0
        others[1].join()
        client.shutdown(socket.SHUT_RDWR)
        others[0].join()
    finally:
        sys.setswitchinterval(usual)


def test_silence_ends_a_wait_in_time(ends: tuple[SharedTls, ssl.SSLSocket]) -> None:
    client, _ = ends
    client.settimeout(0.05)
    with pytest.raises(TimeoutError):
        client.recv(64)


def test_a_closed_connection_is_told_as_one(ends: tuple[SharedTls, ssl.SSLSocket]) -> None:
    client, server = ends
    server.close()
    assert client.recv(64) == b""
    client.close()
    for use in (lambda: client.recv(64), lambda: client.send(b"late")):
        with pytest.raises(BrokenPipeError, match="closed"):
            use()


def test_a_wait_ends_when_another_thread_closes_the_connection(
    ends: tuple[SharedTls, ssl.SSLSocket],
) -> None:
    client, _ = ends
    found: list[bytes | OSError] = []

    def read() -> None:
        try:
            found.append(client.recv(64))
        except OSError as error:
            found.append(error)

    reading = threading.Thread(target=read)
    reading.start()
    client.close()
    reading.join(LIMIT_S)
    assert not reading.is_alive()
    assert isinstance(found[0], BrokenPipeError) or found[0] == b""
