"""A process of the server's own that reports in lines.

The lines come through a socket, which waits without stopping the loop in either mode of the server. Windows gives
processes no sockets: there they come through a pipe, and each request has a thread that may wait.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import psutil

from webapp.workers.ends import INHERITS
from webapp.workers.limits import surroundings


class LineProcess:
    """One run of a module, from start to end of its process.

    The module's first argument is this process's id, so that it can end with it (`webapp.workers.parent`).

    Args:
        module: What is run, as ``python -m`` takes it.
        arguments: Its further arguments.
        log: File for what it says besides lines.
    """

    def __init__(self, module: str, arguments: Sequence[str], log: Path) -> None:
        self._end: socket.socket | IO[bytes]
        command = [sys.executable, "-P", "-m", module, str(os.getpid()), *arguments]
        with log.open("wb") as says:
            self._process, self._end = _by_socket(command, says) if INHERITS else _by_pipe(command, says)

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def lines(self) -> Iterator[bytes]:
        """Yield what it prints, by line, until the process ends."""
        with self._end as end, end.makefile("rb") if isinstance(end, socket.socket) else end as lines:
            yield from lines

    def stop(self) -> None:
        """Kill the process and its children."""
        if self._process.poll() is None:
            kill_all(self._process.pid)

    def end(self) -> int:
        """Stop it unless it has ended, release its resources, and return its exit status."""
        self.stop()
        status = self._process.wait()
        self._end.close()
        return status

    def wait(self) -> int:
        """Wait for its end and return its exit status."""
        for _ in self.lines():
            pass
        # The last line is out before the process is gone; `end` would kill it there.
        status = self._process.wait()
        self._end.close()
        return status


def _by_socket(command: Sequence[str], says: IO[bytes]) -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=theirs.fileno(),
            stderr=says,
            env=surroundings(os.environ),
            start_new_session=True,  # Ctrl-C in the server's terminal is the server's alone
        )
    return process, ours


def _by_pipe(command: Sequence[str], says: IO[bytes]) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=says,
        env=surroundings(os.environ),
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # as above
    )
    assert process.stdout is not None
    return process, process.stdout


def kill_all(pid: int) -> None:
    """Kill the process that leads a group, and all others of the group; in Windows, it and its descendants."""
    with suppress(ProcessLookupError, psutil.NoSuchProcess):
        if hasattr(os, "killpg"):
            os.killpg(pid, signal.SIGKILL)
            return
        process = psutil.Process(pid)
        for one in (*process.children(recursive=True), process):
            one.kill()
