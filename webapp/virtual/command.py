"""A capture command as a phone hears it."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.virtual.link import Message
from webapp.virtual.shutter import Freshness
from webapp.virtual.store import Key


@dataclass(frozen=True, slots=True)
class CaptureCommand:
    """What to photograph, and how freshly."""

    index: int
    attempt: int
    showing: int
    skipped: tuple[int, ...]
    freshness: Freshness

    @staticmethod
    def of(message: Message, usual: Freshness) -> CaptureCommand:
        """Read a message; ``usual`` holds where it asks for no care of its own."""
        skipped = tuple(message.get("skipped") or ())
        freshness = usual.with_care(message)
        return CaptureCommand(message["index"], message["attempt"], message["showing"], skipped, freshness)

    @property
    def key(self) -> Key:
        """The photo that it is to become."""
        return self.index, self.attempt

    @property
    def echo(self) -> Message:
        """How answers name it."""
        return {"index": self.index, "attempt": self.attempt, "showing": self.showing}
