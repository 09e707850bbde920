"""The worker pool: one queue, and one thread per process that feeds it and waits for its answers.

The threads are real ones or, after eventlet's monkey patch, green ones; nothing here knows which. A caller that waits
for a result blocks itself alone, but it must not be in a real thread of its own (eventlet's ``tpool``).
"""

from __future__ import annotations

import importlib
import threading
from concurrent.futures import Future
from functools import partial
from typing import Any

from webapp.workers.blame import BlamedImages, Image
from webapp.workers.cage import Enclosure, GuardedFiles, Protection
from webapp.workers.driver import Driver
from webapp.workers.errors import WorkersClosed
from webapp.workers.queue import Priority, Task, TaskQueue
from webapp.workers.strikes import COSTLY_S, Strikes
from webapp.workers.worker import Worker

CLOSE_LIMIT_S = 5.0


class WorkerPool:
    """A pool of worker processes; a process that dies or overruns is replaced.

    Args:
        workers: How many processes.
        time_limit_s: Processor time for a task, where its caller sets no other.
        queue_limit: How many tasks may wait (see `webapp.workers.queue`).
        nice: How far the processes stand back for the server.
        memory_mb: The most memory that each may have, in MB; 0 sets no limit.
        tasks: The module whose ``TASKS`` lists what they may do.
        costly_s: Processor time of a photo that is no strike (see `webapp.workers.strikes`).
        files: The files that tasks need (see `webapp.workers.cage`); None leaves files open.
    """

    def __init__(
        self,
        workers: int = 2,
        *,
        time_limit_s: float = 30.0,
        queue_limit: int = 512,
        nice: int = 0,
        memory_mb: int = 0,
        tasks: str = "webapp.tasks",
        costly_s: float = COSTLY_S,
        files: GuardedFiles | None = None,
    ) -> None:
        self._tasks = tasks
        self._known = frozenset(importlib.import_module(tasks).TASKS)
        self._time_limit_s = time_limit_s
        self._queue = TaskQueue(queue_limit, workers)
        self._strikes, self._blamed = Strikes(costly_s=costly_s), BlamedImages()
        enclosure = Enclosure(files)
        self._drivers = [
            Driver(
                self._queue, partial(Worker, tasks, nice, memory_mb), self._strikes, self._blamed, enclosure
            )
            for _ in range(workers)
        ]
        self._threads = [
            threading.Thread(target=driver.run, name=f"worker-{number}", daemon=True)
            for number, driver in enumerate(self._drivers)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def backlog(self) -> int:
        """Number of queued tasks, without running ones."""
        return len(self._queue)

    @property
    def protection(self) -> Protection | None:
        """The means that hold the workers, None before the first is ready."""
        return next((held for driver in self._drivers if (held := driver.protection)), None)

    @property
    def pids(self) -> list[int]:
        """Ids of the processes that are ready or at work."""
        return [pid for driver in self._drivers if (pid := driver.pid) is not None]

    def submit(
        self,
        task: str,
        /,
        *,
        priority: Priority = Priority.REST,
        time_limit_s: float | None = None,
        sender: str = "",
        image: Image = "",
        **arguments: Any,
    ) -> Future[Any]:
        """Submit a task and return its future.

        ``cancel()`` takes it out of the queue as long as it has not begun.

        Args:
            task: Its name in the list of tasks.
            priority: How urgent it is.
            time_limit_s: Processor time it may take.
            sender: Who caused it, ``party/device`` (see `webapp.workers.queue`); one who is struck out goes last.
            image: The image it is about; bytes that ended a worker before are refused at once.
            **arguments: What the task is called with; large data travel better as files.

        Raises:
            ValueError: if there is no such task.
            QueueFull: if too many wait already.
            WorkersClosed: if the pool is closed.
        """
        if task not in self._known:
            raise ValueError(f"{task!r} is not a task; {self._tasks} lists them")
        if self._strikes.is_out(sender):
            priority = Priority.JOBS
        limit = time_limit_s or self._time_limit_s
        waiting = Task(task, arguments, priority, limit, sender, image)
        known = self._blamed.against(task, image)
        if known is not None:
            waiting.future.set_exception(known)
        else:
            self._queue.put(waiting)
        return waiting.future

    def run(
        self,
        task: str,
        /,
        *,
        priority: Priority = Priority.REST,
        time_limit_s: float | None = None,
        sender: str = "",
        image: Image = "",
        **arguments: Any,
    ) -> Any:
        """Run a task and wait for its result.

        Raises:
            Exception: what the task raised.
            WorkerError: if it was not carried out (`WorkerDied`, `WorkerTimeout`, `QueueFull`).
        """
        future = self.submit(
            task, priority=priority, time_limit_s=time_limit_s, sender=sender, image=image, **arguments
        )
        try:
            return future.result()
        finally:
            future.cancel()  # the caller may have been interrupted; nobody waits for it then

    def close(self) -> None:
        """Kill every process; unfinished tasks fail with `WorkersClosed`."""
        for driver in self._drivers:
            driver.close()
        for task in self._queue.close():
            # False where its caller has cancelled it, and then it must not be settled.
            if task.future.set_running_or_notify_cancel():
                task.future.set_exception(WorkersClosed("The server is shutting down."))
        for thread in self._threads:
            thread.join(CLOSE_LIMIT_S)
