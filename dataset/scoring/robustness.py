"""Comparison of sets: with the x-rays themselves, pair by pair, and with a baseline model.

The corruption errors are those of ImageNet-C (Hendrycks and Dietterich, arXiv 1903.12261) with 1 - AUROC (mean of the
contest's five) for the error: CE = sum over levels of E(model) / sum over levels of E(baseline), and the relative CE
the same of E - E(x-rays), the loss against the clean images.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dataset.scoring.auroc import Floats
from dataset.scoring.bootstrap import Estimate, estimate
from dataset.scoring.pictures import XRAYS, PictureOrigin
from dataset.scoring.score import Measured


@dataclass(frozen=True, slots=True)
class SetDifference:
    """Loss of a set against the x-rays that its pictures show.

    Attributes:
        set: The set.
        studies: How many studies both have.
        of_x_rays: Mean AUROC on the x-rays.
        of_set: Mean AUROC on the pictures.
        difference: Of the second from the first, with its paired interval; negative where the pictures score worse.
        observations: The same difference of each observation.
    """

    set: str
    studies: int
    of_x_rays: float
    of_set: float
    difference: Estimate
    observations: dict[str, Estimate]


@dataclass(frozen=True, slots=True)
class CorruptionError:
    """A model's errors on one corruption relative to a baseline's, both over the same levels.

    Attributes:
        corruption: A pipeline, or a set of photos.
        levels: The levels summed over; photos have none.
        ce: Below 1 where the model errs less than the baseline.
        relative_ce: The same of what each loses against the x-rays; None where the baseline loses nothing or there are
            no x-rays.
    """

    corruption: str
    levels: tuple[int, ...]
    ce: Estimate
    relative_ce: Estimate | None


@dataclass(frozen=True, slots=True)
class Corruption:
    """Corruption errors and their means.

    Attributes:
        baseline: Name of the baseline.
        errors: By corruption.
        mean_ce: Mean of all (mCE).
        mean_relative_ce: Mean of those that there are.
    """

    baseline: str
    errors: tuple[CorruptionError, ...]
    mean_ce: Estimate
    mean_relative_ce: Estimate | None


def difference(name: str, x_rays: Measured, pictures: Measured) -> SetDifference | None:
    """Return the difference of two scores on the same studies and resamples; None where either has no mean."""
    first, second = x_rays.score.mean_auroc, pictures.score.mean_auroc
    if first is None or second is None or x_rays.score.mean_of != pictures.score.mean_of:
        return None
    values = {each.observation: each.auroc.value for each in pictures.score.observations if each.auroc}
    clean = {each.observation: each.auroc.value for each in x_rays.score.observations if each.auroc}
    return SetDifference(
        name,
        pictures.score.cases,
        first.value,
        second.value,
        estimate(second.value - first.value, pictures.mean_aurocs - x_rays.mean_aurocs),
        {
            each: estimate(values[each] - clean[each], pictures.aurocs[each] - x_rays.aurocs[each])
            for each in values
            if each in clean
        },
    )


Values = tuple[float, Floats]
"""A number on the data as they are, and in each resample."""


def corruption_errors(
    name: str,
    origins: Mapping[str, PictureOrigin],
    model: Mapping[str, Measured],
    baseline: Mapping[str, Measured],
) -> Corruption | None:
    """Return the corruption errors of a model.

    Args:
        name: Of the baseline.
        origins: Of each set: one of its pictures.
        model: Its scores by set.
        baseline: Those of the baseline on the same cases and resamples.
    """
    errors, ces, relatives = [], [], []
    for corruption, sets in _by_corruption(origins, model).items():
        ours, theirs = _sum(model, sets), _sum(baseline, sets)
        ce = _ratio(ours, theirs)
        relative = None
        if ce is None:
            continue
        if _comparable(model, sets):
            relative = _ratio(
                _less(ours, _sum(model, [XRAYS]), len(sets)),
                _less(theirs, _sum(baseline, [XRAYS]), len(sets)),
            )
        levels = tuple(sorted(origins[each].level for each in sets if origins[each].kind == "synthetic"))
        errors.append(
            CorruptionError(corruption, levels, estimate(*ce), estimate(*relative) if relative else None)
        )
        ces.append(ce)
        relatives += [relative] if relative else []
    if not errors:
        return None
    return Corruption(name, tuple(errors), _mean(ces), _mean(relatives) if relatives else None)


def _by_corruption(
    origins: Mapping[str, PictureOrigin], model: Mapping[str, Measured]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, measured in model.items():
        if name != XRAYS and _has_mean(measured):
            found.setdefault(origins[name].pipeline or name, []).append(name)
    return found


def _comparable(model: Mapping[str, Measured], sets: Sequence[str]) -> bool:
    """Return whether the x-rays have a mean, of the same observations as all these sets."""
    return (
        XRAYS in model
        and len({(_has_mean(model[each]), model[each].score.mean_of) for each in (XRAYS, *sets)}) == 1
    )


def _has_mean(measured: Measured) -> bool:
    return measured.score.mean_auroc is not None


def _sum(scores: Mapping[str, Measured], sets: Sequence[str]) -> Values:
    values = [mean.value for each in sets if (mean := scores[each].score.mean_auroc)]
    resampled = [scores[each].mean_aurocs for each in sets]
    return float(np.sum(1 - np.array(values))), np.sum(1 - np.array(resampled), axis=0)


def _less(errors: Values, clean: Values, times: int) -> Values:
    return errors[0] - times * clean[0], errors[1] - times * clean[1]


def _ratio(above: Values, below: Values) -> Values | None:
    if below[0] <= 0:
        return None
    # A resample in which the baseline loses nothing says nothing of how much more or less the model loses.
    resampled = np.divide(above[1], below[1], out=np.full_like(above[1], np.nan), where=below[1] > 0)
    return above[0] / below[0], resampled


def _mean(values: Sequence[Values]) -> Estimate:
    return estimate(
        float(np.mean([value for value, _ in values])), np.mean([each for _, each in values], axis=0)
    )
