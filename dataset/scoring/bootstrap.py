"""The bootstrap over patients.

Studies of one patient are alike, so that patients and not studies are drawn.  The draws are made once for a whole
evaluation: every set, observation and difference is computed on the same ones, which is what makes differences paired.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dataset.scoring.auroc import Floats

RESAMPLES = 1000
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval.

    Attributes:
        value: On the data as they are.
        low: Lower end of the interval; None where too few resamples have a value.
        high: Upper end.
        resamples: How many resamples it rests on; those with one class only have no value.
    """

    value: float
    low: float | None
    high: float | None
    resamples: int


class Resamples:
    """Number of times that each patient is in each resample.

    Args:
        patients: All patients, in any order, repeated or not.
        count: How many resamples.
        seed: The same seed and patients give the same resamples.
    """

    def __init__(self, patients: Sequence[str], count: int = RESAMPLES, seed: int = 0) -> None:
        known = sorted(set(patients))
        self.count = count
        self.seed = seed
        self._place = {patient: place for place, patient in enumerate(known)}
        draw = np.random.default_rng(seed).integers(len(known), size=(count, len(known)))
        self._times = (
            np.stack([_counted(row) for row in draw]) if count else np.zeros((0, len(known)), np.uint8)
        )

    def weights(self, patients: Sequence[str]) -> NDArray[np.uint8]:
        """Return how often each case counts in each resample, by its patient: one row a resample."""
        return self._times[:, [self._place[patient] for patient in patients]]


def _counted(row: NDArray[np.int64]) -> NDArray[np.uint8]:
    # Nobody is drawn 255 times but one of two or three patients in a lifetime of draws.
    return np.minimum(np.bincount(row, minlength=len(row)), 255).astype(np.uint8)


def estimate(value: float, resampled: Floats, level: float = LEVEL) -> Estimate:
    """Return a value with the percentile interval of its resamples; those without a value (NaN) are left out."""
    there = resampled[~np.isnan(resampled)]
    if len(there) * 2 <= len(resampled) or len(there) < 2:
        return Estimate(value, None, None, len(there))
    tail = (1 - level) / 2
    low, high = np.quantile(there, [tail, 1 - tail])
    return Estimate(value, float(low), float(high), len(there))
