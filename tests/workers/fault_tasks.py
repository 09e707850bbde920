"""Tasks that fail in every possible way."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from dataset.errors import ImageError

TASKS = {
    name: f"tests.workers.fault_tasks:{name}"
    for name in (
        "echo",
        "note",
        "hold",
        "spin",
        "killed",
        "crashed",
        "greedy",
        "leave",
        "refuse",
        "odd_error",
        "odd_result",
        "surroundings",
    )
} | {
    "unfinished": "tests.workers.no_such_module:task",
    "check_photo": "webapp.tasks.pixels:check_photo",
}


def echo(value: Any) -> Any:
    return value


def note(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


def hold(started: Path, release: Path) -> int:
    """Say that the task has begun, then wait until somebody lets go."""
    started.touch()
    while not release.exists():
        time.sleep(0.002)
    return os.getpid()


def spin(started: Path) -> None:
    started.touch()
    while True:
        pass


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def crashed() -> None:
    os.abort()


def greedy(megabytes: int) -> int:
    return len(bytearray(megabytes << 20))


def leave(status: int) -> None:
    os._exit(status)


def refuse(reason: str) -> None:
    raise ImageError(reason, "damaged")


def odd_error() -> None:
    class Odd(Exception):
        pass

    raise Odd("of a kind nobody else knows")


def odd_result() -> Any:
    return lambda: None


def surroundings() -> dict[str, Any]:
    import cv2

    names = sorted(name for name in os.environ if "TOKEN" in name or "SECRET" in name)
    return {"nice": os.nice(0), "opencv_threads": cv2.getNumThreads(), "secrets": names}
