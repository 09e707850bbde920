"""The threading server: one thread per connection, a complete alternative to eventlet."""

from __future__ import annotations

import io
import logging
import socket
import ssl
import sys
import threading
import time
from http import HTTPStatus
from typing import Any
from wsgiref.types import WSGIEnvironment

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from webapp.serving.connection import cut, secured
from webapp.serving.long_headers import refuse
from webapp.serving.places import ConnectionPlace, Places
from webapp.serving.reading import TimedReader
from webapp.serving.shared_tls import SharedTls
from webapp.serving.unread import CONNECTION

log = logging.getLogger(__name__)

SILENCE_LIMIT_S = 120
IDLE_LIMIT_S = 75


class ThreadingServer:
    """A server that hands requests to ``app`` until closed (arguments as `EventletServer`)."""

    def __init__(self, app: Any, listener: socket.socket, context: ssl.SSLContext, places: Places) -> None:
        self._server = _Server(app, listener, context, places)
        self._thread = threading.Thread(target=self._server.serve_forever, name="server", daemon=True)

    def start(self) -> None:
        """Start serving, in the background."""
        self._thread.start()

    def close(self, grace_s: float) -> None:
        """Stop accepting; running requests continue in their threads until the process ends."""
        self._server.shutdown()
        self._thread.join(grace_s)


class _Server(ThreadedWSGIServer):
    def __init__(self, app: Any, listener: socket.socket, context: ssl.SSLContext, places: Places) -> None:
        self.places = places
        host, port = listener.getsockname()[:2]
        super().__init__(host, port, app, _Handler, fd=listener.fileno())
        listener.close()  # the server has its own copy
        self.ssl_context = context  # for the scheme; connections are secured in their threads

    def finish_request(self, request: Any, client_address: Any) -> None:
        assert self.ssl_context is not None
        connection = [request]
        place = self.places.take(client_address[0], lambda: cut(connection[0]))
        try:
            secure = secured(request, self.ssl_context)
            if secure is not None:
                with secure:
                    connection[0] = secure
                    secure.settimeout(SILENCE_LIMIT_S)
                    _Handler(secure, client_address, self, place)
        finally:
            self.places.leave(place)

    def handle_error(self, *_: Any) -> None:
        if isinstance(sys.exception(), (ssl.SSLError, ConnectionError, TimeoutError)):
            log.debug("A client went away: %s", sys.exception())
        else:
            log.error("A request failed", exc_info=True)


class _Handler(WSGIRequestHandler):
    def __init__(self, secure: ssl.SSLSocket, address: Any, server: _Server, place: ConnectionPlace) -> None:
        self.place, self._places = place, server.places
        super().__init__(secure, address, server)

    def setup(self) -> None:
        super().setup()
        self.timed = TimedReader(self.connection, lambda: None)
        self.rfile = io.BufferedReader(self.timed)

    def know(self, who: str) -> None:
        """Attribute this connection to ``who`` from now on."""
        self._places.know(self.place, who)

    def stand_in_line(self) -> None:
        """Wait until an unknown client's request is due; authenticated clients need not."""
        time.sleep(self.place.early_by())

    def handle_one_request(self) -> None:
        self.place.busy = False
        super().handle_one_request()
        self.timed.expect_request(IDLE_LIMIT_S)

    def parse_request(self) -> bool:
        self.place.busy = True
        return super().parse_request()

    def make_environ(self) -> WSGIEnvironment:
        environ = super().make_environ()
        length = environ.get("CONTENT_LENGTH") or ""
        self.timed.expect_body(int(length) if length.isdecimal() else 0)
        if environ.get("HTTP_UPGRADE", "").lower() == "websocket":
            # One thread reads a WebSocket while another one writes.
            environ["werkzeug.socket"] = SharedTls(self.connection)
        return {**environ, CONNECTION: self}

    def connection_dropped(self, *_: Any) -> None:
        """Read no further request from a connection that a WebSocket has used, or that broke."""
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
