"""Serves with threads, one for each connection: the way to go should eventlet ever have to be left."""

from __future__ import annotations

import logging
import socket
import ssl
import sys
import threading
from http import HTTPStatus
from typing import Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from webapp.serving.connection import secured
from webapp.serving.long_headers import refuse

log = logging.getLogger(__name__)

SILENCE_LIMIT_S = 120


class ThreadingServer:
    """Accepts connections and hands their requests to ``app`` until closed (arguments as `EventletServer`)."""

    def __init__(self, app: Any, listener: socket.socket, context: ssl.SSLContext) -> None:
        self._server = _Server(app, listener, context)
        self._thread = threading.Thread(target=self._server.serve_forever, name="server", daemon=True)

    def start(self) -> None:
        """Begin to serve, in the background."""
        self._thread.start()

    def close(self, grace_s: float) -> None:
        """Accept nothing more; requests under way go on in their threads until the process ends."""
        self._server.shutdown()
        self._thread.join(grace_s)


class _Server(ThreadedWSGIServer):
    def __init__(self, app: Any, listener: socket.socket, context: ssl.SSLContext) -> None:
        host, port = listener.getsockname()[:2]
        super().__init__(host, port, app, _Handler, fd=listener.fileno())
        listener.close()  # the server has its own copy
        self.ssl_context = context  # for the scheme; connections are secured in their threads

    def finish_request(self, request: Any, client_address: Any) -> None:
        assert self.ssl_context is not None
        secure = secured(request, self.ssl_context)
        if secure is not None:
            with secure:
                secure.settimeout(SILENCE_LIMIT_S)
                super().finish_request(secure, client_address)

    def handle_error(self, *_: Any) -> None:
        if isinstance(sys.exception(), (ssl.SSLError, ConnectionError, TimeoutError)):
            log.debug("A client went away: %s", sys.exception())
        else:
            log.error("A request failed", exc_info=True)


class _Handler(WSGIRequestHandler):
    def connection_dropped(self, *_: Any) -> None:
        """Read no further request from a connection that a WebSocket has had, or that broke."""
        self.close_connection = True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse long headers in the one shape of errors."""
        if code == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
            refuse(self.wfile)
            self.close_connection = True
        else:
            super().send_error(code, message, explain)

    def log(self, _level: str, message: str, *values: object) -> None:
        log.debug(message, *values)
