"""A request's body, read by a thread of the operating system: no byte of it passes through the loop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Protocol, cast
from wsgiref.types import WSGIEnvironment

from werkzeug.exceptions import ClientDisconnected

from webapp.serving.unread import CONNECTION

PIECE_BYTES = 256 * 1024


class Readable(Protocol):
    """Bytes to come."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill the beginning of ``buffer`` and return how much of it; 0 at the end."""


class DirectBody:
    """The bytes that follow a request's headers.

    Args:
        environ: The request.
        stream: Its body as Flask has it, for servers without a way of their own.
    """

    def __init__(self, environ: WSGIEnvironment, stream: IO[bytes]) -> None:
        self._environ = environ
        self._read = getattr(environ.get(CONNECTION), "read_body", None) or stream.readinto  # type: ignore[attr-defined]

    def begin(self) -> None:
        """Tell a client that waits to be asked for the body; on the request's own thread."""
        self._environ["wsgi.input"].read(0)

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill the beginning of ``buffer``, which must not reach beyond the body, and return how much of it; blocks.

        Raises:
            OSError: The client has gone, or takes too long.
        """
        return cast(int, self._read(buffer) or 0)


def pieces(body: Readable, length: int) -> Iterator[memoryview]:
    """Yield the bytes of a body of ``length`` bytes, each piece valid until the next; blocks while they come.

    They end early if the sender hangs up or takes too long.
    """
    # One buffer for all pieces: memory new for each would cost more than to read into it.
    buffer = memoryview(bytearray(min(PIECE_BYTES, length)))
    left = length
    while left and (size := _read(body, buffer[:left])):
        left -= size
        yield buffer[:size]


def _read(body: Readable, buffer: memoryview) -> int:
    try:
        return body.readinto(buffer) or 0
    except (OSError, ClientDisconnected):  # the sender hung up, which the length will tell
        return 0
