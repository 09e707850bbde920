"""The outermost check: nothing without a credential reaches the sockets.

Socket.IO asks each role for its credential when it enters its namespace; by then a connection can already send as
much as it likes. So the credential is looked at here, before Engine.IO reads anything. For which session it is good
is the namespace's business.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from wsgiref.types import WSGIEnvironment

from flask import Request

from webapp.auth.cross_site import refuse_cross_site
from webapp.auth.guard import Guard
from webapp.auth.hosts import KnownHosts
from webapp.errors import ApiError
from webapp.serving.long_headers import TOO_LONG
from webapp.serving.unread import CONNECTION, KNOWN

SOCKETS = "/socket.io/"
MOST_COOKIES_BYTES = 16_384
"""More than browsers keep for one host; to take thousands apart would cost more than to answer."""
Wsgi = Callable[[WSGIEnvironment, Any], Iterable[bytes]]


class Door:
    """WSGI middleware that identifies clients to the server and keeps unauthenticated ones from the sockets."""

    def __init__(self, app: Wsgi, guard: Guard, hosts: KnownHosts) -> None:
        self._app, self._guard, self._hosts = app, guard, hosts

    def __call__(self, environ: WSGIEnvironment, start_response: Any) -> Iterable[bytes]:
        """Answer a request, or have the application answer it."""
        request = Request(environ)
        try:
            self._check_head(request)
            known = self._guard.recognise(request)
            environ[KNOWN] = known
            _tell(environ, known)
            if environ.get("PATH_INFO", "").startswith(SOCKETS):
                self._check_socket(request, known)
        except ApiError as error:
            if connection := environ.get(CONNECTION):
                connection.close_connection = 1  # what it was about to send is no request
            return _refused(error, start_response)
        return self._app(environ, start_response)

    def _check_head(self, request: Request) -> None:
        """Refuse more cookies than this server sets, and a foreign host: it is echoed in headers and pages."""
        if len(request.environ.get("HTTP_COOKIE", "")) > MOST_COOKIES_BYTES:
            raise ApiError("headers_too_long", TOO_LONG, {"most_bytes": MOST_COOKIES_BYTES})
        self._hosts.check(request.environ.get("HTTP_HOST", "localhost"))

    def _check_socket(self, request: Request, known: str) -> None:
        """Refuse strangers, and another site's page: its connection would carry this browser's cookies."""
        if not known:
            raise self._guard.turned_away(request)
        refuse_cross_site(request)


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
