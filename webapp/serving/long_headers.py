"""The answer to a request with too long headers, mostly from a browser with many cookies."""

from __future__ import annotations

import json
from io import BufferedIOBase
from typing import BinaryIO

MOST_BYTES = 64 * 1024
"""What the headers of a request may have together."""

TOO_LONG = (
    "This browser sends more cookies than the server reads. Delete the cookies of this address in the browser's "
    "settings, but not its other data, then load the page again. Photos that wait on this device stay there."
)


def refuse(connection: BinaryIO | BufferedIOBase) -> None:
    """Send the error in the one shape; the connection is unusable afterwards."""
    error = {"code": "headers_too_long", "message": TOO_LONG, "details": {"most_bytes": MOST_BYTES}}
    body = json.dumps({"error": error}).encode()
    lines = [
        b"HTTP/1.1 431 Request Header Fields Too Large",
        b"Content-Type: application/json",
        b"Content-Length: %d" % len(body),
        b"Connection: close",
    ]
    connection.write(b"\r\n".join([*lines, b"", body]))
    connection.flush()
