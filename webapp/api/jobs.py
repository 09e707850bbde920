"""Whole data sets of synthetic photos: ordered here, made behind everything else, followed by Socket.IO."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import Any

from flask import Response

from webapp.api.blueprint import OPERATOR, UNCHANGED, binary, errors, lab, resource
from webapp.api.models.job import Job, JobDetail, JobPath, Jobs, NewJob
from webapp.files import send_file
from webapp.jobs.job import JobOrder

api = resource("jobs", "Synthetic photos of a whole data set.", abp_security=OPERATOR)


@api.get("/jobs", responses={200: Jobs})
def list_jobs() -> dict[str, Any]:
    """List the jobs, newest first."""
    return {"jobs": [lab().jobs.shown(job) for job in lab().jobs.all()]}


@api.post("/jobs", responses={201: Job, **errors(409, 415, 503)})
def add_job(body: NewJob) -> tuple[dict[str, Any], int]:
    """Make synthetic photos of a data set's x-rays, in CheXphoto's layout, with labels and a manifest."""
    values = body.model_dump()
    values["pipelines"] = tuple(dict.fromkeys(body.pipelines))
    values["levels"] = tuple(dict.fromkeys(body.levels))
    values["workers"] = body.workers or max(1, (os.cpu_count() or 1) - 1)
    return lab().jobs.shown(lab().jobs.add(JobOrder(**values))), 201


@api.get("/jobs/<string:job>", responses={200: JobDetail})
def read_job(path: JobPath) -> dict[str, Any]:
    """Read a job with what could not be made."""
    jobs = lab().jobs
    failures = [asdict(failure) for failure in jobs.failures(path.job)]
    return {**jobs.shown(jobs.get(path.job)), "failures": failures}


@api.get(
    "/jobs/<string:job>/failures",
    responses={200: binary("text/csv", "Index, path and reason of each."), **UNCHANGED},
)
def read_failures(path: JobPath) -> Response:
    """Return every failure of a job's latest run, as CSV."""
    return send_file(lab().jobs.failures_file(path.job), "text/csv; charset=utf-8", lab().offload)


@api.post("/jobs/<string:job>/cancel", responses={200: Job, **errors(409, 415)})
def cancel_job(path: JobPath) -> dict[str, Any]:
    """End a job; what is made stays."""
    return lab().jobs.shown(lab().jobs.cancel(path.job))


@api.post("/jobs/<string:job>/resume", responses={200: Job, **errors(409, 415)})
def resume_job(path: JobPath) -> dict[str, Any]:
    """Have a job go on where it ended, and try again what failed."""
    return lab().jobs.shown(lab().jobs.resume(path.job))
