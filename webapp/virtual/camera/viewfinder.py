"""The camera's frames of the screen, some of them late.

A phone's frames lag behind the light by tens or hundreds of milliseconds, so a photo asked for right after a
new picture appeared may still show the old one although every index is right.  With ``latency`` above zero
the viewfinder reproduces that: it remembers the screen and hands out what was there that long ago.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from pathlib import Path

from webapp.virtual.camera.screen import Pixels, decode, look


class Viewfinder:
    """The stream of frames from a camera that looks at the screen file.

    Args:
        file: The screen.
        rate: Frames per second; 0 delivers a frame whenever one is asked for.
        latency: Age in seconds of what a frame shows when it is delivered; may be changed while it runs.
    """

    def __init__(self, file: Path, rate: float = 30.0, latency: float = 0.0) -> None:
        self._file, self._rate, self.latency = file, rate, latency
        self._past: deque[tuple[float, bytes]] = deque()
        self._closed = threading.Event()
        if latency > 0:
            self._watch()
            threading.Thread(target=self._keep_watching, daemon=True, name="viewfinder").start()

    def close(self) -> None:
        """Stop the camera."""
        self._closed.set()

    def wait_for_frames(self, count: int, timeout: float) -> None:
        """Wait for ``count`` new frames, for each at most ``timeout`` seconds."""
        if self._rate > 0:
            time.sleep(count * min(1 / self._rate, timeout))

    def see(self) -> Pixels:
        """Return the frame that the camera delivers now.

        Raises:
            ValueError: There is no screen to be seen.
        """
        if self.latency <= 0:
            return look(self._file)
        then = time.monotonic() - self.latency
        older = [content for seen, content in list(self._past) if seen <= then]
        if not older:
            raise ValueError(f"the camera has not seen the screen at {self._file} yet")
        return decode(older[-1])

    def _keep_watching(self) -> None:
        period = 1 / (self._rate or 30.0)
        while not self._closed.wait(period):
            self._watch()

    def _watch(self) -> None:
        try:
            content = self._file.read_bytes()
        except OSError:
            return
        now = time.monotonic()
        if not self._past or self._past[-1][1] != content:
            self._past.append((now, content))
        while len(self._past) > 1 and self._past[1][0] <= now - self.latency - 1.0:
            self._past.popleft()
