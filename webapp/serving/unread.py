"""Request bodies that the application did not read before it answered.

To read them away without end is a gift to whoever sends 900 GB; to close the connection at once would make a phone's
browser lose the answer that says why its photo was refused. So the answer says that the connection ends, and a
bounded rest is read away before it does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from wsgiref.types import WSGIEnvironment

from webapp.serving.reading import TimedReader

CONNECTION = "chexphoto.connection"
"""The server's handler of the connection, in a request's environment.

`know` tells it who is asking; `stand_in_line` has a stranger wait for its turn.
"""
KNOWN = "chexphoto.known"
"""Who is asking, in a request's environment, where a credential says so."""
KEEP_ALIVE_BYTES = 65_536
"""A longer rest ends the connection."""
REST_OF_KNOWN = 64_000_000
REST_OF_STRANGERS = 8_000_000
REST_OF_STRANGERS_S = 5.0
STRANGERS_PAUSE_S = 0.005
PIECE_BYTES = 65_536


def answering_first(app: Any) -> Any:
    """Return ``app`` wrapped so that connections with too much unread body are closed."""

    def answer(environ: WSGIEnvironment, start_response: Any) -> Any:
        def start(status: str, headers: Any, exc_info: Any = None) -> Any:
            if _unread(environ) > KEEP_ALIVE_BYTES:
                environ[CONNECTION].close_connection = 1  # which eventlet then says in the headers
            return start_response(status, headers, exc_info)

        return app(environ, start)

    return answer


def discard_rest(
    environ: WSGIEnvironment, reader: TimedReader, sleep: Callable[[float], Any], *, known: bool
) -> None:
    """Discard the rest of a request's body, within the limit for its sender, higher if ``known``."""
    left = _unread(environ)
    if not left or environ["eventlet.input"].should_send_hundred_continue:
        return
    left = min(left, REST_OF_KNOWN if known else REST_OF_STRANGERS)
    if not known:
        reader.expect_rest(REST_OF_STRANGERS_S)
    body = environ["eventlet.input"].rfile
    ends = time.monotonic() + REST_OF_STRANGERS_S
    while left > 0 and (known or time.monotonic() < ends):
        piece = body.read1(min(left, PIECE_BYTES))
        if not piece:
            return
        left -= len(piece)
        sleep(0 if known else STRANGERS_PAUSE_S)


def _unread(environ: WSGIEnvironment) -> int:
    """Return how much of the body was not read; a chunked one has no reliable end."""
    body = environ["eventlet.input"]
    if body.chunked_input:
        return 0 if body.chunk_length == 0 else REST_OF_KNOWN
    return int((body.content_length or 0) - body.position)
