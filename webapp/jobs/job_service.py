"""Jobs of this server: accepted, run one at a time, published, and resumed after a restart.

A job that ran when the server ended waits for its turn at the next start; what it had made stays, and is not made
again.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dataset.layout import export_split, parse_xray_paths
from dataset.names import checked_name
from webapp.auth.tokens import new_id
from webapp.datasets.dataset_registry import Datasets, LoadedDataset
from webapp.errors import ApiError, as_api_error
from webapp.jobs.job import Failure, Job, JobOrder, JobProgress, ShownJob, State
from webapp.jobs.job_store import JobStore
from webapp.jobs.run import JobRun
from webapp.offload import Offload
from webapp.runtime.clock import Clock
from webapp.runtime.threads import WorkQueue
from webapp.settings import Settings
from webapp.variants.order import VariantOrder
from webapp.variants.variant_service import VariantService

log = logging.getLogger(__name__)
SHOWN_FAILURES = 1000
TRIED_SIZE = (64, 64)
"""Of the picture that no order of a job may fail on, in pixels."""


class Jobs:
    """All jobs.

    Args:
        settings: Where data are kept, and how much of the disk is left free.
        datasets: What jobs are made from.
        variant_service: Says whether a pipeline makes sense.
        clock: Their times.
        queue: Runs them; one worker, so one job at a time.
        offload: How to reach the disk without blocking.
        tell: Called with a job whenever it has changed.
    """

    def __init__(
        self,
        settings: Settings,
        datasets: Datasets,
        variant_service: VariantService,
        clock: Clock,
        queue: WorkQueue,
        offload: Offload,
        tell: Callable[[ShownJob], None],
    ) -> None:
        self._settings = settings
        self._datasets = datasets
        self._variant_service = variant_service
        self._clock = clock
        self._queue = queue
        self._offload = offload
        self._tell = tell
        self._store = JobStore(settings.data_root / "exports")
        self._jobs: dict[str, Job] = {}
        self._mutex = threading.RLock()
        self._run: tuple[str, JobRun] | None = None
        self._closed = False

    def open(self) -> None:
        """Resume the jobs that were waiting or running when the server ended."""
        for job in self._offload(self._store.all):
            self._jobs[job.id] = job
            if job.active:
                self._enqueue(job)

    def close(self) -> None:
        """Stop the running job; it stays marked as running, so that the next start resumes it."""
        with self._mutex:
            self._closed = True
            if self._run is not None:
                self._run[1].stop()

    def add(self, order: JobOrder) -> Job:
        """Accept a job.

        Raises:
            ApiError: ``dataset_unknown``, ``transform_unknown`` or ``transform_invalid``.
            DatasetError: The CSV has changed, there are no such x-rays, or they do not fit CheXphoto's layout.
        """
        images = self._check(order)
        job = Job(new_id(), order, self._clock.now(), progress=JobProgress(total=images))
        self._enqueue(job)
        return job

    def all(self) -> list[Job]:
        """Return every job, newest first."""
        return sorted(self._jobs.values(), key=lambda job: -job.created_at)

    def get(self, job_id: str) -> Job:
        """Return one job.

        Raises:
            ApiError: ``job_unknown``.
        """
        job = self._jobs.get(job_id)
        if job is None:
            raise ApiError("job_unknown", "There is no such job.")
        return job

    def shown(self, job: Job) -> ShownJob:
        """Return a job as the API gives it, without its failures."""
        return job.shown(self._store.folder(job.id) / job.order.name)

    def failures(self, job_id: str) -> list[Failure]:
        """Return the first `SHOWN_FAILURES` failures of a job's latest run; raises as `get`."""
        return self._offload(self._store.some_failures, self.get(job_id).id, SHOWN_FAILURES)

    def failures_file(self, job_id: str) -> Path:
        """Return the CSV of all failures of a job's latest run; raises as `get`, and where it has not run yet."""
        file = self._store.failures(self.get(job_id).id)
        if not self._offload(file.is_file):
            raise ApiError("not_found", "This job has not run yet.")
        return file

    def cancel(self, job_id: str) -> Job:
        """Cancel a job; images made so far stay.

        Raises:
            ApiError: ``job_unknown``, or ``job_ended``.
        """
        with self._mutex:
            job = self.get(job_id)
            if not job.active:
                raise ApiError("job_ended", "This job neither waits nor runs.")
            job = self._keep(replace(job, state="cancelled", ended_at=self._clock.now()))
            if self._run is not None and self._run[0] == job_id:
                self._run[1].stop()
            return job

    def resume(self, job_id: str) -> Job:
        """Resume a job after any kind of end; failed images are tried again.

        Raises:
            ApiError: ``job_unknown``, or ``job_active``.
        """
        with self._mutex:
            job = self.get(job_id)
            if job.active:
                raise ApiError("job_active", "This job waits or runs already.")
            job = job.again()
            self._enqueue(job)
            return job

    def _check(self, order: JobOrder) -> int:
        """Return the number of images of an order, if it can be carried out."""
        for pipeline in order.pipelines:
            for level in order.levels:
                self._variant_service.pixels.parameters(
                    VariantOrder(pipeline, level, order.seed, relative=order.relative), TRIED_SIZE
                )
        checked_name(order.name, "data set name")
        loaded = self._datasets.check_unchanged(order.dataset)
        xrays = self._offload(_check_layout, loaded, order)
        return xrays * len(order.pipelines) * len(order.levels)

    def _enqueue(self, job: Job) -> None:
        self._keep(job)
        self._queue.put(lambda: self._take_turn(job.id))

    def _take_turn(self, job_id: str) -> None:
        with self._mutex:
            if self._closed or not self._jobs[job_id].active:
                return
            started = replace(self._jobs[job_id], state="running", started_at=self._clock.now())
            self._keep(started)
        try:
            done = self._follow(started)
        except Exception as error:
            told = as_api_error(error)
            self._end(job_id, "failed", told.code, told.message)
        else:
            if done:
                self._end(job_id, "done")
            else:
                said = self._offload(self._store.said, job_id) or "Its process was ended. Resume it to go on."
                self._end(job_id, "failed", "job_failed", said)

    def _follow(self, job: Job) -> bool:
        """Run a job to its end; return whether it is complete."""
        loaded = self._datasets.check_unchanged(job.order.dataset)
        out = self._store.folder(job.id)
        options = job.order.options(
            loaded.table.csv, loaded.folder.root, out, allow_links=self._settings.allow_links
        )
        self._offload(self._store.begin_failures, job.id)
        with self._mutex:
            if self._closed or not self._jobs[job.id].active:
                return False
            run = JobRun(options, self._store.log(job.id))
            self._run = (job.id, run)
        done = False
        try:
            for progress, failures, all_done in run.reports():
                done = all_done
                self._take_note(job.id, progress, failures)
                self._require_disk()
        finally:
            with self._mutex:
                run.end()
                self._run = None
        return done

    def _take_note(self, job_id: str, progress: JobProgress, failures: list[Failure]) -> None:
        if failures:
            self._offload(self._store.add_failures, job_id, failures)
        with self._mutex:
            self._jobs[job_id] = job = replace(self._jobs[job_id], progress=progress)
        self._tell(self.shown(job))

    def _require_disk(self) -> None:
        free = self._offload(shutil.disk_usage, self._settings.data_root).free
        if free < self._settings.disk_reserve_mb * 1_000_000:
            message = (
                "The disk is nearly full; what is left of it is for photos. Make room, then resume the job."
            )
            raise ApiError("disk_full", message)

    def _end(self, job_id: str, state: State, code: str = "", message: str = "") -> None:
        """Record how a run ended, unless the job was cancelled or the server is closing."""
        with self._mutex:
            job = self._jobs[job_id]
            if job.state == "running" and not self._closed:
                ended = replace(job, state=state, ended_at=self._clock.now(), code=code, message=message)
                self._keep(ended)

    def _keep(self, job: Job) -> Job:
        with self._mutex:
            self._jobs[job.id] = job
            self._offload(self._store.keep, job)
        self._tell(self.shown(job))
        return job


def _check_layout(loaded: LoadedDataset, order: JobOrder) -> int:
    """Return the number of x-rays of an order, if their paths fit the layout."""
    table = loaded.table
    last = len(table) if order.limit is None else min(len(table), order.first + order.limit - 1)
    paths = parse_xray_paths((index, table.layout_path(index)) for index in table.subset(order.first, last))
    for path in paths.values():
        export_split(path, order.split)
    return len(paths)
