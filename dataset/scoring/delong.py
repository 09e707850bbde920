"""DeLong's variance of a single AUROC: a check of the bootstrap by other means.

The fast form of Sun and Xu (2014), by midranks.  It takes cases as independent, so that it is narrower than the
bootstrap over patients where patients have several studies.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from dataset.scoring.auroc import Floats, Labels


def delong_interval(labels: Labels, scores: Floats, level: float = 0.95) -> tuple[float, float]:
    """Return the interval of an AUROC by DeLong's variance, within 0 and 1; NaN with fewer than two of a class."""
    positive, negative = scores[labels], scores[~labels]
    if min(len(positive), len(negative)) < 2:
        return float("nan"), float("nan")
    combined = _midranks(np.concatenate([positive, negative]))
    above = (combined[: len(positive)] - _midranks(positive)) / len(negative)
    below = 1 - (combined[len(positive) :] - _midranks(negative)) / len(positive)
    variance = above.var(ddof=1) / len(positive) + below.var(ddof=1) / len(negative)
    reach = NormalDist().inv_cdf((1 + level) / 2) * float(np.sqrt(variance))
    value = float(above.mean())
    return max(0.0, value - reach), min(1.0, value + reach)


def _midranks(values: Floats) -> Floats:
    """Return ranks from 1; equal values share the middle of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[place]
    return ranks
