"""A device's single thread of thought: everything that happens to it is handled one after the other.

Messages, finished photos and finished uploads come from several threads.  Put through one inbox they cannot
interleave, so that what a device says in `hello` is what it still knows a moment later.
"""

from __future__ import annotations

import heapq
import itertools
import queue
import time
from collections.abc import Callable

Task = Callable[[], None]
Log = Callable[[str], None]


def unheard(_line: str) -> None:
    """A log that nobody reads."""


class Inbox:
    """Tasks to be done now or later, done in one thread until it is told to stop."""

    def __init__(self) -> None:
        self._now: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self._later: list[tuple[float, int, Task]] = []
        self._number = itertools.count()
        self._stopped = False

    def put(self, task: Task) -> None:
        """Have ``task`` done; callable from any thread."""
        self._now.put(task)

    def after(self, seconds: float, task: Task) -> None:
        """Have ``task`` done later; callable from any thread."""
        due = time.monotonic() + seconds
        self.put(lambda: heapq.heappush(self._later, (due, next(self._number), task)))

    def stop(self) -> None:
        """End `run` after the task at hand; callable from any thread."""

        def end() -> None:
            self._stopped = True

        self.put(end)

    def run(self) -> None:
        """Do the tasks until `stop`."""
        while not self._stopped:
            self._next()()

    def _next(self) -> Task:
        while True:
            if self._later and self._later[0][0] <= time.monotonic():
                return heapq.heappop(self._later)[2]
            wait = self._later[0][0] - time.monotonic() if self._later else None
            try:
                return self._now.get(timeout=max(wait, 0) if wait is not None else None)
            except queue.Empty:
                continue
