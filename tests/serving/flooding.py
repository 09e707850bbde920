"""Clients that send without a pause, on one connection, until they are stopped or cut."""

from __future__ import annotations

import os
import socket
import ssl
import struct
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

TEXT, GOES_ON, LAST = 0x1, 0x0, 0x80


def frame(payload: bytes, opcode: int = TEXT | LAST) -> bytes:
    """Return a masked WebSocket frame."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else struct.pack("!BH", 0xFE, size)
    return bytes([opcode]) + length + b"\x00\x00\x00\x00" + payload


def open_websocket(connection: socket.socket, cookie: str = "") -> bytes:
    """Ask for a WebSocket without polling first; returns the answer's first line."""
    key = b"dGhlIHNhbXBsZSBub25jZQ=="
    connection.sendall(
        b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key + b"\r\n"
        b"Cookie: " + cookie.encode() + b"\r\n\r\n"
    )
    return connection.recv(65536).split(b"\r\n")[0]


class Flood:
    """What became of a flood."""

    def __init__(self) -> None:
        self.sent = 0
        self.heard = b""
        self.cut = threading.Event()


@contextmanager
def flooding(connection: ssl.SSLSocket, pieces: Iterable[bytes]) -> Iterator[Flood]:
    """Send ``pieces`` without a pause while the block runs, and read what comes; tells what became of it."""
    flood = Flood()
    stop = threading.Event()
    connection.settimeout(0)

    def read() -> None:
        with suppress(ssl.SSLWantReadError):
            piece = connection.recv(65536)
            if not piece:
                raise ConnectionResetError
            flood.heard = (flood.heard + piece)[-65536:]

    def run() -> None:
        waiting = iter(pieces)
        piece = next(waiting, b"")
        try:
            while not stop.is_set():
                read()
                with suppress(ssl.SSLWantWriteError, ssl.SSLWantReadError):
                    flood.sent += connection.send(piece)
                    piece = next(waiting, b"")
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                while piece := connection.recv(65536):
                    flood.heard += piece
            flood.cut.set()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield flood
    finally:
        stop.set()
        thread.join(20)
        os.close(connection.detach())
