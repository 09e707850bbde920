"""The thread of one worker process: feeds it from the queue, and replaces it when it has died or been killed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from webapp.workers.blame import BlamedImages
from webapp.workers.cage import Enclosure, FileRules, Protection
from webapp.workers.errors import WorkerError, WorkersClosed
from webapp.workers.queue import Task, TaskQueue
from webapp.workers.strikes import Strikes
from webapp.workers.worker import Worker

log = logging.getLogger(__name__)


class Driver:
    """A loop that takes a task, runs it and settles its future, until the queue is closed."""

    def __init__(
        self,
        queue: TaskQueue,
        start: Callable[[FileRules | None], Worker],
        strikes: Strikes,
        blamed: BlamedImages,
        enclosure: Enclosure,
    ) -> None:
        self._queue = queue
        self._enclosure = enclosure
        self._start = start
        self._strikes = strikes
        self._blamed = blamed
        self._worker: Worker | None = None
        self._closing = False

    @property
    def pid(self) -> int | None:
        """The id of the process, None while there is none."""
        worker = self._worker
        return worker.pid if worker is not None and worker.is_alive() else None

    @property
    def protection(self) -> Protection | None:
        """The means that hold the process, None while there is none."""
        return None if self._worker is None else self._worker.protection

    def run(self) -> None:
        """Work until the queue is closed."""
        try:
            self._make_ready()
            while (task := self._queue.get()) is not None:
                try:
                    if task.future.set_running_or_notify_cancel():
                        self._settle(task)
                finally:
                    self._queue.done(task)
                self._make_ready()
        finally:
            if self._worker is not None:
                self._worker.end()

    def close(self) -> None:
        """Kill the process at once, from another thread; `run` then returns."""
        self._closing = True
        worker = self._worker
        if worker is not None:
            worker.kill()

    def _settle(self, task: Task) -> None:
        done, value = self._attempt(task)
        if done:
            task.future.set_result(value)
        elif self._closing:
            task.future.set_exception(WorkersClosed("The server is shutting down."))
        else:
            if isinstance(value, WorkerError):
                self._strikes.note(task.sender, value)
                if value.by_input:
                    self._blamed.note(task.name, task.image, value)
            task.future.set_exception(value)

    def _attempt(self, task: Task) -> tuple[bool, Any]:
        # It may have waited while the same bytes ended another worker.
        if known := self._blamed.against(task.name, task.image):
            return False, known
        try:
            self._enclosure.admit(task.arguments)
            done, value, seconds = self._ready_worker().carry_out(task)
            if task.sender and seconds is not None and self._strikes.weigh(task.sender, seconds):
                log.warning(
                    "%s of %s took %.1f s, several times an ordinary one.", task.name, task.sender, seconds
                )
            return done, value
        except WorkerError as error:
            if not self._closing:
                log.warning("%s", error)
            return False, error
        except Exception as error:  # an argument or a result that cannot be sent
            return False, error

    def _make_ready(self) -> None:
        # Ahead of the next task, which shall not wait for a process to start; one that cannot start fails that task.
        try:
            self._ready_worker()
        except WorkerError as error:
            if not self._closing:
                log.error("%s", error)

    def _ready_worker(self) -> Worker:
        if self._closing:
            raise WorkersClosed("The server is shutting down.")
        if self._worker is not None and not self._is_usable(self._worker):
            self._worker.end()
            self._worker = None
        if self._worker is None:
            self._worker = self._start(self._enclosure.rules)
        return self._worker

    def _is_usable(self, worker: Worker) -> bool:
        # Nothing can open a cage further: what came after it needs another process.
        return worker.is_alive() and worker.rules is self._enclosure.rules
