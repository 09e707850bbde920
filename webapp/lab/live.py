"""A session at work: the state machine behind a lock, its facts journalled before its commands are carried out.

Everything that happens to a session comes through `LiveSession.deliver`.  When the journal cannot be written (the
disk is full), the state is rebuilt from what is journalled, so that memory never holds more than the disk, and
the session is paused as soon as even that can be written down.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from capture.commands import Command
from capture.errors import CaptureError, DiskFull
from capture.events import Event, Pause, Restarted
from capture.facts import Fact
from capture.session import Outcome, Session
from webapp.lab.clock import Clock

log = logging.getLogger(__name__)
Read = TypeVar("Read")


class Store(Protocol):
    """The part of the journal that one session needs."""

    def append(self, session: str, facts: Sequence[Fact]) -> list[int]:
        """Return the numbers of ``facts`` once they are safe on disk."""

    def replay(self, session: str) -> Session:
        """Return the session's state as the journal has it."""


class Listener(Protocol):
    """Who carries commands out and tells people; called in order, one outcome of a session at a time."""

    def happened(
        self, live: LiveSession, facts: Sequence[tuple[int, Fact]], commands: Sequence[Command]
    ) -> None:
        """Called after ``facts`` are journalled, each with its number there."""


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
        self._unwritten = False

    @property
    def machine(self) -> Session:
        """The state, for looking at; only `deliver` changes it."""
        return self._machine

    def now(self) -> float:
        """Return the time on the clock that the session's events carry."""
        return self._clock.now()

    def deliver(self, make: Callable[[float], Event]) -> Outcome:
        """Have something happen, at the time ``make`` is called with.

        Returns:
            The facts and commands; they are journalled and carried out by then.

        Raises:
            CaptureError: The event is refused and nothing has changed, or ``disk_full``.
        """
        with self._lock:
            if self._unwritten:
                self._catch_up()
            outcome = self._machine.handle(make(self.now()))
            self._carry_through(outcome)
            return outcome

    def look(self, read: Callable[[Session, float], Read]) -> Read:
        """Return what ``read`` makes of the state, with nothing happening meanwhile."""
        with self._lock:
            return read(self._machine, self.now())

    def _carry_through(self, outcome: Outcome) -> None:
        numbers = self._write(outcome.facts)
        self._listener.happened(self, list(zip(numbers, outcome.facts, strict=True)), outcome.commands)

    def _write(self, facts: Sequence[Fact]) -> list[int]:
        try:
            return self._store.append(self.id, facts)
        except Exception as error:
            log.exception("The journal of session %s cannot be written", self.id)
            self._unwritten = True
            self._machine = self._store.replay(self.id)
            raise _as_disk_full(error) from error

    def _catch_up(self) -> None:
        """Journal what a failed write left open: that whatever was connected is not, and why the session stands."""
        for event in (Restarted(self.now()), Pause(self.now(), code="disk_full")):
            try:
                outcome = self._machine.handle(event)
            except CaptureError:
                continue
            self._carry_through(outcome)
        self._unwritten = False


def _as_disk_full(error: Exception) -> CaptureError:
    if isinstance(error, CaptureError):
        return error
    return DiskFull(
        "The server's disk is full or cannot be written. What is stored is safe. Free some space."
    )
