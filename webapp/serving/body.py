"""A request's body, read by a thread of the operating system: no byte of it passes through the loop."""

from __future__ import annotations

from typing import IO, cast
from wsgiref.types import WSGIEnvironment

from webapp.serving.unread import CONNECTION


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
