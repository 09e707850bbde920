"""Data sets, and what is found out about a subset before a session is made of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from webapp.api.models.paths import Strict


class NewDataset(Strict):
    """A CheXpert-format CSV on the server's disk and the folder its paths begin in."""

    name: str = Field(min_length=1, max_length=100)
    csv: str = Field(min_length=1, max_length=4096)
    data_dir: str = Field(min_length=1, max_length=4096)


class Dataset(BaseModel):
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


class Datasets(BaseModel):
    """All registered data sets, and the names of those that are still being prepared."""

    datasets: list[Dataset]
    preparing: list[str]


Range = Annotated[list[int], Field(min_length=2, max_length=2, description="First and last, both included.")]


class Coverage(BaseModel):
    """The ranges of indices each set has accepted or pending photos of."""

    sets: dict[str, list[Range]]


class Problem(BaseModel):
    """An x-ray that cannot be shown, and why."""

    index: int
    path: str
    reason: str


class DatasetWarning(BaseModel):
    """Something to know before starting; it does not stand in the way."""

    code: str
    message: str


class RegisteredDataset(Dataset):
    """A data set, and what to know before anything is made of it."""

    warnings: list[DatasetWarning]


class Check(BaseModel):
    """What a session over a subset would mean."""

    problems: list[Problem]
    warnings: list[DatasetWarning]
    photos: int
    bytes_estimate: int
    seconds_estimate: int
    free_bytes: int
