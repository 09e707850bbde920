"""One connection under eventlet: TLS, then requests, fairly scheduled with the other connections."""

from __future__ import annotations

import io
import logging
import ssl
from contextlib import suppress
from typing import Any, ClassVar
from wsgiref.types import WSGIEnvironment

import eventlet
import eventlet.wsgi
from eventlet.green.ssl import GreenSSLSocket
from eventlet.patcher import original

from webapp.serving.connection import HANDSHAKE_LIMIT_S, cut, secured
from webapp.serving.long_headers import MOST_BYTES, refuse
from webapp.serving.places import ConnectionPlace, Places
from webapp.serving.reading import TimedReader
from webapp.serving.unread import CONNECTION, discard_rest

log = logging.getLogger(__name__)

IDLE_LIMIT_S = 75
STRANGERS_IDLE_LIMIT_S = 20
STRANGERS_BODY_LIMIT_S = 10
READ_AHEAD = 16_384
AT_ONCE = 4
"""So many threads read what has come at the same moment; nobody waits for a client in there.

Each record of 16 kB takes the interpreter once, and the loop, whenever it lets go of it, waits behind all threads that
want it: behind a hundred uploads, signals would be late.
"""
_READING = original("threading").Semaphore(AT_ONCE)
_select: Any = original("select")  # here: eventlet finds it under a lock that other threads must not wait for

eventlet.wsgi.MAX_HEADER_LINE = eventlet.wsgi.MAX_TOTAL_HEADER_SIZE = MOST_BYTES
_TOO_LONG = (eventlet.wsgi.HeaderLineTooLong, eventlet.wsgi.HeadersTooLarge)


class EventletConnection(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]
    """A connection that starts with TLS and does not log clients that disconnect."""

    context: ClassVar[ssl.SSLContext]
    places: ClassVar[Places]
    place: ConnectionPlace
    environ: WSGIEnvironment | None = None
    timed: TimedReader

    def __init__(self, conn_state: list[Any], server: Any) -> None:
        # The base class serves the whole connection in its constructor, so this one returns when the connection has
        # ended.
        self.place = self.places.take(conn_state[0][0], lambda: cut(conn_state[1]))
        try:
            eventlet.sleep(self.place.handshake_early_by())
            with eventlet.Timeout(HANDSHAKE_LIMIT_S, TimeoutError):
                secure = secured(conn_state[1], self.context)
            if secure is not None:
                # eventlet shuts down what it finds here when the server stops, and that must be the TLS socket.
                conn_state[1] = secure
                secure.settimeout(server.socket_timeout)
                self._serve(conn_state, server)
        finally:
            self.places.leave(self.place)

    def _serve(self, conn_state: list[Any], server: Any) -> None:
        try:
            super().__init__(conn_state, server)
        except (ssl.SSLError, ConnectionError) as error:
            log.debug("A client went away: %s", error)
        except ValueError:
            # What reading says of a connection that `close` has shut down.
            if conn_state[2] != eventlet.wsgi.STATE_CLOSE:
                raise

    def setup(self) -> None:
        """Replace the plain file of the base class by a `TimedReader`."""
        super().setup()
        self.timed = TimedReader(self.connection, _take_turns)
        self.rfile: Any = io.BufferedReader(self.timed, READ_AHEAD)

    def handle_one_request(self) -> None:
        """Answer a request, then yield to the other connections, however much input waits."""
        self.environ = None
        self.place.busy = False
        super().handle_one_request()
        self._leave_body()
        self.timed.expect_request(IDLE_LIMIT_S if self.place.known else STRANGERS_IDLE_LIMIT_S)
        _take_turns()

    def know(self, who: str) -> None:
        """Attribute this connection to ``who``, whose input may take longer than an unknown client's."""
        if not self.place.known and self.environ is not None:
            self.timed.expect_body(_length(self.environ))
        self.places.know(self.place, who)

    def read_body(self, buffer: memoryview) -> int:
        """Read more of the request's body, in a real thread; the green one of this connection waits for that."""
        assert self.environ is not None
        with self.timed.reading_by(self._receive):
            size: int = self.rfile.readinto(buffer)
        self.environ["eventlet.input"].position += size
        return size

    def _receive(self, buffer: Any, seconds: float) -> int:
        return receive_blocking(self.connection, memoryview(buffer), seconds)

    def stand_in_line(self) -> None:
        """Wait until an unknown client's request is due; authenticated clients need not."""
        eventlet.sleep(self.place.early_by())

    def parse_request(self) -> bool:
        """Read the headers; refuse those that are too long."""
        self.place.busy = True
        try:
            return bool(super().parse_request())
        except _TOO_LONG:
            refuse(self.wfile)
            self.close_connection = True
            return False

    def get_environ(self) -> WSGIEnvironment:
        """Return the request's environment; starts the body's timeout."""
        environ: WSGIEnvironment = super().get_environ()
        if self.place.known:
            self.timed.expect_body(_length(environ))
        else:
            self.timed.expect_rest(STRANGERS_BODY_LIMIT_S)
        return environ | {CONNECTION: self}

    def log_message(self, message: str, *values: object) -> None:
        """Log the base class's messages at debug level."""
        log.debug(message, *values)

    def _leave_body(self) -> None:
        if self.environ is None or not self.close_connection:
            return
        if not eventlet.wsgi.WSGI_LOCAL.already_handled:  # by a WebSocket, which has ended
            with suppress(OSError, ValueError):  # the client has gone, or takes too long
                discard_rest(self.environ, self.timed, eventlet.sleep, known=bool(self.place.known))


def _length(environ: WSGIEnvironment) -> int:
    return int(environ.get("CONTENT_LENGTH") or 0)


def _take_turns() -> None:
    eventlet.sleep(0)


def receive_blocking(connection: GreenSSLSocket, buffer: memoryview, seconds: float) -> int:
    """Wait for bytes without the loop, and return how many of those that are there were put into ``buffer``.

    Raises:
        TimeoutError: None have come in so many ``seconds``.
    """
    while True:
        with _READING:
            size, wants = _receive(connection, buffer)
        if size or wants is None:
            return size
        _wait(connection, wants, seconds)


def _receive(connection: GreenSSLSocket, buffer: memoryview) -> tuple[int, ssl.SSLError | None]:
    """Return how much of ``buffer`` was filled, and what the connection waits for if it is not full."""
    size = 0
    while size < len(buffer):
        try:
            # Past the green class, whose waiting would need a loop in this thread. A call reads one record of 16 kB.
            more = super(GreenSSLSocket, connection).read(len(buffer) - size, buffer[size:])
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError) as wants:
            return size, wants
        if not more:
            break
        size += more
    return size, None


def _wait(connection: GreenSSLSocket, wants: ssl.SSLError, seconds: float) -> None:
    events = _select.POLLOUT if isinstance(wants, ssl.SSLWantWriteError) else _select.POLLIN
    poll = _select.poll()
    poll.register(connection.fileno(), events)
    if not poll.poll(seconds * 1000):
        raise TimeoutError("the client took too long")
