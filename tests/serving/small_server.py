"""The server's own way of serving, with the smallest application: ``python -m tests.serving.small_server MODE``."""

from __future__ import annotations

import os
import sys

if sys.argv[1] == "eventlet":
    import eventlet

    eventlet.monkey_patch()

import hashlib
import logging
import threading
from pathlib import Path
from typing import Any

from webapp.offload import Waiting, offload_for
from webapp.serving.body import DirectBody
from webapp.serving.live_certificate import LiveCertificate
from webapp.serving.places import Places
from webapp.serving.port import listen

waiting = Waiting(offload_for(sys.argv[1]))  # type: ignore[arg-type]


def digest(environ: dict[str, Any]) -> str:
    """Return the SHA-256 of a body, read as photos are."""
    length = int(environ["CONTENT_LENGTH"])
    body, read, left = DirectBody(environ, environ["wsgi.input"]), hashlib.sha256(), length
    body.begin()

    def read_all() -> None:
        nonlocal left
        buffer = memoryview(bytearray(100_000))
        while left and (size := body.readinto(buffer[:left])):
            read.update(buffer[:size])
            left -= size

    waiting(read_all)
    return read.hexdigest()


def answer(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Read the whole body, but for that of ``/unread``, and say how long it was and which way it came."""
    if environ["PATH_INFO"] == "/digest":
        read = digest(environ).encode()
        start_response("200 OK", [("Content-Length", "64"), ("Content-Type", "text/plain")])
        return [read]
    left = 0 if environ["PATH_INFO"] == "/unread" else int(environ.get("CONTENT_LENGTH") or 0)
    length = 0
    while left > length and (piece := environ["wsgi.input"].read(min(left - length, 65536))):
        length += len(piece)
    body = f"{environ['wsgi.url_scheme']} {length}".encode()
    start_response("200 OK", [("Content-Length", str(len(body))), ("Content-Type", "text/plain")])
    return [body]


def main() -> None:
    """Serve until killed."""
    logging.basicConfig(level=logging.INFO)
    live = LiveCertificate(Path(os.environ["CHEXPHOTO_DATA_ROOT"]) / "tls", ())
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    if sys.argv[1] == "eventlet":
        from webapp.serving.eventlet_server import EventletServer as Server
    else:
        from webapp.serving.threading_server import ThreadingServer as Server  # type: ignore[assignment]
    Server(answer, listener, live.context, Places(64)).start()
    print(f"Open https://localhost:{port}/sign-in#none", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
