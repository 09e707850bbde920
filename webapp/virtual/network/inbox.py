"""The single event thread of a device, in which everything is handled in order.

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


def no_log(_line: str) -> None:
    """Return a logger without output."""


class Inbox:
    """Tasks for now or later, run in one thread until stopped."""

    def __init__(self) -> None:
        self._now: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self._later: list[tuple[float, int, Task]] = []
        self._number = itertools.count()
        self._stopped = False

    def put(self, task: Task) -> None:
        """Queue ``task``; callable from any thread."""
        self._now.put(task)

    def after(self, seconds: float, task: Task) -> None:
        """Queue ``task`` with a delay; callable from any thread."""
        due = time.monotonic() + seconds
        self.put(lambda: heapq.heappush(self._later, (due, next(self._number), task)))

    def stop(self) -> None:
        """Stop `run` after the current task; callable from any thread."""

        def end() -> None:
            self._stopped = True

        self.put(end)

    def run(self) -> None:
        """Run tasks until `stop`."""
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
