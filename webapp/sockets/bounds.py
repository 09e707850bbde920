"""Limits on the messages of one connection: size, rate, and form.

It is looked at below Socket.IO, where a message is read, so that a flood ends before anything is made of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, cast

import engineio
import socketio
from engineio.async_drivers.threading import SimpleWebSocketWSGI

from webapp.allowance import Allowances
from webapp.offload import AsyncMode
from webapp.serving.unread import KNOWN

log = logging.getLogger(__name__)

MESSAGES_A_SECOND = 100
MESSAGES_AT_ONCE = 200
"""A person's phone says two or three things a photo; a virtual one on a fast machine may take 40 photos a second."""
Handle = Callable[[str, Any], None]


def bound(server: socketio.Server, async_mode: AsyncMode) -> None:
    """Apply the limits to the connections of ``server``."""
    engine = server.eio
    # Engine.IO has no other way to be given a transport than the table of its async mode.
    engine._async = {**engine._async, "websocket": _websocket(async_mode)}
    engine.on("message", Bounds(server, engine.handlers["message"]))


class Bounds:
    """A handler that passes messages of well-behaved connections and cuts the others.

    Messages are counted by who sends them, so that a new connection is no fresh start.
    """

    def __init__(self, server: socketio.Server, handle: Handle) -> None:
        self._server, self._engine, self._handle = server, server.eio, handle
        self._allowances = Allowances(MESSAGES_A_SECOND, MESSAGES_AT_ONCE)

    def __call__(self, sid: str, message: Any) -> None:
        """Handle a message of the connection ``id``."""
        socket = self._engine.sockets.get(sid)
        if socket is None or socket.closed:
            return
        if self._allowances.of(self._sender(sid)).take():
            self._cut(socket, f"more than {MESSAGES_A_SECOND} messages a second")
            return
        try:
            self._handle(sid, message)
        except Exception as error:
            log.debug("A message could not be read", exc_info=True)
            self._cut(socket, f"a message that is none ({type(error).__name__})")

    def _sender(self, sid: str) -> str:
        return str(self._server.environ.get(sid, {}).get(KNOWN) or sid)

    def _cut(self, socket: Any, why: str) -> None:
        """End a connection; its device may reconnect."""
        log.warning("A connection was cut: it sent %s.", why)
        # Not `disconnect`, which waits until the client has taken all that was said to it: this one may never.
        socket.close(wait=False, reason=self._engine.reason.SERVER_DISCONNECT)


def _websocket(async_mode: AsyncMode) -> Callable[[Any, engineio.Server], Any]:
    if async_mode == "eventlet":
        from webapp.serving.websocket import BoundedWebSocketWSGI

        return cast("Callable[[Any, engineio.Server], Any]", BoundedWebSocketWSGI)
    return lambda handler, server: SimpleWebSocketWSGI(
        handler, server, max_message_size=server.max_http_buffer_size
    )
