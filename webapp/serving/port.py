"""The listening socket."""

from __future__ import annotations

import errno
import socket

BACKLOG = 256


class PortError(Exception):
    """The server cannot listen there; the text says why and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket listening on ``host`` and ``port`` (0: any free one).

    Connections inherit ``TCP_NODELAY``: without it a command to a phone waits up to 40 ms for an acknowledgement of
    the one before.

    Raises:
        PortError: if the address is not this machine's, or the port is taken or reserved.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise PortError(
            f"{host} is no address to listen on ({error.strerror}). Give --host one of this machine's."
        ) from None
    listener = socket.socket(family, kind, protocol)
    try:
        # Not SO_REUSEPORT, and in Windows not SO_REUSEADDR: two servers would silently share the port.
        alone = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
        listener.setsockopt(socket.SOL_SOCKET, alone, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise PortError(_explained(host, port, error)) from None
    return listener


def _explained(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Stop that program, or choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for the system. Choose one above 1023 with --port."
    return f"Cannot listen on {host}, port {port}: {error.strerror}. Give --host one of this machine's addresses."
