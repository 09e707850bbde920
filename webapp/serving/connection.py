"""The first bytes of a connection: TLS, or plain ``http://`` that is redirected to ``https://``.

The handshake happens in the connection's own thread and has a time limit, so that a phone that falls silent in the
middle of one holds up nobody. A client that refuses the certificate is an everyday thing (every phone does, once) and
no error of the server's.
"""

from __future__ import annotations

import _socket
import logging
import re
import socket
import ssl
from contextlib import suppress

log = logging.getLogger(__name__)

HANDSHAKE_LIMIT_S = 15.0
TLS_HANDSHAKE = b"\x16"
_REQUEST = re.compile(rb"(?:GET|HEAD) (/[!-~]*?)(?:\?[!-~]*)? HTTP/1\.[01]\r\n")
"""The path alone: what is in the query, a token or a code, has crossed the network for everybody to read."""
_HOST = re.compile(rb"\r\nhost:[ \t]*([A-Za-z0-9.:\[\]_-]+)[ \t]*\r\n", re.IGNORECASE)


def cut(connection: socket.socket) -> None:
    """End a connection that other threads read from: they see it closed by the client."""
    plain = getattr(connection, "fd", connection)  # what a green socket stands for
    with suppress(OSError):
        # Not TLS's own `shutdown`, which would forget the session that is being read from.
        _socket.socket.shutdown(plain, socket.SHUT_RDWR)


def secured(plain: socket.socket, context: ssl.SSLContext) -> ssl.SSLSocket | None:
    """Return the connection with TLS; None if it is unusable and has been closed."""
    plain.settimeout(HANDSHAKE_LIMIT_S)
    try:
        first = plain.recv(1, socket.MSG_PEEK)
        if first == TLS_HANDSHAKE:
            return _handshaken(plain, context)
        if first:
            _redirect(plain)
    except (OSError, ValueError) as error:
        log.debug("A connection came to nothing: %s", error)
    plain.close()
    return None


def _handshaken(plain: socket.socket, context: ssl.SSLContext) -> ssl.SSLSocket:
    secure = context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
    try:
        secure.do_handshake()
    except BaseException:
        secure.close()
        raise
    return secure


def _redirect(plain: socket.socket) -> None:
    head = plain.recv(8192)
    request, host = _REQUEST.match(head), _HOST.search(head)
    if request and host:
        address = b"https://" + host[1] + request[1]
        lines = [b"HTTP/1.1 301 Moved Permanently", b"Location: " + address, b"Content-Length: 0"]
    else:
        lines = [b"HTTP/1.1 400 Bad Request", b"Content-Length: 0"]
    plain.sendall(b"\r\n".join([*lines, b"Connection: close", b"", b""]))
