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

from flask import Request

from webapp.auth.guard import Guard
from webapp.errors import ApiError
from webapp.serving.unread import KNOWN

SOCKETS = "/socket.io/"
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Door:
    """Wraps a WSGI application; tells the server who is known, and keeps strangers from the sockets."""

    def __init__(self, app: Wsgi, guard: Guard) -> None:
        self._app, self._guard = app, guard

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request, or have the application answer it."""
        request = Request(environ)
        known = self._guard.recognise(request)
        if known:
            environ[KNOWN] = known
        elif environ.get("PATH_INFO", "").startswith(SOCKETS):
            return _refused(self._guard.turned_away(request), start_response)
        return self._app(environ, start_response)


def _refused(error: ApiError, start_response: Any) -> Iterable[bytes]:
    body = json.dumps(error.body()).encode()
    headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    start_response(f"{error.status} {HTTPStatus(error.status).phrase}", headers)
    return [body]
