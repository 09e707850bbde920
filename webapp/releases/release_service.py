"""Releases of this server: ordered, made and checked one at a time by the command, and resumed after a restart."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from dataset.files import write_atomically
from webapp.errors import ApiError, as_api_error
from webapp.jobs.job_service import Jobs
from webapp.jobs.run import CommandRun
from webapp.offload import Offload
from webapp.releases.order import (
    ReleaseFault,
    ReleaseJob,
    ReleaseOrder,
    ReleaseView,
    Task,
    release_from_json,
)
from webapp.runtime.clock import Clock
from webapp.runtime.threads import WorkQueue

log = logging.getLogger(__name__)
SHOWN_FAULTS = 100


class Releases:
    """All releases; each is a folder under ``releases/`` in the data root.

    Args:
        data_root: The data root.
        jobs: Says where synthetic images lie.
        clock: When a release was ordered.
        queue: Runs them; one worker, so one at a time.
        offload: How to reach the disk without blocking.
    """

    def __init__(self, data_root: Path, jobs: Jobs, clock: Clock, queue: WorkQueue, offload: Offload) -> None:
        self._data_root = data_root
        self._folder = data_root / "releases"
        self._records = self._folder / ".records"  # no release can be called so
        self._jobs = jobs
        self._clock = clock
        self._queue = queue
        self._offload = offload
        self._known: dict[str, ReleaseJob] = {}
        self._mutex = threading.RLock()
        self._run: tuple[str, CommandRun] | None = None
        self._closed = False

    def open(self) -> None:
        """Resume what was waiting or running when the server ended."""
        for release in self._offload(self._stored):
            self._known[release.order.name] = release
            if release.active:
                self._enqueue(release)

    def close(self) -> None:
        """Stop the running one; it stays marked as running, so that the next start resumes it."""
        with self._mutex:
            self._closed = True
            if self._run is not None:
                self._run[1].stop()

    def all(self) -> list[ReleaseView]:
        """Return every release, newest first."""
        return [
            self._shown(release) for release in sorted(self._known.values(), key=lambda one: -one.created_at)
        ]

    def get(self, name: str) -> ReleaseView:
        """Return one release.

        Raises:
            ApiError: ``not_found``.
        """
        return self._shown(self._one(name))

    def make(self, order: ReleaseOrder) -> ReleaseView:
        """Make a release, or add to one of the same name.

        Raises:
            ApiError: ``job_active`` if it is being made, ``job_unknown``.
        """
        for job in order.jobs:
            self._jobs.get(job)
        with self._mutex:
            known = self._known.get(order.name)
            if known is not None and known.active:
                raise ApiError("job_active", "This release waits or runs already.")
            return self._enqueue(ReleaseJob(order, self._clock.now()))

    def check(self, name: str) -> ReleaseView:
        """Check a release; raises as `get`, and ``job_active`` if it waits or runs."""
        return self._again(name, "check")

    def resume(self, name: str) -> ReleaseView:
        """Make a release again, after any kind of end; raises as `check`."""
        return self._again(name, "release")

    def cancel(self, name: str) -> ReleaseView:
        """Cancel the run of a release: what is there stays as it was.

        Raises:
            ApiError: ``not_found``, or ``job_ended``.
        """
        with self._mutex:
            release = self._one(name)
            if not release.active:
                raise ApiError("job_ended", "This release neither waits nor runs.")
            cancelled = self._keep(replace(release, state="cancelled"))
            if self._run is not None and self._run[0] == name:
                self._run[1].stop()
            return self._shown(cancelled)

    def _again(self, name: str, task: Task) -> ReleaseView:
        with self._mutex:
            release = self._one(name)
            if release.active:
                raise ApiError("job_active", "This release waits or runs already.")
            return self._enqueue(replace(release, task=task, message="", step="", done=0, total=0))

    def _one(self, name: str) -> ReleaseJob:
        release = self._known.get(name)
        if release is None:
            raise ApiError("not_found", "There is no such release.")
        return release

    def _shown(self, release: ReleaseJob) -> ReleaseView:
        values = {field.name: getattr(release, field.name) for field in fields(ReleaseJob)}
        return ReleaseView(**values, folder=str(self._folder / release.order.name))

    def _enqueue(self, release: ReleaseJob) -> ReleaseView:
        kept = self._keep(replace(release, state="waiting", faults=None, found=()))
        self._queue.put(lambda: self._take_turn(kept.order.name))
        return self._shown(kept)

    def _take_turn(self, name: str) -> None:
        with self._mutex:
            if self._closed or not self._known[name].active:
                return
            release = self._keep(replace(self._known[name], state="running"))
        try:
            ended = self._follow(release)
        except Exception as error:
            self._end(name, state="failed", message=as_api_error(error).message)
            return
        if ended:
            self._end(name, state="done")
        else:
            said = self._offload(self._said, name) or "Its process was ended. Resume it to continue."
            self._end(name, state="failed", message=said)

    def _follow(self, release: ReleaseJob) -> bool:
        """Run the command to its end; return whether it came to it."""
        name = release.order.name
        command = self._command(release)
        with self._mutex:
            if self._closed or not self._known[name].active:
                return False
            run = CommandRun(command, self._log(name))
            self._run = (name, run)
        ended = False
        try:
            for line in map(json.loads, run.lines()):
                ended = ended or "outcome" in line or "report" in line
                self._take_note(name, line)
        finally:
            with self._mutex:
                run.end()
                self._run = None
        return ended

    def _command(self, release: ReleaseJob) -> list[str]:
        root = self._folder / release.order.name
        if release.task == "check":
            return ["check", "--pixels", "--progress-json", "--", str(root)]
        jobs = [self._jobs.shown(self._jobs.get(job)) for job in release.order.jobs]
        return release.order.options(root, self._data_root, [Path(job.folder) for job in jobs])

    def _take_note(self, name: str, line: Mapping[str, Any]) -> None:
        with self._mutex:
            release = self._known[name]
            if "step" in line:
                step = {key: line[key] for key in ("step", "done", "total")}
                self._known[name] = replace(release, **step)
            elif "report" in line:
                found = line["report"]["faults"]
                shown = tuple(ReleaseFault(**fault) for fault in found[:SHOWN_FAULTS])
                self._known[name] = replace(release, faults=len(found), found=shown)

    def _end(self, name: str, **ended: Any) -> None:
        """Record how a run ended, unless it was cancelled or the server is closing."""
        with self._mutex:
            release = self._known[name]
            if release.state == "running" and not self._closed:
                self._keep(replace(release, **ended))

    def _keep(self, release: ReleaseJob) -> ReleaseJob:
        with self._mutex:
            self._known[release.order.name] = release
            record = json.dumps(release.to_json(), indent=1)
            self._offload(write_atomically, self._records / f"{release.order.name}.json", record)
        return release

    def _log(self, name: str) -> Path:
        return self._records / f"{name}.log.txt"

    def _said(self, name: str) -> str:
        """Return the error that the command ended with."""
        try:
            text = self._log(name).read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        return text.rpartition("Error: ")[2].strip()

    def _stored(self) -> list[ReleaseJob]:
        found = []
        for record in self._records.glob("*.json"):
            try:
                found.append(release_from_json(json.loads(record.read_text(encoding="utf-8"))))
            except (OSError, ValueError, KeyError, TypeError):
                log.warning("%s is no release of this version and left alone", record)
        return found
