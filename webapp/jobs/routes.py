"""Jobs: synthetic data sets, ordered here, made at the lowest priority, followed by Socket.IO."""

from __future__ import annotations

import os
from typing import Protocol, cast

from flask import Response, jsonify
from flask_openapi3 import OpenAPI

from webapp.api.blueprint import (
    OPERATOR,
    UNCHANGED,
    add_resource,
    answer,
    binary,
    errors,
    resource,
    services_of,
)
from webapp.files import send_file
from webapp.jobs.job import JobOrder, JobWithFailures, ShownJob, ShownJobs
from webapp.jobs.job_service import Jobs
from webapp.jobs.models import JobPath, NewJob
from webapp.offload import Offload

api = resource("jobs", "Synthetic photos of a whole data set.", abp_security=OPERATOR)


class JobNeeds(Protocol):
    """The services that these routes call."""

    jobs: Jobs
    offload: Offload


def register(app: OpenAPI, services: JobNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> JobNeeds:
    """Return the services for the present request."""
    return cast(JobNeeds, services_of(api.name))


@api.get("/jobs", responses={200: answer(ShownJobs)})
def list_jobs() -> Response:
    """List the jobs, newest first."""
    return jsonify(ShownJobs(tuple(services().jobs.shown(job) for job in services().jobs.all())))


@api.post("/jobs", responses={201: answer(ShownJob), **errors(409, 415, 503)})
def add_job(body: NewJob) -> tuple[Response, int]:
    """Make synthetic photos of a data set's x-rays, in CheXphoto's layout, with labels and a manifest."""
    values = body.model_dump()
    values["pipelines"] = tuple(dict.fromkeys(body.pipelines))
    values["levels"] = tuple(dict.fromkeys(body.levels))
    values["workers"] = body.workers or max(1, (os.cpu_count() or 1) - 1)
    return jsonify(services().jobs.shown(services().jobs.add(JobOrder(**values)))), 201


@api.get("/jobs/<string:job>", responses={200: answer(JobWithFailures)})
def read_job(path: JobPath) -> Response:
    """Read a job with what could not be made."""
    jobs = services().jobs
    return jsonify(jobs.shown(jobs.get(path.job)).with_failures(jobs.failures(path.job)))


@api.get(
    "/jobs/<string:job>/failures",
    responses={200: binary("text/csv", "Index, path and reason of each."), **UNCHANGED},
)
def read_failures(path: JobPath) -> Response:
    """Return every failure of a job's latest run, as CSV."""
    return send_file(services().jobs.failures_file(path.job), "text/csv; charset=utf-8", services().offload)


@api.post("/jobs/<string:job>/cancel", responses={200: answer(ShownJob), **errors(409, 415)})
def cancel_job(path: JobPath) -> Response:
    """End a job; what is made stays."""
    return jsonify(services().jobs.shown(services().jobs.cancel(path.job)))


@api.post("/jobs/<string:job>/resume", responses={200: answer(ShownJob), **errors(409, 415)})
def resume_job(path: JobPath) -> Response:
    """Resume a job, and try again what failed."""
    return jsonify(services().jobs.shown(services().jobs.resume(path.job)))
