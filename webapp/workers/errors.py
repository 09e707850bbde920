"""What can go wrong between a task and its result, apart from what the task itself raises."""

from __future__ import annotations


class WorkerError(Exception):
    """A task was not carried out. ``code`` is for programs, ``message`` for people."""

    code = "worker_failed"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class QueueFull(WorkerError):
    """Too many tasks wait already; the task was not taken. Try again later."""

    code = "server_busy"


class WorkerDied(WorkerError):
    """The process ended while it worked on the task (out of memory, a crash in a library, killed)."""

    code = "worker_died"


class WorkerNotReady(WorkerDied):
    """No process could be started; this says nothing about the task."""

    code = "workers_unavailable"


class WorkerTimeout(WorkerError):
    """The task was ended because it took longer than its time limit."""

    code = "worker_timeout"


class WorkersClosed(WorkerError):
    """The server is shutting down; the task was not carried out."""

    code = "server_closing"
