"""The queue before the workers: by priority, senders in turn, bounded.

A task is refused when as many as the limit wait that are as urgent or more. So jobs can fill the queue for jobs, and a
photo of a running session is still taken.

No party ever has all workers while photos of another are about: a session's photos leave one worker to other sessions,
and all that is no capture leaves one to capture. However long an image takes, the next photo of somebody else does not
wait for it.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import IntEnum
from time import monotonic
from typing import Any

from webapp.workers.blame import Image
from webapp.workers.errors import QueueFull, WorkersClosed

ABOUT_S = 60.0
"""So long after its last photo a session is still reckoned with."""
LOOK_AGAIN_S = 1.0


class Priority(IntEnum):
    """Priorities of tasks."""

    CAPTURE = 0
    AIM = 1
    REST = 2
    JOBS = 3


@dataclass(frozen=True)
class Task:
    """A call to be made in a worker.

    Attributes:
        name: The task's name.
        arguments: What it is called with.
        priority: How urgent it is.
        time_limit_s: Processor time it may take, in s.
        sender: Who caused it, ``party/device``; senders of one priority take turns.
        image: What it is about (see `webapp.workers.blame`); empty if that is no image.
        future: Where its result goes.
    """

    name: str
    arguments: dict[str, Any]  # each task has arguments of its own
    priority: Priority
    time_limit_s: float
    sender: str = ""
    image: Image = ""
    future: Future[Any] = field(default_factory=Future)

    @property
    def party(self) -> str:
        """The key of fair sharing: a session's photos, or everything else."""
        return self.sender.partition("/")[0] if self.priority is Priority.CAPTURE else ""


class TaskLane:
    """Queued tasks of one priority: senders in turn, each one's tasks in order."""

    def __init__(self) -> None:
        self._senders: OrderedDict[str, deque[Task]] = OrderedDict()

    def __len__(self) -> int:
        return sum(map(len, self._senders.values()))

    def put(self, task: Task) -> None:
        """Add a task."""
        self._senders.setdefault(task.sender, deque()).append(task)

    def take(self, may_begin: Callable[[Task], bool]) -> Task | None:
        """Remove the next task that may start; its sender goes to the end."""
        sender = next((name for name, tasks in self._senders.items() if may_begin(tasks[0])), None)
        if sender is None:
            return None
        tasks = self._senders.pop(sender)
        task = tasks.popleft()
        if tasks:
            self._senders[sender] = tasks
        return task

    def clear(self) -> list[Task]:
        """Remove all tasks."""
        left = [task for tasks in self._senders.values() for task in tasks]
        self._senders.clear()
        return left


class TaskQueue:
    """Queued tasks, one lane per priority.

    Args:
        limit: How many may wait.
        workers: How many processes take tasks.
        clock: Seconds that never go back.
    """

    def __init__(self, limit: int, workers: int = 1, clock: Callable[[], float] = monotonic) -> None:
        self._limit = limit
        self._workers = workers
        self._clock = clock
        self._lanes: dict[Priority, TaskLane] = {priority: TaskLane() for priority in Priority}
        self._under_way: Counter[str] = Counter()
        self._seen: dict[str, float] = {}
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
            self._lanes[task.priority].put(task)
            self._note(task.party)
            self._changed.notify()

    def get(self) -> Task | None:
        """Wait for the most urgent task that may start and remove it; None once the queue is closed."""
        with self._changed:
            while not self._closed:
                for lane in self._lanes.values():
                    if task := lane.take(self._may_begin):
                        self._under_way[task.party] += 1
                        return task
                # A party's turn may come with time alone, when nothing has been heard of the others.
                self._changed.wait(LOOK_AGAIN_S if len(self) else None)
            return None

    def done(self, task: Task) -> None:
        """Record that a running task has ended."""
        with self._changed:
            self._under_way[task.party] -= 1
            self._note(task.party)
            self._changed.notify_all()

    def close(self) -> list[Task]:
        """Close the queue and return the tasks left."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            return [task for lane in self._lanes.values() for task in lane.clear()]

    def _note(self, party: str) -> None:
        now = self._clock()
        self._seen = {name: at for name, at in self._seen.items() if at > now - ABOUT_S} | {party: now}

    def _may_begin(self, task: Task) -> bool:
        if self._under_way[task.party] < self._workers - 1 or self._workers == 1:
            return True
        since = self._clock() - ABOUT_S
        # Pages and jobs, the party without a name, are nobody that capture has to wait for.
        return not any(party not in ("", task.party) and at > since for party, at in self._seen.items())
