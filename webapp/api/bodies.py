"""Bodies that are files: threads that may wait for clients receive them, so that no byte passes through the loop."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, TypeVar, cast

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import ClientDisconnected
from werkzeug.formparser import default_stream_factory
from werkzeug.wsgi import LimitedStream

from webapp.errors import ApiError
from webapp.offload import Offload
from webapp.serving.body import DirectBody, pieces

T = TypeVar("T")
Form = tuple[MultiDict[str, str], MultiDict[str, FileStorage]]


@dataclass(frozen=True, slots=True)
class SentBody:
    """A body of known length, to be read once, on its request's own thread.

    Attributes:
        body: Its bytes.
        length: How many were announced.
        receiving: How to wait for a client without blocking.
    """

    body: DirectBody
    length: int
    receiving: Offload

    def read(self) -> bytes:
        """Return all bytes; raises as `read_by`."""
        return self.read_by(lambda pieces: b"".join(map(bytes, pieces)))

    def read_by(self, read: Callable[[Iterator[memoryview]], T]) -> T:
        """Return what ``read`` makes of the bytes, each piece of which is valid until the next; it may block.

        Raises:
            ApiError: ``length_wrong``, which ``read`` sees too, at the end of what has come.
        """
        self.body.begin()
        return self.receiving(read, self._whole())

    def _whole(self) -> Iterator[memoryview]:
        left = self.length
        for piece in pieces(self.body, self.length):
            left -= len(piece)
            yield piece
        if left:
            raise _incomplete()


def sent_body(receiving: Offload, most: int = sys.maxsize) -> SentBody:
    """Return the body of the present request.

    Args:
        receiving: How to wait for a client without blocking.
        most: How many bytes it may have; a caller that gives no limit has one of its own.

    Raises:
        ApiError: ``length_required``.
        RequestEntityTooLarge: It has more.
    """
    if request.content_length is None:
        raise ApiError("length_required", "Say how long the file is (Content-Length).")
    request.max_content_length = most
    return SentBody(DirectBody(request.environ, request.stream), request.content_length, receiving)


@contextmanager
def received_form(sent: SentBody) -> Iterator[Form]:
    """Receive the fields and files of the present request's multipart form, for as long as the block lasts.

    Raises:
        ApiError: ``length_wrong``.
    """
    # `request.files` would read it on the loop. Its parser is made here: other threads do not have the request.
    parser, kind, options = request.make_form_data_parser(), request.mimetype, request.mimetype_params
    with ExitStack() as opened:
        # The parser forgets the files of a form that breaks off.
        parser.stream_factory = lambda *about, **more: opened.enter_context(
            default_stream_factory(*about, **more)
        )
        sent.body.begin()
        # Of its source it needs `readinto` alone, and the parser of it `read`.
        stream = cast(IO[bytes], LimitedStream(cast(IO[bytes], sent.body), sent.length))
        try:
            _, fields, files = sent.receiving(parser.parse, stream, kind, sent.length, options)
        except ClientDisconnected:
            raise _incomplete() from None
        yield fields, files


def _incomplete() -> ApiError:
    return ApiError("length_wrong", "The file arrived incomplete. Send it again.")
