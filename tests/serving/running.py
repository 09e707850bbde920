"""A real server in a process of its own, on a port that the system chose; what it prints is kept."""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

START_LIMIT_S = 60.0
CHECKOUT = Path(__file__).parents[2]


class RunningServer:
    """Started on entry, ended on exit. ``command`` is how; settings go by the environment."""

    def __init__(self, data_root: Path, command: list[str] | None = None, **settings: object) -> None:
        given = {
            "data_root": data_root,
            "port": 0,
            "demo": "false",
            "workers": 1,
            "host": "127.0.0.1",
        } | settings
        variables = {f"CHEXPHOTO_{name.upper()}": str(value) for name, value in given.items()}
        self._environment = os.environ | variables
        self._command = command or [sys.executable, "-P", "-m", "wsgi"]
        self._log = data_root.with_name(f"{data_root.name}.log")
        self.authority = data_root / "tls" / "ca.crt"
        self._token = data_root / "secrets" / "operator-token"
        self.port = 0
        self.mode = "eventlet"

    def __enter__(self) -> RunningServer:
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                self._command, env=self._environment, cwd=CHECKOUT, stdout=log, stderr=subprocess.STDOUT
            )
        ends = time.monotonic() + START_LIMIT_S
        while not (found := re.search(r"Open +https://\S+?:(\d+)/sign-in#(\S+)", self.output)):
            if self.process.poll() is not None or time.monotonic() > ends:
                self.process.kill()
                raise AssertionError(f"the server did not come up:\n{self.output}")
            time.sleep(0.02)
        self.port, self.code = int(found[1]), found[2]
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    @property
    def output(self) -> str:
        """All that it printed and logged so far."""
        return self._log.read_text(errors="replace")

    @property
    def token(self) -> str:
        """The operator's token."""
        return self._token.read_text().strip()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to stop, and return its exit status."""
        self.process.send_signal(number)
        return self.process.wait(20)

    def connect(self) -> socket.socket:
        """Return a connection without TLS."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def secure(self, context: ssl.SSLContext | None = None) -> ssl.SSLSocket:
        """Return a connection of a client that trusts the server's authority, and nothing else."""
        trusting = context or ssl.create_default_context(cafile=str(self.authority))
        return trusting.wrap_socket(self.connect(), server_hostname="localhost")

    def get(self, path: str) -> bytes:
        """Return the whole answer to a request."""
        with self.secure() as connection:
            return ask(connection, path)

    def post(self, path: str, body: bytes, kind: str) -> bytes:
        """Return the whole answer to the operator's request with a body of that media type."""
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {kind}\r\n"
        head += f"Authorization: Bearer {self.token}\r\nContent-Length: {len(body)}\r\n\r\n"
        with self.secure() as connection:
            # A worker compiles for its first picture, behind everything else that the machine does.
            connection.settimeout(10 * START_LIMIT_S)
            connection.sendall(head.encode() + body)
            return _answer(connection)


def ask(connection: socket.socket, path: str) -> bytes:
    """Send a request that is the connection's last, and return the whole answer."""
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    return _answer(connection)


def _answer(connection: socket.socket) -> bytes:
    answer = b""
    while piece := connection.recv(65536):
        answer += piece
    return answer
