"""Statistics: counts of data sets and studies, as JSON and as files."""

from __future__ import annotations

from typing import Protocol, cast

from flask import Response
from flask_openapi3 import OpenAPI

from dataset.statistics import ENDINGS, Format, Statistics, as_json, written
from dataset.statistics.shapes import DatasetStatistics
from webapp.api.blueprint import OPERATOR, add_resource, answer, errors, resource, services_of
from webapp.api.paths import DatasetPath
from webapp.statistics.models import StatisticsFileQuery, StatisticsQuery
from webapp.statistics.statistics_service import StatisticsService
from webapp.studies.models import StudyPath

api = resource("statistics", "Labels, patients, studies and images, counted.", abp_security=OPERATOR)

MEDIA: dict[Format, str] = {
    "text": "text/plain; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8",
    "latex": "application/x-tex; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
}
FILE = {
    200: {
        "description": "The statistics in the wanted format.",
        "content": {media.partition(";")[0]: {"schema": {"type": "string"}} for media in MEDIA.values()},
    },
    **errors(409),
}


class StatisticsNeeds(Protocol):
    """The services that these routes call."""

    statistics: StatisticsService


def register(app: OpenAPI, services: StatisticsNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> StatisticsNeeds:
    """Return the services for the present request."""
    return cast(StatisticsNeeds, services_of(api.name))


@api.get("/datasets/<string:dataset>/statistics", responses={200: answer(DatasetStatistics), **errors(409)})
def read_dataset_statistics(path: DatasetPath, query: StatisticsQuery) -> DatasetStatistics:
    """Count the x-rays of a data set."""
    return as_json(services().statistics.of_dataset(path.dataset, query.unit), query.blank)


@api.get("/datasets/<string:dataset>/statistics/file", responses=FILE)
def read_dataset_statistics_file(path: DatasetPath, query: StatisticsFileQuery) -> Response:
    """Return the statistics of a data set as text, Markdown, LaTeX, CSV, JSON or a plot."""
    return _file(services().statistics.of_dataset(path.dataset, query.unit), query)


@api.get("/studies/<string:study>/statistics", responses={200: answer(DatasetStatistics), **errors(409)})
def read_study_statistics(path: StudyPath, query: StatisticsQuery) -> DatasetStatistics:
    """Count the photos that an export of a study would have."""
    return as_json(services().statistics.of_study(path.study, query.unit), query.blank)


@api.get("/studies/<string:study>/statistics/file", responses=FILE)
def read_study_statistics_file(path: StudyPath, query: StatisticsFileQuery) -> Response:
    """Return the statistics of a study as text, Markdown, LaTeX, CSV, JSON or a plot."""
    return _file(services().statistics.of_study(path.study, query.unit), query)


def _file(statistics: Statistics, query: StatisticsFileQuery) -> Response:
    response = Response(written(statistics, query.format, query.blank), content_type=MEDIA[query.format])
    name = f"statistics.{ENDINGS[query.format]}"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
