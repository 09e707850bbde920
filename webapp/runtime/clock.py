"""Session time: monotonic Unix seconds, independent of changes to the computer's clock."""

from __future__ import annotations

import time


class Clock:
    """Wall-clock time carried on by the monotonic clock."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def now(self) -> float:
        """Return Unix seconds, never less than before."""
        return time.monotonic() + self._offset
