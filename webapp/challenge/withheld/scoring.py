"""Scores of predictions, in words that say nothing of the withheld set but how many studies it has.

Whatever a participant is told about a refused file comes from that file: rows, numbers, its own names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dataset.scoring.auroc import Floats, weighted_auroc
from dataset.scoring.bootstrap import Resamples, estimate
from dataset.scoring.predictions import COMPETITION, Predictions, parse_predictions
from dataset.scoring.truth import Cases, Truth, TruthError, cases_of
from dataset.submission.errors import SubmissionError
from dataset.submission.parts import Part, PartScore

DECIMALS = 3
"""Of a score: each further one would tell more of the labels."""
NAME = "the file of predictions"


def score_predictions(data: bytes, truth: Mapping[Part, Truth]) -> dict[str, PartScore]:
    """Score the bytes of a file of predictions against each part of a set that it covers.

    Raises:
        PredictionsError: It cannot be read.
        SubmissionError: It does not fit the set.
    """
    predictions = parse_predictions(data, NAME)
    wanted = {part: _names(each, predictions) for part, each in truth.items()}
    _refuse_strange(predictions, wanted)
    there = set(predictions.names)
    covered = [part for part, names in wanted.items() if not there.isdisjoint(names)]
    for part in covered:
        have = len(there.intersection(wanted[part]))
        if have < len(wanted[part]):
            what = "x-rays" if part == "clean" else "photos"
            raise SubmissionError(
                f"the predictions cover {have:,} of the {len(wanted[part]):,} studies of the {what}; all are needed"
            )
    return {part: _score(truth[part], _only(predictions, wanted[part])) for part in covered}


def _names(truth: Truth, predictions: Predictions) -> tuple[str, ...]:
    return tuple(dict.fromkeys(truth.studies if predictions.unit == "Study" else truth.paths))


def _refuse_strange(predictions: Predictions, wanted: Mapping[Part, Sequence[str]]) -> None:
    known = {name for names in wanted.values() for name in names}
    strange = [row for row, name in enumerate(predictions.names, start=1) if name not in known]
    if strange:
        raise SubmissionError(
            f"{len(strange):,} rows are about something that is not in this set; the first is row {strange[0]}"
        )


def _only(predictions: Predictions, names: Sequence[str]) -> Predictions:
    rows = {name: row for row, name in enumerate(predictions.names)}
    values = predictions.values[[rows[name] for name in names]]
    return Predictions(predictions.unit, tuple(names), predictions.observations, values, predictions.sha256)


def _score(truth: Truth, predictions: Predictions) -> PartScore:
    try:
        cases = cases_of(truth, predictions)
    except TruthError as error:  # it names studies; the operator is told when the set is declared
        raise SubmissionError("this set has no labels to score these predictions against") from error
    chosen = [name for name in COMPETITION if _has_both(cases, name)]
    if not chosen:
        raise SubmissionError("none of the contest's five observations can be scored on this set")
    # One weighting more than the resamples has every case once, which gives the value itself: scikit-learn would give
    # the same, and its import takes longer than all the rest.
    drawn = Resamples(cases.patients).weights(cases.patients)
    weights = np.vstack([np.ones_like(drawn[:1]), drawn])
    means = np.mean([_aurocs(cases, name, weights) for name in chosen], axis=0)
    mean = estimate(float(means[0]), means[1:])
    return {
        "mean_auroc": _rounded(mean.value),
        "low": None if mean.low is None else _rounded(mean.low),
        "high": None if mean.high is None else _rounded(mean.high),
        "studies": len(cases.names),
        "observations": len(chosen),
    }


def _has_both(cases: Cases, observation: str) -> bool:
    """Return whether some cases of an observation are positive and some negative."""
    if observation not in cases.observations:
        return False
    labels = cases.labels[:, cases.observations.index(observation)]
    return bool((labels == 1).any() and (labels == 0).any())


def _aurocs(cases: Cases, observation: str, weights: NDArray[np.uint8]) -> Floats:
    column = cases.observations.index(observation)
    labels = cases.labels[:, column]
    counts = ~np.isnan(labels)
    return weighted_auroc(labels[counts] == 1, cases.values[counts, column], weights[:, counts])


def _rounded(value: float) -> float:
    return float(np.round(value, DECIMALS))


def check_can_be_scored(truth: Mapping[Part, Truth]) -> None:
    """Refuse a set on which no predictions could be scored.

    Raises:
        DatasetError: Views of a study have different labels, or no observation has both classes.
    """
    for each in truth.values():
        studies = tuple(dict.fromkeys(each.studies))
        values = np.full((len(studies), len(COMPETITION)), 0.5)
        guessed = Predictions("Study", studies, COMPETITION, values, "")
        cases_of(each, guessed)
        _score(each, guessed)
