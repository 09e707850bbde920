"""A process of the server's own that reports in lines.

The lines come through a socket, which waits without stopping the loop in either mode of the server.
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
        ours, theirs = socket.socketpair()
        with log.open("wb") as says:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", module, str(os.getpid()), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=theirs.fileno(),
                stderr=says,
                env=surroundings(os.environ),
                start_new_session=True,  # Ctrl-C in the server's terminal is the server's alone
            )
        theirs.close()
        self._lines = ours

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def lines(self) -> Iterator[bytes]:
        """Yield what it prints, by line, until the process ends."""
        with self._lines, self._lines.makefile("rb") as lines:
            yield from lines

    def stop(self) -> None:
        """Kill the process and its children."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> int:
        """Stop it unless it has ended, release its resources, and return its exit status."""
        self.stop()
        status = self._process.wait()
        self._lines.close()
        return status

    def wait(self) -> int:
        """Wait for its end and return its exit status."""
        for _ in self.lines():
            pass
        # The last line is out before the process is gone; `end` would kill it there.
        status = self._process.wait()
        self._lines.close()
        return status
