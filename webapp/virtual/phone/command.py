"""A capture command as a phone receives it."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.virtual.camera.shutter import Freshness
from webapp.virtual.network.link import Message
from webapp.virtual.phone.store import Key


@dataclass(frozen=True, slots=True)
class CaptureCommand:
    """The x-ray to photograph, and the required freshness."""

    index: int
    attempt: int
    showing: int
    skipped: tuple[int, ...]
    freshness: Freshness

    @staticmethod
    def of(message: Message, usual: Freshness) -> CaptureCommand:
        """Parse a message; ``usual`` applies where it requests no special care."""
        skipped = tuple(message.get("skipped") or ())
        freshness = usual.with_care(message)
        return CaptureCommand(message["index"], message["attempt"], message["showing"], skipped, freshness)

    @property
    def key(self) -> Key:
        """The key of the requested photo."""
        return self.index, self.attempt

    @property
    def echo(self) -> Message:
        """The fields by which answers refer to it."""
        return {"index": self.index, "attempt": self.attempt, "showing": self.showing}
