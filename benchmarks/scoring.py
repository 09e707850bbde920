"""Coverage of the intervals of scores by simulation, and the speed of the bootstrap.

``python -m benchmarks.scoring`` prints the tables of ``docs/benchmarks.md``.  Patients with one to three studies get
labels and scores of a known AUROC; studies of one patient are alike.  A 95 % interval should hold the true value in
95 % of the simulations.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from dataset.chexpert import OBSERVATIONS
from dataset.scoring.auroc import Floats, Labels, auroc, weighted_auroc
from dataset.scoring.bootstrap import Resamples, estimate
from dataset.scoring.delong import delong_interval
from dataset.scoring.score import score
from dataset.scoring.truth import Cases

ALIKE = 0.6
"""Share of the scores' variance that studies of one patient have in common."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Simulated data: number of patients, positive studies in 100, and the true AUROC."""

    patients: int
    positive: float
    auroc: float


SETTINGS = (
    Setting(200, 0.3, 0.75),
    Setting(200, 0.3, 0.9),
    Setting(500, 0.1, 0.75),
    Setting(500, 0.1, 0.9),
    Setting(500, 0.3, 0.85),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """In how many of 100 simulations an interval holds the true AUROC, and how wide it is on average."""

    bootstrap: float
    delong: float
    width: float


def coverage(setting: Setting, simulations: int, resamples: int, seed: int = 0) -> Coverage:
    """Simulate data sets and count the intervals that hold the true AUROC."""
    held, cross, widths = 0, 0, []
    for simulation in range(simulations):
        labels, scores, patients = simulated(setting, np.random.default_rng([seed, simulation]))
        weights = Resamples(patients, resamples, simulation).weights(patients)
        found = estimate(auroc(labels, scores), weighted_auroc(labels, scores, weights))
        assert found.low is not None
        assert found.high is not None
        held += found.low <= setting.auroc <= found.high
        widths.append(found.high - found.low)
        low, high = delong_interval(labels, scores)
        cross += low <= setting.auroc <= high
    return Coverage(held / simulations, cross / simulations, float(np.mean(widths)))


def simulated(setting: Setting, random: np.random.Generator) -> tuple[Labels, Floats, list[str]]:
    """Return labels, scores and patients; a patient's studies have one label and similar scores."""
    studies = random.integers(1, 4, setting.patients)
    positive = np.zeros(setting.patients, dtype=bool)
    positive[: round(setting.positive * setting.patients)] = True
    apart = NormalDist().inv_cdf(setting.auroc) * np.sqrt(2)
    own = random.normal(size=setting.patients) * np.sqrt(ALIKE) + apart * positive
    owner = np.repeat(np.arange(setting.patients), studies)
    scores = own[owner] + random.normal(size=len(owner)) * np.sqrt(1 - ALIKE)
    return positive[owner], scores, [f"patient{number}" for number in owner]


def seconds(sets: int = 5, cases: int = 668, resamples: int = 1000) -> float:
    """Return how long scoring takes: all 14 observations of so many sets."""
    random = np.random.default_rng(0)
    patients = tuple(f"patient{case % 500}" for case in range(cases))
    labels = (random.random((cases, len(OBSERVATIONS))) < 0.2).astype(float)
    score(
        Cases(patients, patients, OBSERVATIONS, labels, random.random(labels.shape)), Resamples(patients, 2)
    )
    started = time.perf_counter()
    draws = Resamples(patients, resamples)
    for _ in range(sets):
        score(Cases(patients, patients, OBSERVATIONS, labels, random.random(labels.shape)), draws)
    return time.perf_counter() - started


def rows(simulations: int, resamples: int) -> Iterator[str]:
    """Yield the table of coverage."""
    yield "| patients | positive | true AUROC | bootstrap over patients | DeLong by studies | mean width |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for setting in SETTINGS:
        found = coverage(setting, simulations, resamples)
        yield (
            f"| {setting.patients} | {setting.positive:.0%} | {setting.auroc:.2f} "
            f"| {found.bootstrap:.1%} | {found.delong:.1%} | {found.width:.3f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulations", type=int, default=1000)
    parser.add_argument("--resamples", type=int, default=1000)
    given = parser.parse_args()
    for row in rows(given.simulations, given.resamples):
        print(row, flush=True)
    print(f"\n1,000 resamples of 668 studies x 14 observations in 5 sets: {seconds():.1f} s")


if __name__ == "__main__":
    main()
