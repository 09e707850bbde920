"""Uploads of one phone: idempotent PUTs over connections that stay open, in plain HTTP/1.1."""

from __future__ import annotations

import queue
import ssl
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from benchmarks.light.photos import LightPhoto
from benchmarks.light.wire import PATIENCE_S, connect

AT_ONCE = 2
"""As many as a phone's page sends at once."""
Done = Callable[[str, int, str], None]
"""Is told the key of a photo, the status of the answer (0: none) and its text."""


class LightUploads:
    """The uploads of one phone, each of `AT_ONCE` threads with a connection of its own.

    Args:
        base: The server's address.
        context: Whom to trust.
        path: Where photos go, without their key.
        cookie: The phone's credential, as the header has it.
        done: Is told of each end, in the thread of the upload.
    """

    def __init__(self, base: str, context: ssl.SSLContext, path: str, cookie: str, done: Done) -> None:
        self._base, self._context, self._path = base, context, path
        self._cookie, self._done = cookie, done
        self._waiting: queue.SimpleQueue[tuple[str, LightPhoto] | None] = queue.SimpleQueue()
        for number in range(AT_ONCE):
            threading.Thread(target=self._run, name=f"upload-{number}", daemon=True).start()

    def put(self, key: str, photo: LightPhoto) -> None:
        """Upload a photo under ``<index>/<attempt>``."""
        self._waiting.put((key, photo))

    def close(self) -> None:
        """End the threads after what waits."""
        for _ in range(AT_ONCE):
            self._waiting.put(None)

    def _run(self) -> None:
        connection: ssl.SSLSocket | None = None
        while (waiting := self._waiting.get()) is not None:
            key, photo = waiting
            try:
                connection = connection or connect(self._base, self._context)
                # A socket without a timeout blocks in the kernel; with one, each record would be waited for by itself.
                connection.settimeout(None)
                status, text, stays = self._exchange(connection, key, photo)
                if not stays:  # in threading mode, each answer is the last of its connection
                    connection.close()
                    connection = None
            except (OSError, ValueError) as error:
                status, text, connection = 0, str(error), None
            self._done(key, status, text)
        if connection:
            connection.close()

    def _exchange(self, connection: ssl.SSLSocket, key: str, photo: LightPhoto) -> tuple[int, str, bool]:
        head = (
            f"PUT {self._path}/{key} HTTP/1.1\r\nHost: {urlsplit(self._base).netloc}\r\n"
            f"Cookie: {self._cookie}\r\nContent-Type: image/jpeg\r\nContent-Length: {photo.size}\r\n"
            f"Content-Digest: {photo.content_digest}\r\n\r\n"
        )
        connection.sendall(head.encode())
        connection.sendall(photo.common)
        connection.sendall(photo.end)
        connection.settimeout(PATIENCE_S)
        return _answer(connection)


def _answer(connection: ssl.SSLSocket) -> tuple[int, str, bool]:
    """Return the status and the body of an answer with a length, and whether the connection stays open."""
    told = b""
    while b"\r\n\r\n" not in told:
        told += _more(connection)
    head, _, body = told.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in lines[1:])
    while len(body) < int(fields["content-length"]):
        body += _more(connection)
    stays = lines[0].startswith("HTTP/1.1") and fields.get("connection") != "close"
    return int(lines[0].split()[1]), body.decode(), stays


def _more(connection: ssl.SSLSocket) -> bytes:
    piece = connection.recv(65_536)
    if not piece:
        raise ConnectionError("the server has closed a connection")
    return piece
