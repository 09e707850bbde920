"""Serves with eventlet: one thread, a green one for each connection."""

from __future__ import annotations

import logging
import socket
import ssl
from typing import Any

import eventlet
import eventlet.wsgi

from webapp.serving.connection import secured
from webapp.serving.long_headers import MOST_BYTES, refuse

log = logging.getLogger(__name__)

IDLE_LIMIT_S = 75
SILENCE_LIMIT_S = 120
MAX_CONNECTIONS = 1024

eventlet.wsgi.MAX_HEADER_LINE = eventlet.wsgi.MAX_TOTAL_HEADER_SIZE = MOST_BYTES
_TOO_LONG = (eventlet.wsgi.HeaderLineTooLong, eventlet.wsgi.HeadersTooLarge)


class EventletServer:
    """Accepts connections and hands their requests to ``app`` until closed.

    Args:
        app: A WSGI application.
        listener: A listening socket, made after the monkey patch.
        context: The TLS context that shows the certificate.
    """

    def __init__(self, app: Any, listener: socket.socket, context: ssl.SSLContext) -> None:
        self._app = app
        self._accepting = _Accepting(listener)
        self._protocol = _protocol(context)
        self._thread: Any = None

    def start(self) -> None:
        """Begin to serve, in the background."""
        self._thread = eventlet.spawn(
            eventlet.wsgi.server,
            self._accepting,
            self._app,
            environ={"wsgi.url_scheme": "https", "HTTPS": "on"},
            max_size=MAX_CONNECTIONS,
            protocol=self._protocol,
            keepalive=IDLE_LIMIT_S,
            socket_timeout=SILENCE_LIMIT_S,
            log_output=False,
            debug=False,
        )

    def close(self, grace_s: float) -> None:
        """Accept nothing more, and give requests under way a while to end."""
        eventlet.kill(self._thread, SystemExit)
        with eventlet.Timeout(grace_s, False):
            self._thread.wait()


class _Accepting:
    """A listening socket that no single connection can end: eventlet's server stops at some errors of `accept`."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self.family = listener.family
        self.getsockname = listener.getsockname
        self.close = listener.close

    def accept(self) -> tuple[socket.socket, Any]:
        while True:
            try:
                return self._listener.accept()
            except OSError as error:
                log.warning("A connection could not be accepted: %s", error)
                eventlet.sleep(0.1)


def _protocol(context: ssl.SSLContext) -> type[Any]:
    class Secured(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]
        """Begins every connection with TLS; keeps quiet about clients that go away."""

        def __init__(self, conn_state: list[Any], server: Any) -> None:
            secure = secured(conn_state[1], context)
            if secure is None:
                return
            conn_state[1] = secure
            secure.settimeout(server.socket_timeout)
            try:
                super().__init__(conn_state, server)
            except (ssl.SSLError, ConnectionError) as error:
                log.debug("A client went away: %s", error)
            except ValueError:
                # What reading says of a connection that `close` has shut down.
                if conn_state[2] != eventlet.wsgi.STATE_CLOSE:
                    raise

        def parse_request(self) -> bool:
            try:
                return bool(super().parse_request())
            except _TOO_LONG:
                refuse(self.wfile)
                self.close_connection = True
                return False

        def log_message(self, format: str, *values: object) -> None:
            log.debug(format, *values)

    return Secured
