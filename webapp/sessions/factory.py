"""Wiring of the services that run sessions."""

from __future__ import annotations

from webapp.datasets.dataset_registry import Datasets
from webapp.foundation import Foundation
from webapp.pictures.picture_cache import Pictures
from webapp.pictures.previews import Previews
from webapp.realtime.broadcast import Broadcast
from webapp.realtime.connections import Connections
from webapp.realtime.consoles import Consoles
from webapp.realtime.transport import Transport
from webapp.runtime.threads import SideBySide, Threads, Ticker
from webapp.sessions.command_executor import CommandExecutor
from webapp.sessions.notifications import Notifications
from webapp.sessions.outcomes import Outcomes
from webapp.sessions.session_registry import Sessions
from webapp.sessions.session_service import SessionService
from webapp.sessions.snapshots import Snapshots
from webapp.sessions.succession import Succession
from webapp.sessions.ticker import TICK_S, SessionTicker
from webapp.verification.factory import VerificationServices
from webapp.verification.verification_queue import VerificationQueue


class SessionServices:
    """The registry of sessions, and what acts on them."""

    def __init__(
        self,
        base: Foundation,
        transport: Transport,
        datasets: Datasets,
        pictures: Pictures,
        previews: Previews,
        verification: VerificationServices,
    ) -> None:
        self.connections = Connections(
            transport.to_device, transport.cut, transport.turn_out, base.threads.spawn
        )
        self.consoles = Consoles(transport, base.queue("consoles"))
        pulse = base.watchdog.pulse("ticker")
        self._broadcast = Broadcast(
            self._tell_state, base.clock.now, beat=base.watchdog.pulse("broadcast").beat
        )
        self._announcer = Notifications(
            self.connections, base.store, self.consoles, base.queue("announcer"), self._broadcast
        )
        background = VerificationQueue(
            base.archive,
            base.pixels,
            pictures,
            verification.references,
            base.offload,
            lambda session: self.sessions.get(session),  # made below: it needs the queue itself
            SideBySide("verdicts", base.threads, base.settings.workers),
            base.queue("moves"),
        )
        orders = CommandExecutor(self.connections, previews, verification.references, background)
        outcomes = Outcomes(orders, self._announcer, self.connections, transport, base.threads)
        self.sessions = Sessions(base.store, base.clock, outcomes)
        self.snapshots = Snapshots(self.sessions, datasets, base.store)
        self.session_service = SessionService(
            self.sessions, verification.preflight, base.settings, base.clock
        )
        self.succession = Succession(self.sessions, self.session_service, datasets, base.store)
        self._ticker = SessionTicker(self.sessions, datasets, self._broadcast, pulse)

    def revive(self) -> None:
        """Restore the sessions that have not ended; pause those whose CSV changed meanwhile."""
        self.sessions.revive_unended()
        for live in self.sessions.at_work():
            self._ticker.check_csv(live)

    def start(self, threads: Threads) -> None:
        """Let time pass, and keep pages up to date."""
        ticker = Ticker(self._ticker.tick, TICK_S)
        threads.start("ticker", ticker.run, ticker.close)
        threads.start("broadcast", self._broadcast.run, self._broadcast.close)

    def _tell_state(self, session: str) -> None:
        self._announcer.tell_state(self.sessions.get(session), lambda: self.snapshots.of(session))
