"""Instability: how much a model's predictions of the same x-ray change from picture to picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dataset.scoring.auroc import Floats
from dataset.scoring.bootstrap import Estimate, Resamples, estimate
from dataset.scoring.pictures import XRAYS, ScoredPictures
from dataset.scoring.truth import patient_of

THRESHOLD = 0.5
"""Of the decisions that are counted as changed."""
LISTED = 20
"""So many of the most unstable x-rays are named."""


@dataclass(frozen=True, slots=True)
class SetInstability:
    """Distance of predictions on a set's pictures from those on the x-rays that they show.

    Attributes:
        set: The set.
        pictures: How many have their x-ray in the data.
        change: Mean absolute difference of the probabilities, over pictures and observations.
        decisions_changed: Share of decisions at 0.5 that differ.
    """

    set: str
    pictures: int
    change: Estimate
    decisions_changed: Estimate


@dataclass(frozen=True, slots=True)
class XrayInstability:
    """The standard deviation of predictions over all pictures of one x-ray, mean of the observations."""

    xray: str
    pictures: int
    deviation: float


@dataclass(frozen=True, slots=True)
class Instability:
    """Instability by set and by x-ray.

    Attributes:
        sets: Against the x-rays; empty where the data hold no x-rays.
        xrays: How many x-rays have several pictures, themselves included.
        deviation: Mean over these of the standard deviation over their pictures; None where there are none.
        most_unstable: The first of them, the worst first.
    """

    sets: tuple[SetInstability, ...]
    xrays: int
    deviation: Estimate | None
    most_unstable: tuple[XrayInstability, ...]


def instability(pictures: ScoredPictures, values: Floats, resamples: Resamples) -> Instability:
    """Return the instability of predictions.

    Args:
        pictures: All pictures.
        values: The predictions for each, of the observations that count.
        resamples: Of their patients.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    for row, origin in enumerate(pictures.origins):
        rows[origin.xray].append(row)
    clean = {origin.xray: row for row, origin in enumerate(pictures.origins) if origin.kind == "xray"}
    sets = [
        _of_set(name, pictures, values, clean, resamples) for name in pictures.sets if name != XRAYS and clean
    ]
    several = {xray: found for xray, found in rows.items() if len(found) > 1}
    deviations = {xray: float(values[found].std(axis=0).mean()) for xray, found in several.items()}
    worst = sorted(deviations, key=lambda xray: (-deviations[xray], xray))[:LISTED]
    owners = [patient_of(pictures.truth.paths[found[0]]) for found in several.values()]
    return Instability(
        tuple(each for each in sets if each is not None),
        len(several),
        _mean(np.array(list(deviations.values())), owners, resamples) if several else None,
        tuple(XrayInstability(xray, len(several[xray]), deviations[xray]) for xray in worst),
    )


def _of_set(
    name: str, pictures: ScoredPictures, values: Floats, clean: dict[str, int], resamples: Resamples
) -> SetInstability | None:
    rows = [row for row, origin in enumerate(pictures.origins) if origin.set == name and origin.xray in clean]
    if not rows:
        return None
    theirs = values[[clean[pictures.origins[row].xray] for row in rows]]
    ours = values[rows]
    owners = [patient_of(pictures.truth.paths[row]) for row in rows]
    changed = (ours >= THRESHOLD) != (theirs >= THRESHOLD)
    return SetInstability(
        name,
        len(rows),
        _mean(np.abs(ours - theirs).mean(axis=1), owners, resamples),
        _mean(changed.mean(axis=1), owners, resamples),
    )


def _mean(values: Floats, owners: Sequence[str], resamples: Resamples) -> Estimate:
    weights = resamples.weights(owners).astype(np.float64)
    totals = weights.sum(axis=1)
    resampled = np.divide(weights @ values, totals, out=np.full_like(totals, np.nan), where=totals > 0)
    return estimate(float(values.mean()), resampled)
