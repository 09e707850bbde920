"""Calibration: whether of the cases with a prediction of 0.7, seven in ten are positive."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dataset.scoring.auroc import Floats
from dataset.scoring.predictions import COMPETITION
from dataset.scoring.truth import Cases

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The cases of one tenth of the range of predictions.

    Attributes:
        cases: How many labels.
        predicted: Their mean prediction.
        observed: The share of positives.
    """

    cases: int
    predicted: float
    observed: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Calibration on one set.

    Attributes:
        ece: Expected calibration error of each observation: mean distance of prediction and share over ten equal bins,
            weighted with their cases.
        pooled_ece: The same of the contest's five taken together; None where none has a label.
        brier: Mean squared error of the predictions, of each observation.
        bins: Of the five taken together; empty bins are left out.
    """

    ece: dict[str, float]
    pooled_ece: float | None
    brier: dict[str, float]
    bins: tuple[Bin, ...]


def calibration(cases: Cases) -> Calibration:
    """Return the calibration of predictions; labels that do not count are left out."""
    columns = {name: _counted(cases, [column]) for column, name in enumerate(cases.observations)}
    columns = {name: both for name, both in columns.items() if len(both[0])}
    five = [column for column, name in enumerate(cases.observations) if name in COMPETITION]
    pooled = _bins(*_counted(cases, five))
    return Calibration(
        {name: _error(_bins(*both)) for name, both in columns.items()},
        _error(pooled) if pooled else None,
        {name: float(np.mean((labels - values) ** 2)) for name, (labels, values) in columns.items()},
        tuple(pooled),
    )


def _counted(cases: Cases, columns: list[int]) -> tuple[Floats, Floats]:
    labels, values = cases.labels[:, columns].ravel(), cases.values[:, columns].ravel()
    counts = ~np.isnan(labels)
    return labels[counts], values[counts]


def _bins(labels: Floats, values: Floats) -> list[Bin]:
    place = np.minimum((values * BINS).astype(int), BINS - 1)
    return [
        Bin(int(inside.sum()), float(values[inside].mean()), float(labels[inside].mean()))
        for number in range(BINS)
        if (inside := place == number).any()
    ]


def _error(bins: list[Bin]) -> float:
    cases = sum(each.cases for each in bins)
    return sum(each.cases * abs(each.predicted - each.observed) for each in bins) / cases
