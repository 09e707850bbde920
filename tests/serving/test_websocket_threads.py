"""A WebSocket of the threading server, which one thread reads while another one writes."""

from __future__ import annotations

import ssl
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import simple_websocket
import websocket

from webapp.serving.live_certificate import LiveCertificate
from webapp.serving.places import Places
from webapp.serving.port import listen
from webapp.serving.shared_tls import SharedTls
from webapp.serving.threading_server import ThreadingServer

MESSAGES = 4000
LIMIT_S = 60
"""For a machine that is busy with other work; without a fault it takes a second or two."""


def echo(environ: dict[str, Any], _: Any) -> list[bytes]:
    """Write in this thread what the WebSocket's own thread has read, as Engine.IO does."""
    server = simple_websocket.Server(environ)
    try:
        while True:
            server.send(server.receive())
    except simple_websocket.ConnectionClosed:
        raise ConnectionError from None  # so the server reads no further request


@pytest.fixture
def client(tmp_path: Path) -> Iterator[websocket.WebSocket]:
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    server = ThreadingServer(echo, listener, LiveCertificate(tmp_path / "tls", ()).context, Places(64))
    server.start()
    trusting = ssl.create_default_context(cafile=str(tmp_path / "tls" / "ca.crt"))
    connection = websocket.WebSocket(sslopt={"context": trusting})
    connection.connect(f"wss://localhost:{port}/", timeout=LIMIT_S)  # type: ignore[no-untyped-call]
    connection.sock = cast(Any, SharedTls(cast(ssl.SSLSocket, connection.sock)))
    yield connection
    connection.close()
    server.close(LIMIT_S)


def write(connection: websocket.WebSocket) -> None:
    for number in range(MESSAGES):
        connection.send(str(number))
        time.sleep(0)  # lets the server's reader begin to wait, which is when writing can disturb it


def test_messages_both_ways_at_once_do_not_end_the_connection(client: websocket.WebSocket) -> None:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.00005)
    try:
        writing = threading.Thread(target=write, args=[client])
        writing.start()
        assert [int(client.recv()) for _ in range(MESSAGES)] == list(range(MESSAGES))
        writing.join()
    finally:
        sys.setswitchinterval(usual)
