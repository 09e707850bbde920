"""Connections of devices, their leases, and the routing of messages.

A device may hold several connections for a moment (two tabs, a reload before the old socket died); the newest lease
decides which of them gets its messages.  A message for a device that is not connected is forgotten: the state
machine repeats what matters.

Who gets a message is decided here under a lock; it leaves by the connection's `Outbox`, from a thread that holds none.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from capture.facts import Role
from messages import DEFAULT, in_language
from webapp.realtime.outbox import Message, Outbox

log = logging.getLogger(__name__)
Emit = Callable[[str, str, Mapping[str, object], str], None]
"""Sends (event, namespace, data) to a connection: ``emit(event, namespace, data, connection)``."""
Cut = Callable[[str, str], None]
"""Breaks a connection: ``cut(namespace, connection)``."""
Start = Callable[[str, Callable[[], None]], object]
"""Runs something in a thread of its own: ``start(name, run)``."""


@dataclass(slots=True)
class Connection:
    """One open socket of a device; ``generation`` is 0 until its hello was answered."""

    id: str
    role: Role
    session: str
    device: str
    generation: int = 0
    language: str = DEFAULT
    outbox: Outbox = field(default_factory=Outbox)

    @property
    def namespace(self) -> str:
        """The Socket.IO namespace of its role."""
        return f"/{self.role}"


class Connections:
    """All open device sockets of this server.

    Args:
        emit: How a message leaves.
        cut: Breaks a connection whose device may come back.
        turn_out: Ends a connection whose device is not to come back.
        start: Starts threads.
    """

    def __init__(self, emit: Emit, cut: Cut, turn_out: Cut, start: Start) -> None:
        self._emit = emit
        self._cut = cut
        self._turn_out = turn_out
        self._start = start
        self._mutex = threading.Lock()
        self._by_id: dict[str, Connection] = {}
        self._leases: dict[tuple[str, str], Connection] = {}

    def opened(self, connection: Connection) -> None:
        """Register a socket that was admitted."""
        with self._mutex:
            self._by_id[connection.id] = connection
        self._start(f"outbox {connection.id}", partial(self._serve, connection))

    def close(self) -> None:
        """Stop the threads that send."""
        with self._mutex:
            for connection in self._by_id.values():
                connection.outbox.close()

    def get(self, sid: str) -> Connection | None:
        """Return the connection with this socket id."""
        return self._by_id.get(sid)

    def closed(self, sid: str) -> Connection | None:
        """Remove a closed socket and return its connection."""
        with self._mutex:
            connection = self._by_id.pop(sid, None)
            if connection is not None:
                connection.outbox.close()
                # A newer connection of the device may hold the lease by now; that one stays.
                if self._leases.get(_key(connection)) is connection:
                    del self._leases[_key(connection)]
            return connection

    def hold(self, sid: str) -> None:
        """Hold back messages while a hello is processed, as its answer must arrive first."""
        if connection := self.get(sid):
            connection.outbox.hold()

    def grant(self, sid: str, generation: int) -> None:
        """Route a device's messages to this connection (its lease)."""
        with self._mutex:
            connection = self._by_id.get(sid)
            if connection is not None:
                connection.generation = generation
                self._leases[_key(connection)] = connection

    def answered(self, sid: str) -> None:
        """Send the messages held back until the answer to hello had left, in order."""
        if connection := self.get(sid):
            connection.outbox.release()

    def send(
        self, session: str, device: str, event: str, data: Mapping[str, object], generation: int | None = None
    ) -> bool:
        """Send to the connection with the device's lease; return whether there is one."""
        with self._mutex:
            connection = self._leases.get((session, device))
            if connection is None or generation not in (None, connection.generation):
                return False
            self._deliver(connection, event, data)
            return True

    def send_to(self, sid: str, event: str, data: Mapping[str, object]) -> None:
        """Send to one connection, with or without the lease."""
        with self._mutex:
            if connection := self._by_id.get(sid):
                self._deliver(connection, event, data)

    def turn_out(self, session: str, device: str, event: str, data: Mapping[str, object]) -> None:
        """Send a last message to every connection of a device, those without the lease too, and end them."""
        with self._mutex:
            self._leases.pop((session, device), None)
            for connection in self._by_id.values():
                if (connection.session, connection.device) == (session, device):
                    connection.outbox.finish((event, data))

    def leased(self, session: str) -> list[Connection]:
        """Return the connections of a session that hold a lease."""
        with self._mutex:
            return [connection for (owner, _), connection in self._leases.items() if owner == session]

    def all_leased(self) -> list[Connection]:
        """Return the connections of all sessions that hold a lease."""
        with self._mutex:
            return list(self._leases.values())

    def of_session(self, session: str) -> list[Connection]:
        """Return every connection of a session, with or without a lease."""
        with self._mutex:
            return [connection for connection in self._by_id.values() if connection.session == session]

    def _deliver(self, connection: Connection, event: str, data: Mapping[str, object]) -> None:
        if not connection.outbox.put((event, data)):
            log.warning("%s of session %s does not read its messages.", connection.device, connection.session)
            connection.outbox.close()
            # In a thread of its own: cutting makes Socket.IO call `closed`, which takes the lock that is held here.
            self._start("cut", partial(self._cut, connection.namespace, connection.id))

    def _serve(self, connection: Connection) -> None:
        connection.outbox.run(partial(self._send_now, connection))
        if connection.outbox.finished:
            self._turn_out(connection.namespace, connection.id)

    def _send_now(self, connection: Connection, message: Message) -> None:
        event, data = message
        self._emit(event, connection.namespace, in_language(data, connection.language), connection.id)


def _key(connection: Connection) -> tuple[str, str]:
    return connection.session, connection.device
