"""The context of one event: the readable state, and the two actions of a handler.

A handler records facts, which change the state immediately, and sends commands, which the shell carries out after
the facts are journalled.  To refuse an event it raises before it has recorded anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from capture.commands import Command
from capture.facts import Fact, PhotoLost, PhotoStored, PhotoTaken, VerdictGiven
from capture.state.reducer import apply_fact
from capture.state.session_state import Device, Live, State


@dataclass(slots=True)
class Transaction:
    """The handling of one event at time ``at``."""

    state: State
    live: Live
    at: float
    facts: list[Fact] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)
    stale: bool = False

    def apply(self, fact: Fact) -> None:
        """Apply a fact to the state and queue it for the journal."""
        apply_fact(self.state, fact)
        self.facts.append(fact)
        if isinstance(fact, PhotoTaken | PhotoStored | VerdictGiven | PhotoLost):
            self.live.moved_at = self.at

    def emit(self, command: Command) -> None:
        """Queue a command, carried out once the facts are journalled."""
        self.commands.append(command)

    def leased(self, device: str, generation: int) -> Device | None:
        """Return the device if its current connection is ``generation``; None marks the event as stale."""
        known = self.state.devices.get(device)
        if known is None or known.generation != generation or not self.live.connected(device):
            self.stale = True
            return None
        return known
