"""Failures between a task and its result, other than the task's own exceptions."""

from __future__ import annotations

from capture.errors import CodedError


class WorkerError(CodedError):
    """A task that was not carried out. ``code`` is for programs, ``message`` for the log.

    Attributes:
        reason: What to tell whoever sent the image, the end of a sentence.
        by_input: The image is to blame: the same would befall the next worker.
    """

    code = "worker_failed"
    reason = "it could not be decoded"
    by_input = False

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class WorkersBusy(WorkerError):
    """The workers cannot accept the task now, whatever the task. Try again later."""

    code = "server_busy"


class QueueFull(WorkersBusy):
    """Too many tasks are queued."""


class WorkerNotReady(WorkersBusy):
    """No process could be started."""


class WorkerEnded(WorkerError):
    """The worker did not finish the task."""


class WorkerDied(WorkerEnded):
    """The process ended during the task, for whatever reason (killed, out of memory)."""

    code = "worker_died"
    reason = "the process that decoded it was ended by the system"


class WorkerCrashed(WorkerDied):
    """A library aborted on the task's image and ended the process."""

    code = "worker_crashed"
    reason = "the decoder crashes on it; it is damaged"
    by_input = True


class OutOfMemory(WorkerDied):
    """The task exceeded the worker's memory limit."""

    code = "needs_too_much_memory"
    reason = "it needs too much memory to decode"
    by_input = True


class WorkerTimeout(WorkerEnded):
    """The task was killed because it exceeded its time limit."""

    code = "worker_timeout"
    reason = "it takes too long to decode"


class TooMuchWork(WorkerTimeout):
    """The task exceeded its limit of processor time, however busy the machine was."""

    by_input = True


class WorkersClosed(WorkerError):
    """The server is shutting down; the task was not carried out."""

    code = "server_closing"
