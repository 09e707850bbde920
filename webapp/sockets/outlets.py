"""Socket.IO as the lab's way out."""

from __future__ import annotations

from typing import Any

from flask_socketio import SocketIO

from webapp.sockets.operator import NAMESPACE, watchers


class SocketOutlets:
    """Sends by Socket.IO."""

    def __init__(self, socketio: SocketIO) -> None:
        self._socketio = socketio

    def to_device(self, event: str, namespace: str, data: dict[str, Any], connection: str) -> None:
        """Send to one connection of a phone or display."""
        self._socketio.emit(event, data, namespace=namespace, to=connection)

    def to_watchers(self, session: str, event: str, data: Any) -> None:
        """Send to every console that watches a session."""
        self._socketio.emit(event, data, namespace=NAMESPACE, to=watchers(session))

    def to_operators(self, event: str, data: Any) -> None:
        """Send to every console, whatever it watches."""
        self._socketio.emit(event, data, namespace=NAMESPACE)

    def is_watched(self, session: str) -> bool:
        """Tell whether any console watches a session."""
        room = watchers(session)
        return any(True for _ in self._socketio.server.manager.get_participants(NAMESPACE, room))

    def cut(self, namespace: str, connection: str) -> None:
        """Break a connection, so that its device connects anew; a farewell by Socket.IO would keep it away."""
        server = self._socketio.server
        if engine_id := server.manager.eio_sid_from_sid(connection, namespace):
            server.eio.disconnect(engine_id)
