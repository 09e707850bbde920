"""The server's client of the workers: waiting, retries, and the classification of failures.

What a task itself raises reaches the caller as it is. What else can happen to it becomes one of these:

| what happened | what the caller gets |
| --- | --- |
| too many tasks wait, or no worker can be started | `ApiError` 503 ``server_busy``; or it is asked again till done |
| the worker ended, or the task took too long | after ``tries``: `WorkerEnded`, of an image `ImageEnded` |
| the server is shutting down | `WorkersClosed` |
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, Literal

from dataset.errors import ImageError
from webapp.errors import ApiError
from webapp.workers.errors import WorkerEnded, WorkersBusy, WorkerTimeout
from webapp.workers.queue import Priority

log = logging.getLogger(__name__)
OnBusy = Literal["raise", "wait"]
BUSY_WAIT_S = 0.5
RETRY_AFTER_S = 3


class ImageEnded(ImageError):
    """The image killed its worker, or took too long; ``code`` is then ``too_slow``."""

    def __init__(self, error: WorkerEnded) -> None:
        super().__init__(error.reason, "too_slow" if isinstance(error, WorkerTimeout) else "unreadable")


class WorkerClient:
    """Asks the workers.

    Args:
        run: `WorkerPool.run`, or what stands in for it.
        wait: How to let time pass while the workers are busy.
    """

    def __init__(self, run: Callable[..., Any], wait: Callable[[float], object] = time.sleep) -> None:
        self._run = run
        self._wait = wait

    def run(
        self, task: str, priority: Priority, on_busy: OnBusy = "raise", tries: int = 1, **arguments: Any
    ) -> Any:
        """Run a task and wait for its result.

        Args:
            task: Its name in the list of tasks.
            priority: How urgent it is.
            on_busy: Whether to give up or to wait while the workers cannot take it.
            tries: How often to try if its worker ends; once only where the task is to blame.
            **arguments: What `WorkerPool.run` takes besides, and what the task is called with.

        Raises:
            Exception: What the task raised.
            ApiError: ``server_busy``.
            WorkerEnded: The worker ended, or the task took too long.
            WorkersClosed: The server is shutting down.
        """
        while True:
            try:
                return self._when_taken(task, on_busy, priority=priority, **arguments)
            except WorkerEnded as error:
                tries -= 1
                if tries <= 0 or error.by_input:
                    raise

    def run_on_image(
        self, task: str, priority: Priority, on_busy: OnBusy = "raise", tries: int = 1, **arguments: Any
    ) -> Any:
        """Run a task about one image; as `run`, except for the meaning of a worker's end.

        Raises:
            ImageError: The image cannot be used: the task says so, or its worker ended (`ImageEnded`).
        """
        try:
            return self.run(task, priority, on_busy, tries, **arguments)
        except WorkerEnded as error:
            raise ImageEnded(error) from error

    def _when_taken(self, task: str, on_busy: OnBusy, **arguments: Any) -> Any:
        told = False
        while True:
            try:
                return self._run(task, **arguments)
            except WorkersBusy as error:
                if on_busy == "raise":
                    raise ApiError("server_busy", retry_after=RETRY_AFTER_S) from error
                if not told:
                    log.warning("%s has to wait: %s", task, error)
                told = True
                self._wait(BUSY_WAIT_S)
