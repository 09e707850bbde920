"""The JSON shapes of statistics, the same in files and in the API."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict


class LabelShare(TypedDict):
    """Share of a label: ``positive``, ``uncertain``, ``negative`` or ``blank``."""

    label: str
    count: int
    percent: float


class ObservationShares(TypedDict):
    """The labels of one observation."""

    observation: str
    labels: list[LabelShare]


class PartStatistics(TypedDict):
    """One set of a split, or all its sets."""

    split: str
    set: str
    patients: int
    studies: int
    images: int
    conflicting_studies: int
    observations: list[ObservationShares]
    sex: dict[str, int]
    age: dict[str, int]
    view: dict[str, int]
    facts: dict[str, dict[str, int]]


class FitnessShare(TypedDict):
    """Share that readers found fit for diagnosis, of one set and level; the interval is Wilson's, 95 %."""

    set: str
    pipeline: str
    level: int | None
    images: int
    read: int
    fit: int
    share: float | None
    interval: list[float] | None


class DatasetStatistics(TypedDict):
    """The statistics of a data set or study."""

    name: str
    unit: Literal["studies", "images"]
    blank: Literal["negative", "apart"]
    parts: list[PartStatistics]
    fitness: list[FitnessShare]
