"""Evaluations on the server: each a run of ``chexphoto evaluate`` at low priority, one at a time.

The folder is the evaluation, ``evaluations/<id>/``: the predictions as they were sent, the record, the result.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

from dataset.files import replacing, write_atomically
from webapp.api.bodies import SentBody
from webapp.auth.tokens import new_id
from webapp.datasets.dataset_registry import Datasets
from webapp.errors import ApiError, as_api_error
from webapp.evaluations.order import EvaluationOrder, EvaluationView, view_from_json
from webapp.jobs.job_service import Jobs
from webapp.jobs.run import CommandRun
from webapp.offload import Offload
from webapp.runtime.clock import Clock
from webapp.runtime.threads import WorkQueue

log = logging.getLogger(__name__)
RECORD, PREDICTIONS, RESULT, LOG = "evaluation.json", "predictions.csv", "result", "log.txt"
Part = Literal["evaluation.json", "evaluation.html"]


class Evaluations:
    """All evaluations of a server.

    Args:
        folder: ``evaluations/`` under the data root.
        datasets: Whose x-rays predictions may be about.
        jobs: Whose synthetic data sets they may be about.
        clock: Their times.
        queue: Runs them; one worker, so one at a time.
        offload: How to reach the disk without blocking.
    """

    def __init__(
        self, folder: Path, datasets: Datasets, jobs: Jobs, clock: Clock, queue: WorkQueue, offload: Offload
    ) -> None:
        self._folder = folder
        self._datasets = datasets
        self._jobs = jobs
        self._clock = clock
        self._queue = queue
        self._offload = offload
        self._known: dict[str, EvaluationView] = {}
        self._run: CommandRun | None = None
        self._closed = False

    def open(self) -> None:
        """Resume the evaluations that were waiting or running when the server ended."""
        for evaluation in self._offload(lambda: list(self._stored())):
            self._known[evaluation.id] = evaluation
            if evaluation.state in ("waiting", "running"):
                self._enqueue(evaluation)

    def close(self) -> None:
        """Stop the running evaluation; the next start begins it anew."""
        self._closed = True
        if self._run is not None:
            self._run.stop()

    def add(self, order: EvaluationOrder, predictions: SentBody) -> EvaluationView:
        """Keep predictions and queue their evaluation.

        Raises:
            ApiError: ``dataset_unknown``, ``job_unknown`` or ``length_wrong``.
            CsvChangedError: The data set's CSV is not the one that was registered.
        """
        self._data(order)
        evaluation = EvaluationView(new_id(), order, self._clock.now())
        predictions.read_by(lambda pieces: _write(pieces, self._folder / evaluation.id / PREDICTIONS))
        self._enqueue(evaluation)
        return evaluation

    def all(self) -> tuple[EvaluationView, ...]:
        """Return all evaluations, newest first."""
        return tuple(sorted(self._known.values(), key=lambda each: -each.created_at))

    def get(self, evaluation_id: str) -> EvaluationView:
        """Return an evaluation.

        Raises:
            ApiError: ``evaluation_unknown``.
        """
        found = self._known.get(evaluation_id)
        if found is None:
            raise ApiError("evaluation_unknown", "There is no such evaluation.")
        return found

    def result(self, evaluation_id: str, part: Part) -> Path:
        """Return a file of the result.

        Raises:
            ApiError: ``evaluation_unknown``, or ``evaluation_not_done``.
        """
        found = self.get(evaluation_id)
        if found.state != "done":
            said = found.message if found.state == "failed" else f"It is {found.state}."
            raise ApiError("evaluation_not_done", f"There is no result. {said}")
        return self._folder / found.id / RESULT / part

    def _data(self, order: EvaluationOrder) -> list[Path]:
        places = [self._datasets.check_unchanged(order.dataset).table.csv] if order.dataset else []
        return [*places, *(Path(self._jobs.shown(self._jobs.get(job)).folder) for job in order.jobs)]

    def _enqueue(self, evaluation: EvaluationView) -> None:
        self._keep(replace(evaluation, state="waiting"))
        self._queue.put(lambda: self._take_turn(evaluation))

    def _take_turn(self, evaluation: EvaluationView) -> None:
        if self._closed:
            return
        self._keep(replace(evaluation, state="running"))
        try:
            said = self._carry_out(evaluation)
        except Exception as error:
            said = as_api_error(error).message
        if not self._closed:
            self._keep(_ended(evaluation, said))

    def _carry_out(self, evaluation: EvaluationView) -> str:
        """Run the command; return what it complained about, empty for nothing."""
        folder = self._folder / evaluation.id
        self._offload(
            shutil.rmtree, folder / RESULT, ignore_errors=True
        )  # of a run that the server's end cut short
        arguments = evaluation.order.arguments(
            folder / PREDICTIONS, self._data(evaluation.order), folder / RESULT
        )
        self._run = CommandRun(arguments, folder / LOG)
        try:
            if self._run.wait() == 0:
                return ""
        finally:
            self._run = None
        said: str = self._offload((folder / LOG).read_text, encoding="utf-8", errors="replace")
        return said.rpartition("Error: ")[2].strip() or "Its process was ended."

    def _keep(self, evaluation: EvaluationView) -> None:
        self._known[evaluation.id] = evaluation
        text = json.dumps(evaluation.to_json(), indent=1)
        self._offload(write_atomically, self._folder / evaluation.id / RECORD, text)

    def _stored(self) -> Iterator[EvaluationView]:
        for record in sorted(self._folder.glob(f"*/{RECORD}")):
            try:
                yield view_from_json(json.loads(record.read_text(encoding="utf-8")))
            except (OSError, ValueError, KeyError, TypeError):
                log.warning("%s is no evaluation of this version and left alone", record)


def _ended(evaluation: EvaluationView, said: str) -> EvaluationView:
    """Return an evaluation at its end; ``said`` is a complaint and, by line, its details."""
    if not said:
        return replace(evaluation, state="done")
    summary, *problems = said.splitlines()
    message = f"{summary[:1].upper()}{summary[1:].rstrip(':.')}."
    return replace(evaluation, state="failed", message=message, problems=tuple(map(str.strip, problems)))


def _write(pieces: Iterable[memoryview], file: Path) -> None:
    with replacing(file) as out:
        for piece in pieces:
            out.write(piece)
