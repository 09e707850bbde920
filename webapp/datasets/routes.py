"""Data sets: registering CSVs, checking subsets, looking at x-rays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

from flask import Response
from flask_openapi3 import OpenAPI

from capture.plan import Way
from dataset.errors import CsvError, DatasetError, FolderError
from webapp.api.blueprint import OPERATOR, add_resource, answer, binary, errors, resource, services_of
from webapp.api.paths import DatasetPath, DatasetXrayPath
from webapp.datasets.dataset_registry import Datasets, dataset_json
from webapp.datasets.models import NewDataset, Subset
from webapp.datasets.path_warnings import path_warnings
from webapp.datasets.places import place_of
from webapp.files import send_file
from webapp.offload import Offload
from webapp.settings import Settings
from webapp.shapes.dataset import Coverage, DatasetView, KnownDatasets, RegisteredDataset, SubsetCheck
from webapp.shapes.loose import Preparing
from webapp.storage.session_store import SessionStore

api = resource("datasets", "CheXpert-format CSVs and the folders of their x-rays.", abp_security=OPERATOR)


class ThumbnailSource(Protocol):
    """The small pictures of x-rays."""

    def xray_thumbnail(self, file: Path) -> Path:
        """Return the thumbnail of an x-ray."""


class SubsetChecks(Protocol):
    """The check of a subset before a session."""

    def report(
        self, dataset: str, first: int, last: int, sets: Sequence[str], capture: Way = "automatic"
    ) -> SubsetCheck:
        """Return all findings about a planned session."""

    def progress(self, dataset: str) -> Preparing:
        """Return how far the comparison of the x-rays is."""

    def stop(self, dataset: str) -> None:
        """End the comparison of the x-rays."""


class DatasetNeeds(Protocol):
    """The services that these routes call."""

    datasets: Datasets
    offload: Offload
    settings: Settings
    store: SessionStore

    @property
    def preflight(self) -> SubsetChecks:
        """The check of a subset."""

    @property
    def pictures(self) -> ThumbnailSource:
        """The pictures of x-rays."""


def register(app: OpenAPI, services: DatasetNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> DatasetNeeds:
    """Return the services for the present request."""
    return cast(DatasetNeeds, services_of(api.name))


@api.get("/datasets", responses={200: answer(KnownDatasets)})
def list_datasets() -> KnownDatasets:
    """List the data sets, and name those that are still being prepared."""
    preparing = list(services().datasets.preparing)  # before the rows, so that none is missing from both
    rows = services().datasets.all()
    listed = [dataset_json(row, changed=services().datasets.has_changed(row)) for row in rows]
    return {"datasets": listed, "preparing": preparing}


@api.post("/datasets", responses={201: answer(RegisteredDataset), **errors(409)})
def register_dataset(body: NewDataset) -> tuple[RegisteredDataset, int]:
    """Register a CSV on the server's disk; the same CSV and folder again is the same data set."""
    csv, data_dir = _place(body.csv, CsvError), _place(body.data_dir, FolderError)
    row = services().datasets.register(body.name, csv, data_dir)
    table = services().datasets.get(row.id).table
    warnings = services().offload(lambda: list(path_warnings(table, table.subset(1, len(table)))))
    return {**dataset_json(row, changed=False), "warnings": warnings}, 201


@api.get("/datasets/<string:dataset>", responses={200: answer(DatasetView)})
def read_dataset(path: DatasetPath) -> DatasetView:
    """Read one data set."""
    row = services().datasets.row(path.dataset)
    return dataset_json(row, changed=services().datasets.has_changed(row))


@api.get("/datasets/<string:dataset>/coverage", responses={200: answer(Coverage)})
def read_coverage(path: DatasetPath) -> Coverage:
    """Return the ranges of indices of which each set has photos."""
    services().datasets.row(path.dataset)
    return {"sets": services().store(lambda storage: storage.photos.coverage(path.dataset))}


@api.post("/datasets/<string:dataset>/checks", responses={200: answer(SubsetCheck), **errors(409)})
def check_subset(path: DatasetPath, body: Subset) -> SubsetCheck:
    """Find out what a session over a subset would mean, and whether all its x-rays can be shown."""
    return services().preflight.report(path.dataset, body.first, body.last, body.sets, body.capture)


@api.get("/datasets/<string:dataset>/checks", responses={200: answer(Preparing)})
def read_check(path: DatasetPath) -> Preparing:
    """Read how far the comparison of x-rays with each other is, the last step of a check."""
    return services().preflight.progress(path.dataset)


@api.delete("/datasets/<string:dataset>/checks", responses={204: None})
def stop_check(path: DatasetPath) -> tuple[str, int]:
    """Stop the comparison of x-rays with each other; whoever waits for it gets ``check_stopped``."""
    services().preflight.stop(path.dataset)
    return "", 204


@api.get(
    "/datasets/<string:dataset>/xrays/<int:index>/thumbnail",
    responses={
        200: binary("image/jpeg", "A small JPEG."),
        304: {"description": "Unchanged."},
        **errors(409, 503),
    },
)
def read_dataset_thumbnail(path: DatasetXrayPath) -> Response:
    """Return a small picture of an x-ray."""
    file = services().datasets.get(path.dataset).file(path.index)
    return send_file(services().pictures.xray_thumbnail(file), "image/jpeg", services().offload)


def _place(text: str, refusal: type[DatasetError]) -> Path:
    return services().offload(place_of, text, services().settings.data_root, refusal)
