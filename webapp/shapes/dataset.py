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
    """All registered data sets, and the names of those still being prepared."""

    datasets: list[DatasetView]
    preparing: list[str]


Range = Annotated[tuple[int, int], pair("integer", "First and last, both included.")]


class Coverage(TypedDict):
    """The ranges of indices of which each set has accepted or pending photos."""

    sets: dict[str, list[Range]]


class XrayProblem(TypedDict):
    """An x-ray that cannot be shown, and the reason."""

    index: int
    path: str
    reason: str


class Notice(TypedDict):
    """A warning before the start that does not prevent it."""

    code: str
    message: str


class RegisteredDataset(DatasetView):
    """A data set with its warnings."""

    warnings: list[Notice]


class SubsetCheck(TypedDict):
    """Results of the check of a subset before its session."""

    problems: list[XrayProblem]
    warnings: list[Notice]
    photos: int
    bytes_estimate: int
    seconds_estimate: int
    free_bytes: int
