"""A worker process, ``python -m webapp.workers.process``: receives tasks, runs them, answers.

It ends when its server does. The end of the stream says so between tasks, on every system; on Linux the kernel also
kills it in the middle of one (``PR_SET_PDEATHSIG``).
"""

from __future__ import annotations

import argparse
import importlib
import pickle
import signal
import time
from collections.abc import Callable, Mapping
from typing import Any

from webapp.workers.cage import enter
from webapp.workers.ends import end_of
from webapp.workers.errors import OutOfMemory
from webapp.workers.limits import is_about_memory, limit_files, limit_memory, processor_time, stand_back
from webapp.workers.messages import READY, Channel
from webapp.workers.parent import die_with


def main() -> None:
    """Serve the parent until it disconnects."""
    options = _options()
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C in a terminal reaches the whole group; the server decides
    die_with(options.parent)
    stand_back(options.nice)
    limit_memory(options.memory)
    limit_files(options.memory)
    tasks = Tasks(options.tasks)
    channel = Channel(end_of(options.channel))
    try:
        channel.send((READY, enter(channel.receive())))
        while True:
            name, arguments, seconds = channel.receive()
            # The first time, libraries are imported and compiled: nobody's image is to blame for that.
            known = name in tasks
            began = time.process_time()
            with processor_time(seconds):
                done, value = _carry_out(tasks, name, arguments)
            _answer(channel, (done, value, time.process_time() - began if known else None))
    except (EOFError, ConnectionError):
        return


class Tasks:
    """The allow-list ``module.TASKS`` (``package.module:function`` by name); each is imported at its first use.

    So a worker is ready at once, and a task whose libraries cannot be imported fails alone.
    """

    def __init__(self, module: str) -> None:
        self._places: dict[str, str] = importlib.import_module(module).TASKS
        self._found: dict[str, Callable[..., Any]] = {}

    def __contains__(self, name: str) -> bool:
        """Return whether the task was run before."""
        return name in self._found

    def __getitem__(self, name: str) -> Callable[..., Any]:
        """Return the function that does the task ``name``."""
        if name not in self._found:
            home, function = self._places[name].split(":")
            self._found[name] = getattr(importlib.import_module(home), function)
        return self._found[name]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--channel", required=True)
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--nice", type=int, default=0)
    parser.add_argument("--memory", type=int, default=0)
    parser.add_argument("--tasks", required=True)
    return parser.parse_args()


def _carry_out(tasks: Tasks, name: str, arguments: Mapping[str, Any]) -> tuple[bool, Any]:
    try:
        return True, tasks[name](**arguments)
    except Exception as error:
        if is_about_memory(error):
            return False, OutOfMemory(f"{name} wanted more memory than a worker may have.")
        return False, _portable(error)


def _answer(channel: Channel, answer: tuple[bool, Any, float | None]) -> None:
    try:
        channel.send(answer)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        channel.send((False, TypeError(f"the result cannot be sent: {error}"), answer[2]))


def _portable(error: Exception) -> Exception:
    try:
        copy = pickle.loads(pickle.dumps(error))
    except Exception:
        copy = None
    return error if type(copy) is type(error) else RuntimeError(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
