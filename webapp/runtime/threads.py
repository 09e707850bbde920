"""The server's background threads (green ones under eventlet), and their work queue."""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ParamSpec

log = logging.getLogger(__name__)
P = ParamSpec("P")
Job = Callable[[], None]


class Threads:
    """A starter of threads that end with the process, or earlier on request."""

    def __init__(self) -> None:
        self._closers: list[Callable[[], None]] = []
        self._threads: list[threading.Thread] = []

    def start(self, name: str, run: Callable[[], None], close: Callable[[], None]) -> None:
        """Run ``run`` in its own thread until ``close`` is called."""
        thread = threading.Thread(target=run, name=name, daemon=True)
        self._threads.append(thread)
        self._closers.append(close)
        thread.start()

    def spawn(self, name: str, run: Callable[[], None]) -> None:
        """Run ``run`` in its own thread, which the caller ends."""
        threading.Thread(target=run, name=name, daemon=True).start()

    def on_close(self, close: Callable[[], None]) -> None:
        """Register a callback for the request to end."""
        self._closers.append(close)

    def later(self, delay_s: float, call: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        """Call a function once, after a delay."""
        timer = threading.Timer(delay_s, call, args, kwargs)
        timer.daemon = True
        timer.start()

    def close(self, timeout_s: float = 5.0) -> None:
        """Ask every thread to end and wait for it."""
        for close in self._closers:
            close()
        for thread in self._threads:
            thread.join(timeout_s)


class WorkQueue:
    """Jobs done in order by a few threads; a failing job is logged and the next one done."""

    def __init__(self, name: str, threads: Threads, workers: int = 1) -> None:
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._name = name
        for number in range(workers):
            threads.start(f"{name}-{number}", self._run, lambda: self._jobs.put(None))

    def put(self, job: Job) -> None:
        """Queue ``job``."""
        self._jobs.put(job)

    def waiting(self) -> int:
        """Return the number of queued jobs."""
        return self._jobs.qsize()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            _do(job, self._name)


@dataclass
class _Line:
    """One sender's queued jobs, and the number of threads working on them."""

    jobs: deque[Job] = field(default_factory=deque)
    threads: int = 0


class SideBySide:
    """Jobs of several senders, none of which waits for another's.

    A sender has threads of its own as long as it has jobs; they begin its jobs in order.

    Args:
        name: What the jobs are, for the log.
        threads: Starts threads, and says when to end.
        abreast: How many jobs of one sender are done at once.
    """

    def __init__(self, name: str, threads: Threads, abreast: int) -> None:
        self._name = name
        self._threads = threads
        self._abreast = abreast
        self._lines: dict[str, _Line] = {}
        self._changed = threading.Condition()
        self._closed = False
        threads.on_close(self.close)

    def put(self, sender: str, job: Job) -> None:
        """Queue ``job``; after closing, jobs are dropped."""
        with self._changed:
            if self._closed:
                return
            line = self._lines.setdefault(sender, _Line())
            line.jobs.append(job)
            if line.threads == self._abreast:
                return
            line.threads += 1
        self._threads.spawn(f"{self._name}-{sender}", lambda: self._run(sender))

    def close(self, timeout_s: float = 5.0) -> None:
        """Discard the queue, and wait for running jobs."""
        with self._changed:
            self._closed = True
            for line in self._lines.values():
                line.jobs.clear()
            self._changed.wait_for(lambda: not self._lines, timeout_s)

    def _run(self, sender: str) -> None:
        while (job := self._next(sender)) is not None:
            _do(job, self._name)

    def _next(self, sender: str) -> Job | None:
        """Return the sender's next job; if there is none, None, and decrement its threads."""
        with self._changed:
            line = self._lines[sender]
            if line.jobs:
                return line.jobs.popleft()
            line.threads -= 1
            if not line.threads:
                del self._lines[sender]
                self._changed.notify_all()
            return None


class Ticker:
    """A periodic call, about once a second."""

    def __init__(self, tick: Callable[[], None], interval_s: float) -> None:
        self._tick = tick
        self._interval_s = interval_s
        self._closed = threading.Event()

    def run(self) -> None:
        """Tick until closed."""
        while not self._closed.wait(self._interval_s):
            try:
                self._tick()
            except Exception:
                log.exception("A tick failed")

    def close(self) -> None:
        """End `run`."""
        self._closed.set()


def _do(job: Job, name: str) -> None:
    try:
        job()
    except Exception:
        log.exception("A job of %s failed", name)
