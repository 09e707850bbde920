"""Socket.IO as the lab's transport."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from flask_socketio import SocketIO

from messages import LANGUAGES, in_language
from webapp.sockets import challenge as sockets
from webapp.sockets.operator import NAMESPACE, OVERVIEW, watchers
from webapp.sockets.rooms import holders

log = logging.getLogger(__name__)
MOST_UNREAD = 1000
PARTING_S = 2.0
"""How long a client that is turned out has to fetch its last message, where it polls."""


class SocketTransport:
    """A transport by Socket.IO."""

    def __init__(self, socketio: SocketIO) -> None:
        self._socketio = socketio

    def to_device(self, event: str, namespace: str, data: Mapping[str, object], connection: str) -> None:
        """Send to one connection of a phone or display."""
        self._socketio.emit(event, data, namespace=namespace, to=connection)
        self._cut_if_behind(namespace, connection)

    def to_watchers(self, session: str, event: str, data: Mapping[str, object]) -> None:
        """Send to every console that watches a session."""
        for language in LANGUAGES:
            connections = self._in_room(watchers(session, language))
            if connections:
                said = in_language(data, language)
                self._socketio.emit(event, said, namespace=NAMESPACE, to=watchers(session, language))
            for connection in connections:
                self._cut_if_behind(NAMESPACE, connection)

    def to_operators(self, event: str, data: Mapping[str, object]) -> None:
        """Send to every console, whatever it watches."""
        self._socketio.emit(event, data, namespace=NAMESPACE)

    def is_watched(self, session: str) -> bool:
        """Return whether any console watches a session."""
        return any(self._in_room(watchers(session, language)) for language in LANGUAGES)

    def to_overviews(self, event: str, data: Mapping[str, object]) -> None:
        """Send to every open overview."""
        connections = self._in_room(OVERVIEW)
        if connections:
            self._socketio.emit(event, data, namespace=NAMESPACE, to=OVERVIEW)
        for connection in connections:
            self._cut_if_behind(NAMESPACE, connection)

    def overview_is_open(self) -> bool:
        """Return whether any overview is open."""
        return bool(self._in_room(OVERVIEW))

    def cut(self, namespace: str, connection: str) -> None:
        """Close a connection so that its device reconnects; a Socket.IO disconnect would prevent that."""
        if engine := self._engine_socket(namespace, connection):
            # Not `disconnect`: that waits until the client has read everything.
            engine.close(wait=False)

    def turn_out(self, namespace: str, connection: str) -> None:
        """Close a connection whose client is not to come back.

        After a disconnect of Socket.IO a page does not connect again by itself. What lies under it is closed a little
        later: a client that polls fetches its last message by its next request.
        """
        engine = self._engine_socket(namespace, connection)
        self._socketio.server.disconnect(connection, namespace=namespace)
        if engine is not None:
            self._socketio.start_background_task(self._close_later, engine)

    def _close_later(self, engine: Any) -> None:
        self._socketio.sleep(PARTING_S)
        engine.close(wait=False)

    def cut_holder(self, credential: str) -> None:
        """Close the connections of whoever signed in with a credential; their pages try again and are refused."""
        for namespace in (NAMESPACE, sockets.NAMESPACE):
            for connection in self._in_room(holders(credential), namespace):
                self.cut(namespace, connection)

    def to_challenge(self, challenge: str, event: str, data: Mapping[str, object]) -> None:
        """Send to everybody who watches a challenge."""
        self._to_rooms(event, data, sockets.watchers(challenge))

    def to_participant(
        self, challenge: str, participant: str, event: str, data: Mapping[str, object]
    ) -> None:
        """Send to one participant of a challenge, and to the operator's pages that watch it."""
        self._to_rooms(event, data, sockets.own(participant), sockets.operators(challenge))

    def cut_participant(self, participant: str) -> None:
        """Close a participant's connections."""
        for connection in self._in_room(sockets.own(participant), sockets.NAMESPACE):
            self.cut(sockets.NAMESPACE, connection)

    def _to_rooms(self, event: str, data: Mapping[str, object], *rooms: str) -> None:
        for room in rooms:
            self._socketio.emit(event, data, namespace=sockets.NAMESPACE, to=room)
            for connection in self._in_room(room, sockets.NAMESPACE):
                self._cut_if_behind(sockets.NAMESPACE, connection)

    def _in_room(self, room: str, namespace: str = NAMESPACE) -> list[str]:
        participants = self._socketio.server.manager.get_participants(namespace, room)
        return [connection for connection, _ in participants]

    def _cut_if_behind(self, namespace: str, connection: str) -> None:
        """Cut a client that answers pings but reads nothing: Engine.IO would buffer all of it."""
        engine = self._engine_socket(namespace, connection)
        if engine is not None and engine.queue.qsize() > MOST_UNREAD:
            log.warning("A page (%s) does not read its messages.", namespace)
            self.cut(namespace, connection)

    def _engine_socket(self, namespace: str, connection: str) -> Any:
        server = self._socketio.server
        return server.eio.sockets.get(server.manager.eio_sid_from_sid(connection, namespace))
