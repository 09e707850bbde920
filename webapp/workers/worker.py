"""The server's side of one worker process: start it, run tasks, end it."""

from __future__ import annotations

import os
import sys
from typing import Any

from dataset.system.endings import is_crash, is_out_of_time
from webapp.workers.cage import FileRules, Protection
from webapp.workers.ends import start_with_end
from webapp.workers.errors import (
    TooMuchWork,
    WorkerCrashed,
    WorkerDied,
    WorkerError,
    WorkerNotReady,
    WorkerTimeout,
)
from webapp.workers.limits import surroundings
from webapp.workers.messages import READY, Channel
from webapp.workers.queue import Task

START_LIMIT_S = 60.0
WALL, WALL_S = 4, 20.0
"""A task may take so many times its processor time, and so many s more, by the clock: others want the cores too."""


class Worker:
    """One process. Used by one thread at a time."""

    def __init__(self, tasks: str, nice: int, memory_mb: int = 0, rules: FileRules | None = None) -> None:
        """Start the process and wait until it is ready.

        Args:
            tasks: The module whose ``TASKS`` lists what it may do.
            nice: How far it stands back for others.
            memory_mb: The most memory it may have, in MB; 0 sets no limit.
            rules: The files that it may use; None leaves files open.

        Raises:
            WorkerNotReady: if it does not become ready.
        """
        command = [sys.executable, "-P", "-m", "webapp.workers.process", "--parent", str(os.getpid())]
        command += ["--nice", str(nice), "--tasks", tasks, "--memory", str(memory_mb)]
        self._process, end = start_with_end(command, surroundings(os.environ))
        self._channel = Channel(end)
        self.rules = rules
        self.protection = self._enclosed()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Return whether the process is running."""
        return self._process.poll() is None

    def carry_out(self, task: Task) -> tuple[bool, Any, float | None]:
        """Return (True, result) of a task, or (False, its exception), and the processor time used.

        That is None where it says nothing: the first time that a process does a task.

        Raises:
            WorkerDied: if the process ended meanwhile.
            WorkerTimeout: if the time limit was exceeded; the process has been ended.
        """
        wall = task.time_limit_s * WALL + WALL_S
        try:
            self._channel.send((task.name, task.arguments, task.time_limit_s), wall)
            answer: tuple[bool, Any, float | None] = self._channel.receive(wall)
        except TimeoutError:
            self.end()
            raise WorkerTimeout(f"{task.name} took longer than {wall:g} s in all and was ended.") from None
        except (EOFError, ConnectionError):
            raise self._why_it_ended(task) from None
        return answer

    def kill(self) -> None:
        """Kill the process at once, whatever it is doing; a waiting caller sees that it died."""
        self._process.kill()

    def end(self) -> None:
        """Kill the process at once and release its resources."""
        self.kill()
        self._process.wait()
        self._channel.close()

    def _enclosed(self) -> Protection:
        """Have the process enter its cage; return what holds it there."""
        try:
            self._channel.send(self.rules, START_LIMIT_S)
            word, protection = self._channel.receive(START_LIMIT_S)
            if word == READY:
                return Protection(*protection)
        except (TimeoutError, EOFError, ConnectionError):
            pass
        how = self._how_it_ended()
        raise WorkerNotReady(
            f"A worker process could not be started: it {how}. The server's log may say why."
        )

    def _how_it_ended(self) -> str:
        self.end()
        status = self._process.returncode
        return f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"

    def _why_it_ended(self, task: Task) -> WorkerError:
        message = f"The process that did {task.name} {self._how_it_ended()}."
        status = self._process.returncode
        if is_out_of_time(status):
            return TooMuchWork(f"{task.name} took longer than {task.time_limit_s:g} s and was ended.")
        return WorkerCrashed(message) if is_crash(status) else WorkerDied(message)
