"""A session as a value: events go in, facts to journal and commands to send come out.

Nothing here reads a clock, a file or a socket.  The shell calls `Session.handle` with one event at a time,
writes ``Outcome.facts`` to the journal, and only then carries out ``Outcome.commands``.  Should the journal
refuse, the shell throws the session away and replays it: what was never journalled never happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Self

from capture.commands import Command
from capture.events import Event
from capture.facts import Fact
from capture.plan import CaptureSettings, SessionPlan

__all__ = ["CaptureSettings", "Outcome", "Session", "SessionPlan"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one event led to.

    Attributes:
        facts: To be journalled, in this order, in one transaction, before anything else.
        commands: To be carried out once the facts are journalled.
        stale: The event came by a connection that does not hold the device's lease; it changed nothing.
    """

    facts: tuple[Fact, ...] = ()
    commands: tuple[Command, ...] = ()
    stale: bool = False


class Session:
    """The state machine of one session.  Not thread-safe: the shell holds a lock per session."""

    def __init__(self, plan: SessionPlan, at: float) -> None:
        raise NotImplementedError

    @classmethod
    def replay(cls, plan: SessionPlan, facts: Iterable[Fact], at: float) -> Self:
        """The session as its journal tells it, with nothing connected; follow with the event ``Restarted``."""
        raise NotImplementedError

    def handle(self, event: Event) -> Outcome:
        """Take in one event.

        Raises:
            CaptureError: The operator or a device asked for something that cannot be done now.
        """
        raise NotImplementedError

    def holds_lease(self, device: str, generation: int) -> bool:
        """Whether ``generation`` is the device's present connection."""
        raise NotImplementedError

    def set_of(self, phone: str) -> str | None:
        """The set a phone's photos go to, also after it was dropped; None for a spare or unknown phone."""
        raise NotImplementedError

    def expects_photo(self, phone: str, index: int, attempt: int, sha256: str) -> Literal["new", "kept"]:
        """Whether an upload is to be taken in (``new``) or is already in the archive with these bytes (``kept``).

        Raises:
            PhotoNotExpected: Its ``captured`` is not in the journal.
            PhotoConflict: Other bytes are known under this key.
            DeviceRevoked: The phone's credential was revoked.
        """
        raise NotImplementedError
