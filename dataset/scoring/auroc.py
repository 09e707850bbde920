"""AUROC and average precision of one observation: scikit-learn's, and the same for many weightings at once.

A bootstrap asks for the same two numbers a thousand times with other weights.  Sorted once, both are sums over the
order, and all weightings are done together.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.bool_]
Floats = NDArray[np.float64]
Weights = NDArray[np.integer]
CELLS = 2_000_000
"""Of the weights that are worked on at once: 16 MB an array."""


def auroc(labels: Labels, scores: Floats) -> float:
    """Return the area under the ROC curve; both classes must be there."""
    from sklearn.metrics import (
        roc_auc_score,
    )  # scipy with it: a second, which the server's start must not take

    return float(roc_auc_score(labels, scores))


def average_precision(labels: Labels, scores: Floats) -> float:
    """Return the average precision: the sum of precisions, each weighted with the gain in recall."""
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(labels, scores))


def weighted_auroc(labels: Labels, scores: Floats, weights: Weights) -> Floats:
    """Return the AUROC under each weighting.

    Args:
        labels: Of each case.
        scores: Of each case.
        weights: One row a weighting, one column a case: how often the case counts.

    Returns:
        One value a weighting; NaN where it leaves one class only.
    """
    return np.concatenate([_auroc(*part) for part in _sorted_parts(labels, scores, weights)])


def weighted_average_precision(labels: Labels, scores: Floats, weights: Weights) -> Floats:
    """Return the average precision under each weighting; arguments and result as `weighted_auroc`."""
    return np.concatenate([_average_precision(*part) for part in _sorted_parts(labels, scores, weights)])


def _sorted_parts(labels: Labels, scores: Floats, weights: Weights) -> Iterator[tuple[Floats, Floats]]:
    """Yield the weight of positives and of negatives at each distinct score, from the highest score down."""
    order = np.argsort(-scores, kind="stable")
    labels, scores = labels[order], scores[order]
    starts = np.flatnonzero(np.r_[True, scores[1:] != scores[:-1]])
    step = max(1, CELLS // len(scores))
    for first in range(0, len(weights), step):
        part = weights[first : first + step, order].astype(np.float64)
        yield (
            np.add.reduceat(part * labels, starts, axis=1),
            np.add.reduceat(part * ~labels, starts, axis=1),
        )


def _auroc(positive: Floats, negative: Floats) -> Floats:
    # A positive wins against each negative below it, and half against each with the same score.
    above = np.cumsum(positive, axis=1) - positive / 2
    won = np.einsum("ij,ij->i", above, negative)
    return _divided(won, positive.sum(axis=1) * negative.sum(axis=1))


def _average_precision(positive: Floats, negative: Floats) -> Floats:
    hits = np.cumsum(positive, axis=1)
    drawn = hits + np.cumsum(negative, axis=1)
    precision = np.divide(hits, drawn, out=np.zeros_like(hits), where=drawn > 0)
    summed = np.einsum("ij,ij->i", precision, positive)
    # As where the AUROC is undefined: a resample counts for both measures or for none.
    return np.where(negative.any(axis=1), _divided(summed, hits[:, -1]), np.nan)


def _divided(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
