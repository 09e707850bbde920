"""Outcomes of a session's events: commands are carried out, facts are published."""

from __future__ import annotations

from collections.abc import Sequence

from capture.commands import Command
from capture.facts import Fact
from webapp.realtime.connections import Connections
from webapp.realtime.transport import Transport
from webapp.runtime.threads import Threads
from webapp.sessions.command_executor import CommandExecutor
from webapp.sessions.notifications import Notifications
from webapp.sessions.session_runner import LiveSession


class Outcomes:
    """The listener of all sessions of the server."""

    def __init__(
        self,
        orders: CommandExecutor,
        announcer: Notifications,
        connections: Connections,
        transport: Transport,
        threads: Threads,
    ) -> None:
        self._orders = orders
        self._announcer = announcer
        self._connections = connections
        self._transport = transport
        self._threads = threads

    def happened(
        self, live: LiveSession, facts: Sequence[tuple[int, Fact]], commands: Sequence[Command]
    ) -> None:
        """Carry out the commands of an event and publish its facts (called by the session, in order)."""
        self._orders.carry_out(live.plan, commands)
        if facts:
            self._announcer.announce(live, facts)

    def lost_track(self, live: LiveSession) -> None:
        """Have the devices of a session connect anew (called by the session)."""
        for connection in self._connections.of_session(live.id):
            self._threads.later(0, self._transport.cut, connection.namespace, connection.id)
