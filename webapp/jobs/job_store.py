"""Storage of jobs, each with its output in a folder of its own, ``exports/<job>/``.

The folder is the job: what is known of it lies beside what it made, so that deleting or moving the one takes the other
along, and nothing has to be put right afterwards.
"""

from __future__ import annotations

import csv
import json
import logging
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from dataset.files import write_atomically
from webapp.jobs.job import Failure, Job, job_from_json

log = logging.getLogger(__name__)
RECORD, FAILURES, LOG = "job.json", "failures.csv", "log.txt"


class JobStore:
    """The folder of jobs.  Every method blocks.

    Args:
        folder: ``exports/`` under the data root; other things may lie there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folder(self, job: str) -> Path:
        """Return the folder of a job; the data set that it makes is a folder in it."""
        return self._folder / job

    def log(self, job: str) -> Path:
        """Return the file for the output of the job's process."""
        return self.folder(job) / LOG

    def failures(self, job: str) -> Path:
        """Return the file of all failures of a job's latest run, a CSV."""
        return self.folder(job) / FAILURES

    def keep(self, job: Job) -> None:
        """Write a job's record."""
        write_atomically(self.folder(job.id) / RECORD, json.dumps(job.to_json(), indent=1))

    def all(self) -> list[Job]:
        """Return every job, oldest first; an unreadable one is omitted and logged."""
        jobs = []
        for record in self._folder.glob(f"*/{RECORD}"):
            try:
                jobs.append(job_from_json(json.loads(record.read_text(encoding="utf-8"))))
            except (OSError, ValueError, KeyError, TypeError):
                log.warning("%s is no job of this version and left alone", record)
        return sorted(jobs, key=lambda job: job.created_at)

    def begin_failures(self, job: str) -> None:
        """Start a new list of failures."""
        self.failures(job).write_text("Index,Path,Reason\n", encoding="utf-8")

    def add_failures(self, job: str, failures: Iterable[Failure]) -> None:
        """Append to the list of failures."""
        with self.failures(job).open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(
                (failure.row, failure.path, failure.reason) for failure in failures
            )

    def some_failures(self, job: str, most: int) -> list[Failure]:
        """Return the first failures of a job."""
        try:
            with self.failures(job).open(encoding="utf-8", newline="") as file:
                rows = csv.reader(file)
                next(rows, None)
                return [Failure(int(row), path, reason) for row, path, reason in islice(rows, most)]
        except FileNotFoundError:
            return []

    def said(self, job: str) -> str:
        """Return the error output of a job's process."""
        try:
            text = self.log(job).read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        return text.rpartition("Error: ")[2].strip()
