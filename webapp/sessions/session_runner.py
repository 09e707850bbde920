"""A running session: the state machine behind a lock, its facts journalled before its commands are carried out.

Everything that happens to a session comes through `LiveSession.deliver`.  When the journal cannot be written (the
disk is full), the state is rebuilt from what is journalled, so that memory never holds more than the disk, and
the session is paused as soon as even that can be written down.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol, TypeVar

from capture.commands import Command
from capture.errors import CaptureError, DiskFull
from capture.events import Event, Pause, Restarted
from capture.facts import Fact
from capture.session import Outcome, Session
from webapp.runtime.clock import Clock

log = logging.getLogger(__name__)
Read = TypeVar("Read")
Make = Callable[[float], Event]
"""Makes the event of the time it is called with."""


class Store(Protocol):
    """The journal of one session."""

    def append(self, session: str, facts: Sequence[Fact]) -> list[int]:
        """Return the numbers of ``facts`` once they are durable."""

    def replay(self, session: str) -> Session:
        """Return the session's state from the journal."""


class Listener(Protocol):
    """The recipient of outcomes; called in order, one outcome of a session at a time."""

    def happened(
        self, live: LiveSession, facts: Sequence[tuple[int, Fact]], commands: Sequence[Command]
    ) -> None:
        """Handle facts that have been journalled, each with its number, and their commands."""

    def lost_track(self, live: LiveSession) -> None:
        """Handle a state rebuilt from the journal, without any connection."""


class LiveSession:
    """One session: its state, its lock, its journal."""

    def __init__(self, machine: Session, store: Store, clock: Clock, listener: Listener) -> None:
        self.id = machine.plan.session
        self.plan = machine.plan
        self._machine = machine
        self._store = store
        self._clock = clock
        self._listener = listener
        self._lock = threading.RLock()
        self._unwritten: tuple[Make, ...] = ()
        self._unwritable: Session | None = None

    @property
    def machine(self) -> Session:
        """The state, read-only; only `deliver` changes it."""
        return self._machine

    def now(self) -> float:
        """Return the time on the clock of the session's events."""
        return self._clock.now()

    def deliver(self, make: Make) -> Outcome:
        """Process an event, created by ``make`` with the current time.

        Returns:
            The facts and commands; they are journalled and carried out by then.

        Raises:
            CaptureError: The event is refused and nothing has changed, or ``disk_full``.
        """
        with self._lock:
            self._catch_up()
            return self._carry_through(self._handle(make))

    def look(self, read: Callable[[Session, float], Read]) -> Read:
        """Return ``read`` of the state under the lock."""
        with self._lock:
            return read(self._unwritable or self._machine, self.now())

    def glance(self, read: Callable[[Session, float], Read]) -> Read | None:
        """Return ``read`` of the state, None while something happens to the session: never waits for the disk."""
        if not self._lock.acquire(blocking=False):
            return None
        try:
            return self.look(read)
        finally:
            self._lock.release()

    def _handle(self, make: Make) -> Outcome:
        try:
            return self._machine.handle(make(self.now()))
        except CaptureError:
            raise
        except Exception:
            # The handler may have changed half of the state before it failed; only the journal is known to be whole.
            self._rebuild((Restarted,))
            raise

    def _carry_through(self, outcome: Outcome) -> Outcome:
        try:
            numbers = self._store.append(self.id, outcome.facts)
        except Exception as error:
            log.warning("The journal of session %s cannot be written: %s", self.id, error)
            self._rebuild((Restarted, _pause_disk_full))
            raise _as_disk_full(error) from error
        # Commands only after the commit: no device may act on a fact that a crash would undo.
        self._listener.happened(self, list(zip(numbers, outcome.facts, strict=True)), outcome.commands)
        return outcome

    def _rebuild(self, then: tuple[Make, ...]) -> None:
        """Return to the journalled state; ``then`` is journalled before anything else happens."""
        self._machine = self._store.replay(self.id)
        self._unwritten = then
        self._unwritable = self._foresee(then)
        self._listener.lost_track(self)

    def _foresee(self, then: tuple[Make, ...]) -> Session:
        """Return a preview of the state after ``then``, for display while the journal is unavailable."""
        foreseen = self._store.replay(self.id)
        for make in then:
            with suppress(CaptureError):
                foreseen.handle(make(self.now()))
        return foreseen

    def _catch_up(self) -> None:
        while self._unwritten:
            make, *later = self._unwritten
            try:
                outcome = self._machine.handle(make(self.now()))
            except CaptureError as error:
                log.info("Session %s: %s", self.id, error.message)
            else:
                self._carry_through(outcome)
            self._unwritten = tuple(later)
        self._unwritable = None


def _pause_disk_full(at: float) -> Event:
    return Pause(at, code="disk_full")


def _as_disk_full(error: Exception) -> CaptureError:
    if isinstance(error, CaptureError):
        return error
    return DiskFull(
        "The server's disk is full or cannot be written. What is stored is safe. Free some space."
    )
