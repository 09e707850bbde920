"""The one queue in front of the workers: the most urgent first, and bounded.

A task is refused when as many as the limit wait that are as urgent or more. So jobs can fill the queue for jobs, and a
photo of a running session is still taken.
"""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from webapp.workers.errors import QueueFull, WorkersClosed


class Priority(IntEnum):
    """What goes first."""

    CAPTURE = 0
    AIM = 1
    REST = 2
    JOBS = 3


@dataclass(frozen=True)
class Task:
    """A call to be made in a worker: the task's name, its arguments, and where its result goes."""

    name: str
    arguments: dict[str, Any]
    priority: Priority
    time_limit_s: float
    future: Future[Any] = field(default_factory=Future)


class TaskQueue:
    """Waiting tasks, one lane a priority, first come first served within each."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lanes: dict[Priority, deque[Task]] = {priority: deque() for priority in Priority}
        self._changed = threading.Condition()
        self._closed = False

    def __len__(self) -> int:
        return sum(map(len, self._lanes.values()))

    def put(self, task: Task) -> None:
        """Add a task.

        Raises:
            QueueFull: if the limit is reached.
            WorkersClosed: if the queue is closed.
        """
        with self._changed:
            if self._closed:
                raise WorkersClosed("The server is shutting down.")
            ahead = sum(len(lane) for priority, lane in self._lanes.items() if priority <= task.priority)
            if ahead >= self._limit:
                raise QueueFull(f"{ahead} tasks are waiting already. Try again in a few seconds.")
            self._lanes[task.priority].append(task)
            self._changed.notify()

    def get(self) -> Task | None:
        """Wait for the most urgent task and take it; None once the queue is closed."""
        with self._changed:
            while not self._closed:
                for lane in self._lanes.values():
                    if lane:
                        return lane.popleft()
                self._changed.wait()
            return None

    def close(self) -> list[Task]:
        """Close the queue and return what still waited."""
        with self._changed:
            self._closed = True
            left = [task for lane in self._lanes.values() for task in lane]
            for lane in self._lanes.values():
                lane.clear()
            self._changed.notify_all()
            return left
