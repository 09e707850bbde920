"""File responses that do not block the loop, with validators so that nothing is sent twice."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from flask import Response, request

from dataset.files import chunks
from webapp.errors import ApiError
from webapp.offload import Offload


def send_file(path: Path, media_type: str, offload: Offload, *, etag: str = "") -> Response:
    """Answer with a file's bytes, or 304 where the client has them.

    Args:
        path: An existing file; not something a client could choose.
        media_type: Its type.
        offload: How to read it without blocking.
        etag: What stands for these very bytes; without it, the file's size and time of change do.

    Raises:
        ApiError: ``not_found``, when it has gone in the meantime.
    """
    try:
        file = offload(path.open, "rb")
    except OSError as error:
        raise ApiError("not_found", f"The file cannot be read: {error.strerror}.") from error
    state = os.fstat(file.fileno())
    response = Response(_chunks(file, offload), content_type=media_type)
    response.content_length = state.st_size
    response.set_etag(etag or f"{state.st_mtime_ns:x}-{state.st_size:x}")
    response.headers["Cache-Control"] = "no-store"  # patients' pictures stay in no browser
    response.call_on_close(file.close)
    response.make_conditional(request)
    return response


def _chunks(file: BinaryIO, offload: Offload) -> Iterator[bytes]:
    with file:
        yield from chunks(lambda most: offload(file.read, most))
