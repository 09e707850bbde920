"""The score of predictions: AUROC and average precision of each observation, and the mean of the contest's five."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dataset.scoring.auroc import (
    Floats,
    Labels,
    auroc,
    average_precision,
    weighted_auroc,
    weighted_average_precision,
)
from dataset.scoring.bootstrap import Estimate, Resamples, estimate
from dataset.scoring.delong import delong_interval
from dataset.scoring.predictions import COMPETITION
from dataset.scoring.truth import Cases


@dataclass(frozen=True, slots=True)
class ObservationScore:
    """The score of one observation.

    Attributes:
        observation: Its name.
        cases: How many count.
        positives: How many of them are positive.
        left_out: Why there is no score; empty where there is one.
        auroc: Area under the ROC curve, with its interval over patients.
        delong: DeLong's interval of the same, by cases: a check; None where a class has fewer than two.
        average_precision: With its interval over patients.
    """

    observation: str
    cases: int
    positives: int
    left_out: str = ""
    auroc: Estimate | None = None
    delong: tuple[float, float] | None = None
    average_precision: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The score of some cases.

    Attributes:
        cases: How many.
        patients: Of how many patients.
        observations: Each in the order of CheXpert's.
        mean_of: The observations that the means are of: those of the contest's five that have a score.
        mean_auroc: Their mean; None where none has a score.
        mean_average_precision: Their mean.
    """

    cases: int
    patients: int
    observations: tuple[ObservationScore, ...]
    mean_of: tuple[str, ...]
    mean_auroc: Estimate | None
    mean_average_precision: Estimate | None


@dataclass(frozen=True, slots=True)
class Measured:
    """A score together with its values in each resample, from which differences are made.

    Attributes:
        score: The score.
        aurocs: Of each resample, by observation.
        mean_aurocs: The mean of the five in each resample; empty where there is none.
    """

    score: Score
    aurocs: dict[str, Floats]
    mean_aurocs: Floats


def score(cases: Cases, resamples: Resamples) -> Score:
    """Score cases; observations of which one class is missing are left out, and it is said of each."""
    return measure(cases, resamples).score


def measure(cases: Cases, resamples: Resamples) -> Measured:
    """Score cases and keep the values of all resamples."""
    weights = resamples.weights(cases.patients)
    measured = [
        _observation(name, cases.labels[:, column], cases.values[:, column], weights)
        for column, name in enumerate(cases.observations)
    ]
    scores = tuple(each for each, _, _ in measured)
    aurocs = {each.observation: values for each, values, _ in measured if not each.left_out}
    precisions = {each.observation: values for each, _, values in measured if not each.left_out}
    five = tuple(name for name in COMPETITION if name in aurocs)
    means = _mean([aurocs[name] for name in five])
    by_name = {each.observation: each for each in scores}
    auroc_values = [each.value for name in five if (each := by_name[name].auroc)]
    precision_values = [each.value for name in five if (each := by_name[name].average_precision)]
    summary = Score(
        len(cases.names),
        len(set(cases.patients)),
        scores,
        five,
        estimate(float(np.mean(auroc_values)), means) if five else None,
        estimate(float(np.mean(precision_values)), _mean([precisions[name] for name in five]))
        if five
        else None,
    )
    return Measured(summary, aurocs, means)


def _mean(resampled: Sequence[Floats]) -> Floats:
    # NaN if one of them is: the mean of fewer observations would be another measure.
    return np.mean(resampled, axis=0) if resampled else np.zeros(0)


def _observation(
    name: str, labels: Floats, values: Floats, weights: NDArray[np.uint8]
) -> tuple[ObservationScore, Floats, Floats]:
    counts = ~np.isnan(labels)
    positive: Labels = labels[counts] == 1
    cases, positives = int(counts.sum()), int(positive.sum())
    if reason := _one_class(cases, positives):
        return ObservationScore(name, cases, positives, reason), np.zeros(0), np.zeros(0)
    values, weights = values[counts], weights[:, counts]
    aurocs = weighted_auroc(positive, values, weights)
    precisions = weighted_average_precision(positive, values, weights)
    low, high = delong_interval(positive, values)
    scored = ObservationScore(
        name,
        cases,
        positives,
        "",
        estimate(auroc(positive, values), aurocs),
        None if np.isnan(low) else (low, high),
        estimate(average_precision(positive, values), precisions),
    )
    return scored, aurocs, precisions


def _one_class(cases: int, positives: int) -> str:
    if not cases:
        return "no case has a label"
    if not positives:
        return "no case is positive"
    return "no case is negative" if positives == cases else ""
