"""Socket.IO over a WebSocket over TLS, as far as a device of a benchmark needs it, and the one loop that reads all."""

from __future__ import annotations

import json
import os
import select
import selectors
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

Message = dict[str, Any]
Heard = Callable[[str, Message], None]
TEXT, BINARY, CLOSE = 1, 2, 8
PIECE_BYTES = 65_536
PATIENCE_S = 30.0


def connect(base: str, context: ssl.SSLContext) -> ssl.SSLSocket:
    """Return a TLS connection to a server."""
    place = urlsplit(base)
    plain = socket.create_connection((place.hostname or "", place.port or 443), PATIENCE_S)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return context.wrap_socket(plain, server_hostname=place.hostname)


class Wire:
    """One device's connection to its namespace, open at the end of the constructor.

    Args:
        base: The server's address.
        context: Whom to trust.
        cookie: The device's credential, as the header has it.
        role: The namespace.
        session: The session to enter.
        heard: Is told the name and the data of each message; ``down`` when the connection has failed.
    """

    def __init__(
        self, base: str, context: ssl.SSLContext, cookie: str, role: str, session: str, heard: Heard
    ) -> None:
        self._role, self._heard = role, heard
        self._socket = connect(base, context)
        self._input = bytearray()
        self._answers: dict[int, Callable[[Message], None]] = {}
        self._asked = 0
        self._incomplete = ""
        self._upgrade(urlsplit(base).netloc, cookie)
        self._say(f"40/{role}," + json.dumps({"session": session}))
        self._socket.setblocking(False)

    def fileno(self) -> int:
        """Return the socket's descriptor, for the loop."""
        return self._socket.fileno()

    def emit(self, name: str, data: Message, answer: Callable[[Message], None]) -> None:
        """Send a message; ``answer`` is called with its acknowledgement."""
        self._asked += 1
        self._answers[self._asked] = answer
        self._say(f"42/{self._role},{self._asked}" + json.dumps([name, data]))

    def read(self) -> None:
        """Handle whatever has come."""
        try:
            while piece := self._socket.recv(PIECE_BYTES):
                self._input += piece
        except ssl.SSLWantReadError:
            pass
        else:
            raise ConnectionError("the server has closed a connection")
        for kind, content in self._frames():
            if kind == TEXT:
                self._take(content.decode())
            elif kind == BINARY and self._incomplete:
                self._event(self._incomplete)
            elif kind == CLOSE:
                raise ConnectionError("the server has closed a connection")

    def close(self, why: Exception | None = None) -> None:
        """Close the connection; its device is told ``why``."""
        self._socket.close()
        if why:
            self._heard("down", {"why": repr(why)})

    def _upgrade(self, host: str, cookie: str) -> None:
        lines = [
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            f"Host: {host}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
            f"Cookie: {cookie}",
        ]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        head = bytearray()
        while b"\r\n\r\n" not in head:
            piece = self._socket.recv(PIECE_BYTES)
            if not piece:
                raise ConnectionError("the server has closed a connection")
            head += piece
        first, _, self._input = head.partition(b"\r\n\r\n")
        if b" 101 " not in first.splitlines()[0]:
            raise ConnectionError(first.decode())

    def _say(self, text: str) -> None:
        data = text.encode()
        size = len(data)
        # A mask of zeros is a mask: the server takes it off like any other.
        length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + size.to_bytes(2)
        frame = memoryview(b"\x81" + length + bytes(4) + data)
        while frame:
            try:
                frame = frame[self._socket.send(frame) :]
            except ssl.SSLWantWriteError:
                select.select([], [self._socket], [])

    def _frames(self) -> list[tuple[int, bytes]]:
        """Return the whole frames that have come; a server sends them unmasked."""
        found, at, data = [], 0, self._input
        while len(data) >= at + 2:
            size, start = data[at + 1], at + 2
            if size >= 126:
                wide = 2 if size == 126 else 8
                size, start = int.from_bytes(data[start : start + wide]), start + wide
            if len(data) < start + size:
                break
            found.append((data[at] & 15, bytes(data[start : start + size])))
            at = start + size
        del data[:at]
        return found

    def _take(self, text: str) -> None:
        if text == "2":  # Engine.IO's ping
            self._say("3")
        elif text.startswith("40"):
            self._heard("up", {})
        elif text.startswith("42"):
            self._event(text)
        elif text.startswith("451"):  # its picture follows as a frame of its own
            self._incomplete = text
        elif text.startswith("43"):
            number, _, data = text.partition(",")[2].partition("[")
            self._answers.pop(int(number))(json.loads("[" + data)[0])

    def _event(self, text: str) -> None:
        self._incomplete = ""
        name, *data = json.loads(text[text.index("[") :])
        self._heard(name, data[0] if data else {})


class Loop:
    """The one thread that reads all connections."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="devices", daemon=True)
        self._thread.start()

    def add(self, wire: Wire) -> None:
        """Read a connection from now on."""
        self._selector.register(wire, selectors.EVENT_READ)

    def close(self) -> None:
        """Stop reading, and close all."""
        self._closed = True
        self._thread.join(PATIENCE_S)
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self._selector.close()

    def _run(self) -> None:
        while not self._closed:
            for key, _ in self._selector.select(0.1):
                wire: Any = key.fileobj
                try:
                    wire.read()
                except Exception as error:
                    self._selector.unregister(wire)
                    wire.close(error)
