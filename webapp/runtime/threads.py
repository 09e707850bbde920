"""The server's background threads (green ones under eventlet), and a queue that they work on."""

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
    """Starts threads that end with the process, and asks them to end earlier."""

    def __init__(self) -> None:
        self._closers: list[Callable[[], None]] = []
        self._threads: list[threading.Thread] = []

    def start(self, name: str, run: Callable[[], None], close: Callable[[], None]) -> None:
        """Run ``run`` in a thread of its own until ``close`` was called."""
        thread = threading.Thread(target=run, name=name, daemon=True)
        self._threads.append(thread)
        self._closers.append(close)
        thread.start()

    def spawn(self, name: str, run: Callable[[], None]) -> None:
        """Run ``run`` in a thread of its own that somebody else ends."""
        threading.Thread(target=run, name=name, daemon=True).start()

    def on_close(self, close: Callable[[], None]) -> None:
        """Call something when the threads are asked to end."""
        self._closers.append(close)

    def later(self, delay_s: float, call: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        """Call something once, a while from now."""
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
    """Jobs done in order by a few threads; a job that fails is logged and the next one done."""

    def __init__(self, name: str, threads: Threads, workers: int = 1) -> None:
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._name = name
        for number in range(workers):
            threads.start(f"{name}-{number}", self._run, lambda: self._jobs.put(None))

    def put(self, job: Job) -> None:
        """Have ``job`` done."""
        self._jobs.put(job)

    def waiting(self) -> int:
        """Return how many jobs wait."""
        return self._jobs.qsize()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            _do(job, self._name)


@dataclass
class _Line:
    """One sender's jobs that wait, and how many threads do them."""

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
        """Have ``job`` done; once closed, nothing is done any more."""
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
        """Forget what waits, and wait for what is under way."""
        with self._changed:
            self._closed = True
            for line in self._lines.values():
                line.jobs.clear()
            self._changed.wait_for(lambda: not self._lines, timeout_s)

    def _run(self, sender: str) -> None:
        while (job := self._next(sender)) is not None:
            _do(job, self._name)

    def _next(self, sender: str) -> Job | None:
        """Return the sender's next job; None, and one thread less, if there is none."""
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
    """Calls something about once a second."""

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
