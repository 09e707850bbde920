"""Tasks that try what a decoder taken over by an image would: each returns what came of it."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

ATTEMPTS = (
    "network",
    "local_socket",
    "program",
    "fork",
    "signal_parent",
    "look_into_parent",
    "give_away",
    "namespace",
)
NAMES = ("attempt", "read", "read_all", "write", "thread", "abort")
TASKS = {name: f"tests.workers.escape_tasks:{name}" for name in NAMES}


def attempt(name: str, folder: Path) -> str:
    """Try to get out in one of the ways that `ATTEMPTS` names."""
    return _outcome(lambda: globals()[f"_{name}"](folder))


def read(path: Path) -> str:
    return _outcome(path.read_bytes)


def read_all(paths: list[str]) -> list[str]:
    """As `read`; what is given as text is not admitted."""
    return [read(Path(path)) for path in paths]


def write(path: Path) -> str:
    return _outcome(lambda: path.write_bytes(b"written"))


def thread() -> int:
    found: list[int] = []
    worker = threading.Thread(target=lambda: found.append(7))
    worker.start()
    worker.join()
    return found[0]


def abort() -> None:
    os.abort()


def _outcome(act: Callable[[], Any]) -> str:
    try:
        act()
    except OSError as error:
        return type(error).__name__
    return "done"


def _network(_: Path) -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def _local_socket(_: Path) -> None:
    socket.socketpair()


def _program(_: Path) -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


def _fork(_: Path) -> None:
    if os.fork() == 0:
        os._exit(0)


def _signal_parent(_: Path) -> None:
    os.kill(os.getppid(), signal.SIGTERM)


def _look_into_parent(_: Path) -> None:
    Path(f"/proc/{os.getppid()}/environ").read_bytes()


def _give_away(folder: Path) -> None:
    folder.chmod(0o777)


def _namespace(_: Path) -> None:
    if ctypes.CDLL(None, use_errno=True).unshare(0x10000000):
        raise OSError(ctypes.get_errno(), "unshare")
