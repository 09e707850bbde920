"""One TLS handshake over a real loopback socket, with a client that trusts a single authority."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from pathlib import Path


def handshake(server: Path | ssl.SSLContext, authority: Path, host: str) -> str | None:
    """Return the protocol agreed on with a client that believes it is talking to ``host``.

    Raises:
        ssl.SSLCertVerificationError: if the client refuses the certificate.
    """
    context = server if isinstance(server, ssl.SSLContext) else _serving(server)
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.load_verify_locations(authority)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_answer, args=(listener, context))
        thread.start()
        try:
            with (
                socket.create_connection(listener.getsockname(), timeout=10) as plain,
                trusting.wrap_socket(plain, server_hostname=host) as secure,
            ):
                return secure.version()
        finally:
            thread.join()


def _serving(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def _answer(listener: socket.socket, context: ssl.SSLContext) -> None:
    plain, _ = listener.accept()
    with plain:
        plain.settimeout(10)
        # The client's side of the story is the one that is tested.
        with contextlib.suppress(ssl.SSLError, ConnectionError):
            context.wrap_socket(plain, server_side=True).close()
