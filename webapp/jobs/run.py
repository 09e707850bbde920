"""The server's side of a running job: its process, and the lines that come from it.

The lines come through a socket, which waits without stopping the loop in either mode of the server.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from webapp.jobs.job import Failure, JobProgress, ProgressLine
from webapp.workers.limits import surroundings

NICE = 15
"""A job gets what capture, aiming and requests leave over."""


class CommandRun:
    """One run of a command of ``chexphoto`` at low priority, from start to end of its process.

    Args:
        arguments: The command and its options.
        log: File for its error output.
    """

    def __init__(self, arguments: Sequence[str], log: Path) -> None:
        ours, theirs = socket.socketpair()
        command = [
            sys.executable,
            "-P",
            "-m",
            "webapp.cli.job_process",
            str(os.getpid()),
            str(NICE),
            *arguments,
        ]
        with log.open("wb") as says:
            self._process = subprocess.Popen(
                command,
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
        """Kill the process and its children: an image is written atomically."""
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


class JobRun(CommandRun):
    """One run of a job.

    Args:
        options: Of ``chexphoto synthesize``.
        log: File for what it says besides progress.
    """

    def __init__(self, options: Sequence[str], log: Path) -> None:
        super().__init__(["synthesize", "--progress-json", *options], log)

    def reports(self) -> Iterator[tuple[JobProgress, list[Failure], bool]]:
        """Yield progress, new failures, and whether all is done, until the process ends."""
        return (_report(json.loads(line)) for line in self.lines())


def _report(line: ProgressLine) -> tuple[JobProgress, list[Failure], bool]:
    failures = [Failure(**failure) for failure in line["failures"]]
    progress = JobProgress(  # without what a run waits for: of a cluster, which jobs have none of
        line["made"], line["there"], line["failed"], line["total"], line["rate"], line["seconds_left"]
    )
    return progress, failures, line["done"]
