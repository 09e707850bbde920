"""One event's turn: what its handling may read, and the two things it may do.

A handler records facts, which change the state at once, and sends commands, which the shell carries out after
the facts are journalled.  It refuses by raising before it has recorded anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from capture.commands import Command
from capture.evolve import evolve
from capture.facts import Fact, PhotoLost, PhotoStored, PhotoTaken, VerdictGiven
from capture.state import Device, Live, State


@dataclass(slots=True)
class Turn:
    """The handling of one event at time ``at``."""

    state: State
    live: Live
    at: float
    facts: list[Fact] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)
    stale: bool = False

    def record(self, fact: Fact) -> None:
        """Let it be so."""
        evolve(self.state, fact)
        self.facts.append(fact)
        if isinstance(fact, PhotoTaken | PhotoStored | VerdictGiven | PhotoLost):
            self.live.moved_at = self.at

    def send(self, command: Command) -> None:
        """Have it done once the facts are journalled."""
        self.commands.append(command)

    def leased(self, device: str, generation: int) -> Device | None:
        """The device, if its present connection is ``generation``; else the event is stale."""
        known = self.state.devices.get(device)
        if known is None or known.generation != generation or not self.live.connected(device):
            self.stale = True
            return None
        return known
