"""The outermost check: nothing without a credential reaches the sockets.

Socket.IO asks each role for its credential when it enters its namespace; by then a connection can already send as
much as it likes. So the credential is looked at here, before Engine.IO reads anything. For which session it is good
is the namespace's business.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from wsgiref.types import WSGIEnvironment

from flask import Request

from webapp.auth.guard import Guard
from webapp.errors import ApiError
from webapp.serving.long_headers import TOO_LONG
from webapp.serving.unread import CONNECTION, KNOWN

SOCKETS = "/socket.io/"
HOST = re.compile(r"([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
MOST_COOKIES_BYTES = 16_384
"""More than browsers keep for one host; to take thousands apart would cost more than to answer."""
Wsgi = Callable[[WSGIEnvironment, Any], Iterable[bytes]]


class Door:
    """WSGI middleware that identifies clients to the server and keeps unauthenticated ones from the sockets."""

    def __init__(self, app: Wsgi, guard: Guard) -> None:
        self._app, self._guard = app, guard

    def __call__(self, environ: WSGIEnvironment, start_response: Any) -> Iterable[bytes]:
        """Answer a request, or have the application answer it."""
        request = Request(environ)
        try:
            _check_head(request)
            known = self._guard.recognise(request)
            environ[KNOWN] = known
            _tell(environ, known)
            if not known and environ.get("PATH_INFO", "").startswith(SOCKETS):
                raise self._guard.turned_away(request)
        except ApiError as error:
            if connection := environ.get(CONNECTION):
                connection.close_connection = 1  # what it was about to send is no request
            return _refused(error, start_response)
        return self._app(environ, start_response)


def _check_head(request: Request) -> None:
    """Refuse more cookies than this server sets, and an invalid host: it is echoed in headers and pages."""
    if len(request.environ.get("HTTP_COOKIE", "")) > MOST_COOKIES_BYTES:
        raise ApiError("headers_too_long", TOO_LONG, {"most_bytes": MOST_COOKIES_BYTES})
    if not HOST.fullmatch(request.environ.get("HTTP_HOST", "localhost")):
        raise ApiError("bad_request", "The name of the server in this request is none.")


def _tell(environ: WSGIEnvironment, known: str) -> None:
    """Tell the server whose connection it is; unauthenticated clients wait for their turn."""
    connection = environ.get(CONNECTION)
    if connection and known:
        connection.know(known)
    elif connection:
        connection.stand_in_line()


def _refused(error: ApiError, start_response: Any) -> Iterable[bytes]:
    body = json.dumps(error.body()).encode()
    headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    if error.retry_after is not None:
        headers.append(("Retry-After", str(error.retry_after)))
    start_response(f"{error.status} {HTTPStatus(error.status).phrase}", headers)
    return [body]
