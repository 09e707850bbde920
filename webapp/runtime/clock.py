"""Time as a session sees it: Unix seconds that never go back, whatever the computer's clock is set to."""

from __future__ import annotations

import time


class Clock:
    """Wall-clock time carried on by the monotonic clock."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def now(self) -> float:
        """Return Unix seconds, never less than before."""
        return time.monotonic() + self._offset
