"""Monitors that stand beside each other, at one of which the phones look.

Displays that are open at the same time are on different computers. If both painted into the one file that the phones
photograph, a page that opens black would blacken the picture of the one that still shows an x-ray, and no number could
tell. So the phones are turned to the newest display when it shows its first x-ray; what older ones paint is not seen.
"""

from __future__ import annotations

import threading
from pathlib import Path

from webapp.virtual.camera.screen import ScreenFile


class Monitors:
    """The monitors of a session; makes one for each display that opens."""

    def __init__(self, file: Path, size: tuple[int, int]) -> None:
        self._file, self._size = file, size
        self._lock = threading.Lock()
        self._count = 0
        self._seen = 0

    def another(self) -> ScreenFile:
        """Return the monitor of a display that opens now."""
        self._count += 1
        return _Monitor(self, self._count, self._file, self._size)

    def show(self, monitor: _Monitor, content: bytes) -> None:
        """Show what a monitor paints, if the phones look at it, or are turned to it by this."""
        with self._lock:
            if content != monitor.black:
                self._seen = max(self._seen, monitor.number)
            if self._seen in (0, monitor.number):
                monitor.put(content)


class _Monitor(ScreenFile):
    def __init__(self, monitors: Monitors, number: int, file: Path, size: tuple[int, int]) -> None:
        super().__init__(file, *size)
        self._monitors, self.number = monitors, number
        self.black = self.compose(None)

    def flip(self, content: bytes) -> None:
        self._monitors.show(self, content)

    def put(self, content: bytes) -> None:
        super().flip(content)
