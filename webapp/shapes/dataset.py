"""Data sets, as the REST API gives them."""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from webapp.shapes.pair import pair


class DatasetView(TypedDict):
    """A registered data set; ``changed`` once its CSV is no longer the one that was registered."""

    id: str
    name: str
    csv: str
    data_dir: str
    sha256: str
    xrays: int
    splits: dict[str, int]
    columns: list[str]
    changed: bool


class KnownDatasets(TypedDict):
    """All registered data sets, and the names of those that are still being prepared."""

    datasets: list[DatasetView]
    preparing: list[str]


Range = Annotated[tuple[int, int], pair("integer", "First and last, both included.")]


class Coverage(TypedDict):
    """The ranges of indices each set has accepted or pending photos of."""

    sets: dict[str, list[Range]]


class XrayProblem(TypedDict):
    """An x-ray that cannot be shown, and why."""

    index: int
    path: str
    reason: str


class Notice(TypedDict):
    """Something to know before starting; it does not stand in the way."""

    code: str
    message: str


class RegisteredDataset(DatasetView):
    """A data set, and what to know before anything is made of it."""

    warnings: list[Notice]


class SubsetCheck(TypedDict):
    """What a session over a subset would mean."""

    problems: list[XrayProblem]
    warnings: list[Notice]
    photos: int
    bytes_estimate: int
    seconds_estimate: int
    free_bytes: int
