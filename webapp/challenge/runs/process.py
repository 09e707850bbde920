"""A submission's process: unpacks, runs, scores, and reports.

Called as ``python -m webapp.challenge.runs.process PARENT ORDER``. Apart from the server, since an archive is
unpacked and a table of labels is scored here; with the server's rights, since the sandbox is what has none.
"""

from __future__ import annotations

import json
import logging
import shutil
import sys
import threading
from pathlib import Path

from dataset.errors import DatasetError
from dataset.submission.archive import ArchiveLimits, unpack
from dataset.submission.command import SubmittedCommand, parse_command
from dataset.submission.errors import SubmissionError
from webapp.challenge.runs.order import EndReport, RunOrder, Step, read_order
from webapp.challenge.runs.reasons import SANDBOX_MISSING, sentence_of
from webapp.challenge.sandbox import (
    Ended,
    Mount,
    SandboxMissing,
    SandboxView,
    check_sandbox,
    describe,
    run_in_sandbox,
    trimmed,
)
from webapp.challenge.withheld.folder import ChallengeFolder
from webapp.workers.limits import stand_back
from webapp.workers.parent import die_with

log = logging.getLogger(__name__)
NICE = 10
REPORT_S = 1.0
JOB = "/job"
PROBLEMS = 20
UNREADABLE = "The program's predictions cannot be scored; the end of the log says why."


class SubmissionRun:
    """One run of one submission."""

    def __init__(self, order: RunOrder) -> None:
        self._order = order
        self._folder = ChallengeFolder(Path(order.folder))
        self._told_at = -REPORT_S
        # Scores take a second to import, which passes while the program runs.
        self._warming = threading.Thread(target=_import_scores, daemon=True)
        self._warming.start()

    def result(self) -> EndReport:
        """Run it and return how it ended."""
        try:
            return self._of_program() if self._order.command else self._of_predictions()
        except SandboxMissing as error:
            log.error("%s", error)  # for the operator: it may name places on the server
            return _ended("sandbox_missing", SANDBOX_MISSING)
        except DatasetError as error:
            return _ended("submission_invalid", _told(error))
        finally:
            shutil.rmtree(self._order.work, ignore_errors=True)

    def _of_predictions(self) -> EndReport:
        return self._scored(Path(self._order.upload).read_bytes())

    def _of_program(self) -> EndReport:
        command = parse_command(self._order.command)
        check_sandbox()
        self._tell("unpacking")
        unpacked = Path(self._order.work)
        unpacked.mkdir(parents=True)
        limits = ArchiveLimits(bytes=self._order.unpacked_mb * 1_000_000)
        mounts = self._mounts(unpacked, command, unpack(Path(self._order.upload), unpacked, limits))
        ended = self._run(command, mounts)
        if ended.reason != "done":
            return _ended(ended.reason, sentence_of(ended, self._order.limits), ended)
        try:
            return {**self._scored(ended.output), "log": ended.log, "seconds": ended.seconds}
        except DatasetError as error:
            # What is wrong with its predictions is the program's own text: it has to fit into the log.
            said = trimmed(f"{ended.log}\n{_told(error)}".encode(), self._order.limits.log_characters)
            return {**_ended("predictions_invalid", UNREADABLE, ended), "log": said}

    def _mounts(self, unpacked: Path, command: SubmittedCommand, tops: tuple[str, ...]) -> list[Mount]:
        if not (unpacked / command.program).is_file():
            raise SubmissionError(f"the archive has no {command.program}")
        pictures = [place.name for place in self._folder.images.iterdir()]
        if missing := [name for name in command.folders if name not in (*tops, *pictures)]:
            raise SubmissionError(f"the archive lacks {missing[0]}, of which the bundle is made")
        # Where a bundle brought a data set of the same name along, the withheld one takes its place.
        own = [name for name in tops if name not in (*pictures, command.input, command.output)]
        return [
            *(Mount(unpacked / name, f"{JOB}/{name}") for name in own),
            *(Mount(self._folder.images / name, f"{JOB}/{name}") for name in pictures),
            Mount(self._folder.input, f"{JOB}/{command.input}"),
        ]

    def _run(self, command: SubmittedCommand, mounts: list[Mount]) -> Ended:
        python = describe(Path(self._order.python), Path(self._order.data_root))
        view = SandboxView(python, tuple(mounts), self._order.number)
        arguments = command.arguments(str(python.executable))
        return run_in_sandbox(view, self._order.limits, arguments, command.output, self._beat)

    def _scored(self, data: bytes) -> EndReport:
        self._tell("scoring")
        self._warming.join()
        from webapp.challenge.withheld.scoring import score_predictions

        return {**_ended("", ""), "scores": score_predictions(data, self._folder.read_truth())}

    def _beat(self, seconds: float) -> None:
        if seconds - self._told_at >= REPORT_S:
            self._told_at = seconds
            self._tell("running", seconds)

    def _tell(self, step: Step, seconds: float = 0.0) -> None:
        _write({"step": step, "seconds": round(seconds, 1)})


def _ended(code: str, message: str, ended: Ended | None = None) -> EndReport:
    log, seconds = (ended.log, ended.seconds) if ended else ("", 0.0)
    return {"code": code, "message": message, "log": log, "scores": None, "seconds": seconds}


def _told(error: DatasetError) -> str:
    problems = [] if error.problems == [error.summary] else error.problems[:PROBLEMS]
    return "\n".join([f"{error.summary[:1].upper()}{error.summary[1:]}", *problems])


def _import_scores() -> None:

    pass


def _write(report: object) -> None:
    print(json.dumps(report), flush=True)


def main() -> None:
    """Run the submission of an order file."""
    parent, order = sys.argv[1:]
    die_with(int(parent))
    stand_back(NICE)
    _write(SubmissionRun(read_order(Path(order))).result())


if __name__ == "__main__":
    main()
