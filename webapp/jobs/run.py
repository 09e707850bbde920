"""The server's side of a running job: its process, and the lines that come from it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from webapp.jobs.job import Failure, JobProgress, ProgressLine
from webapp.workers.line_process import LineProcess

NICE = 15
"""A job gets what capture, aiming and requests leave over."""


class CommandRun(LineProcess):
    """One run of a command of ``chexphoto`` at low priority, from start to end of its process.

    It may be stopped at any time: what it makes is written atomically.

    Args:
        arguments: The command and its options.
        log: File for its error output.
    """

    def __init__(self, arguments: Sequence[str], log: Path) -> None:
        super().__init__("webapp.cli.job_process", [str(NICE), *arguments], log)


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
