"""The eventlet server: one thread, with a green thread per connection."""

from __future__ import annotations

import logging
import socket
import ssl
from typing import Any

import eventlet
import eventlet.wsgi

from webapp.allowance import Allowance
from webapp.serving.eventlet_connection import IDLE_LIMIT_S, EventletConnection
from webapp.serving.places import Places
from webapp.serving.unread import answering_first

log = logging.getLogger(__name__)

SILENCE_LIMIT_S = 120
MAX_CONNECTIONS = 4096
ACCEPTED_A_SECOND = 200
ACCEPTED_AT_ONCE = 200
"""Beyond, newcomers wait in the system's queue: those who are in go first."""


class EventletServer:
    """A server that hands requests to ``app`` until closed.

    Args:
        app: A WSGI application.
        listener: A listening socket, made after the monkey patch.
        context: The TLS context that shows the certificate.
        places: Who may have how many connections.
    """

    def __init__(self, app: Any, listener: socket.socket, context: ssl.SSLContext, places: Places) -> None:
        self._app = answering_first(app)
        self._accepting = _Accepting(listener)
        self._protocol = type("Connection", (EventletConnection,), {"context": context, "places": places})
        self._thread: Any = None

    def start(self) -> None:
        """Start serving, in the background."""
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
        """Stop accepting, and give running requests a while to end."""
        # eventlet's server has no way to stop. SystemExit ends its accept loop, and it then waits for its requests.
        eventlet.kill(self._thread, SystemExit)
        with eventlet.Timeout(grace_s, False):
            self._thread.wait()


class _Accepting:
    """A listening socket that survives errors of `accept`, at some of which eventlet's server stops."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._allowance = Allowance(ACCEPTED_A_SECOND, ACCEPTED_AT_ONCE)
        self.family = listener.family
        self.getsockname = listener.getsockname
        self.close = listener.close

    def accept(self) -> tuple[socket.socket, Any]:
        while True:
            eventlet.sleep(self._allowance.take())
            try:
                return self._listener.accept()
            except OSError as error:
                log.warning("A connection could not be accepted: %s", error)
                eventlet.sleep(0.1)
