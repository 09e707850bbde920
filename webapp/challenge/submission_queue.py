"""Submissions wait for their turn and are run one at a time.

One that ran when the server ended is run again at the next start; the second time, it is told as failed.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from capture.storage.challenges import SubmissionRow
from webapp.challenge.runs.order import EndReport, ProgressReport, RunOrder
from webapp.challenge.runs.reasons import SERVER_ENDED
from webapp.challenge.withheld.folder import ChallengeFolder
from webapp.offload import Offload
from webapp.runtime.clock import Clock
from webapp.runtime.threads import WorkQueue
from webapp.storage.session_store import SessionStore
from webapp.workers.line_process import LineProcess

log = logging.getLogger(__name__)
MOST_RUNS = 2
MODULE = "webapp.challenge.runs.process"
CRASHED = "Something went wrong in the server. Submit it again."


@dataclass(frozen=True, slots=True)
class Surrounding:
    """Part of its challenge's service that the queue needs.

    Attributes:
        folder: Returns a challenge's folder.
        order: Returns the order for a run.
        tell: Called with a submission and its progress whenever either has changed.
    """

    folder: Callable[[str], ChallengeFolder]
    order: Callable[[SubmissionRow, int], RunOrder]
    tell: Callable[[SubmissionRow], None]


class SubmissionQueue:
    """The queue of all challenges' submissions."""

    def __init__(
        self, store: SessionStore, clock: Clock, queue: WorkQueue, offload: Offload, around: Surrounding
    ) -> None:
        self._store = store
        self._clock = clock
        self._queue = queue
        self._offload = offload
        self._around = around
        self._mutex = threading.Lock()
        self._waiting: list[str] = []
        self._progress: tuple[str, ProgressReport] | None = None
        self._process: LineProcess | None = None
        self._number = 0
        self._closed = False

    def open(self) -> None:
        """Queue what waited or ran when the server ended."""
        for row in self._store(lambda storage: storage.challenges.submissions()):
            if row.state == "running" and row.runs >= MOST_RUNS:
                self._end(row, "server_ended", SERVER_ENDED)
            elif row.state in ("waiting", "running"):
                self.add(replace(row, state="waiting"))

    def close(self) -> None:
        """Stop what runs; it stays marked as running, so that the next start runs it again."""
        with self._mutex:
            self._closed = True
            if self._process is not None:
                self._process.stop()

    def add(self, row: SubmissionRow) -> None:
        """Queue a submission."""
        with self._mutex:
            self._waiting.append(row.id)
        self._queue.put(lambda: self._take_turn(row.id))
        self._around.tell(row)

    def ahead(self, submission: str) -> int:
        """Return how many are before it."""
        with self._mutex:
            running = self._progress is not None
            return self._waiting.index(submission) + running if submission in self._waiting else 0

    def progress(self, submission: str) -> ProgressReport | None:
        """Return how far a running submission is."""
        with self._mutex:
            return self._progress[1] if self._progress and self._progress[0] == submission else None

    def _take_turn(self, submission: str) -> None:
        row = self._store(lambda storage: storage.challenges.submission(submission))
        with self._mutex:
            self._waiting.remove(submission)
            if self._closed or row is None:
                return
        row = replace(row, state="running", runs=row.runs + 1, started_at=self._clock.now())
        self._keep(row)
        try:
            end = self._follow(row)
        except Exception:
            log.exception("Submission %s could not be run", submission)
            end = None
        finally:
            with self._mutex:
                self._progress = None
        if self._has_closed():
            return
        if end is None:
            self._end(row, "internal", CRASHED)
        else:
            self._end(row, end["code"], end["message"], end)

    def _has_closed(self) -> bool:
        with self._mutex:
            return self._closed

    def _follow(self, row: SubmissionRow) -> EndReport | None:
        folder = self._around.folder(row.challenge)
        self._number += 1
        order, order_file = self._around.order(row, self._number), folder.path / f"{row.id}.json"
        said = folder.path / "last-run.log"
        self._offload(folder.make)
        self._offload(order.write, order_file)
        with self._mutex:
            if self._closed:
                return None
            self._process = process = LineProcess(MODULE, [str(order_file)], said)
        end: EndReport | None = None
        try:
            for report in map(json.loads, process.lines()):
                if "code" in report:
                    end = report
                else:
                    self._note(row, report)
        finally:
            with self._mutex:
                process.end()
                self._process = None
            self._offload(order_file.unlink, missing_ok=True)
        self._tell_operator(row, end, said)
        return end

    def _note(self, row: SubmissionRow, report: ProgressReport) -> None:
        with self._mutex:
            self._progress = (row.id, report)
        self._around.tell(row)

    def _tell_operator(self, row: SubmissionRow, end: EndReport | None, said: Path) -> None:
        """Write to the server's log what is for the operator alone."""
        if end is None or end["code"] == "sandbox_missing":
            told = self._offload(said.read_text, errors="replace")
            log.error("Submission %s could not be run: %s", row.id, told[-2000:] or "its process was ended")

    def _end(self, row: SubmissionRow, code: str, message: str, end: EndReport | None = None) -> None:
        ended = replace(
            row,
            state="failed" if code else "done",
            ended_at=self._clock.now(),
            code=code,
            message=message,
            log=end["log"] if end else "",
            scores=end["scores"] if end else None,
        )
        self._offload(self._around.folder(row.challenge).uploaded(row.id).unlink, missing_ok=True)
        self._keep(ended)

    def _keep(self, row: SubmissionRow) -> None:
        self._store(lambda storage: storage.challenges.put_submission(row))
        self._around.tell(row)
