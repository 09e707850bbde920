"""A whole evaluation: every set, slice, pair and level of the data, with what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dataset.scoring.bootstrap import LEVEL, RESAMPLES, Estimate, Resamples
from dataset.scoring.calibration import Calibration, calibration
from dataset.scoring.pictures import XRAYS, Kind, PictureOrigin, ScoredPictures, SourceFile
from dataset.scoring.predictions import COMPETITION, Predictions, PredictionsError
from dataset.scoring.robustness import Corruption, SetDifference, corruption_errors, difference
from dataset.scoring.score import Measured, Score, measure
from dataset.scoring.slices import default_columns, slices
from dataset.scoring.stability import Instability, instability
from dataset.scoring.truth import (
    Cases,
    LabelPolicy,
    Truth,
    Views,
    cases_of,
    patient_of,
    values_by_picture,
)

VERSION = 1
"""Of the form of the JSON."""


@dataclass(frozen=True, slots=True)
class ScoreSettings:
    """Settings of a scoring.

    Attributes:
        policy: What becomes of labels that are neither positive nor negative.
        views: How the pictures of a study are joined.
        resamples: Of the bootstrap.
        seed: Of the bootstrap.
        by: Columns of the manifest to slice by; None takes device, conditions and measures of quality.
    """

    policy: LabelPolicy = field(default_factory=LabelPolicy)
    views: Views = "maximum"
    resamples: int = RESAMPLES
    seed: int = 0
    by: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SetScore:
    """The score on one set."""

    set: str
    kind: Kind
    pipeline: str
    level: int
    pictures: int
    score: Score
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class SliceScore:
    """The score on the photos with one value of a column: mean AUROC of the contest's five."""

    column: str
    value: str
    pictures: int
    cases: int
    mean_of: tuple[str, ...]
    mean_auroc: Estimate | None


@dataclass(frozen=True, slots=True)
class About:
    """Data and settings on which an evaluation rests.

    Attributes:
        version: Of this form.
        code: Version of the program.
        model: Name of the model.
        data: Files of labels and manifests.
        predictions: Files of predictions.
        baseline: Files of the baseline's predictions.
        unit: What a prediction is about.
        settings: How it was scored.
        interval: The share of resamples within each interval.
    """

    version: int
    code: str
    model: str
    data: tuple[SourceFile, ...]
    predictions: tuple[SourceFile, ...]
    baseline: tuple[SourceFile, ...]
    unit: str
    settings: ScoreSettings
    interval: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An evaluation.

    Attributes:
        about: What it rests on.
        sets: Each set, the x-rays first.
        slices: Of the photos, by column of the manifest.
        differences: Each set against the x-rays that its pictures show, on the same studies.
        instability: Of predictions about the same x-ray.
        corruption: Errors relative to a baseline; None without one.
    """

    about: About
    sets: tuple[SetScore, ...]
    slices: tuple[SliceScore, ...]
    differences: tuple[SetDifference, ...]
    instability: Instability
    corruption: Corruption | None

    def to_json(self) -> Mapping[str, Any]:
        """Return all of it as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Model:
    """A model by its predictions.

    Attributes:
        name: Shown in reports.
        predictions: For every picture or study of the data.
        files: Where they are from.
    """

    name: str
    predictions: Predictions
    files: tuple[SourceFile, ...]


def evaluate(
    pictures: ScoredPictures, model: Model, settings: ScoreSettings, code: str, baseline: Model | None = None
) -> Evaluation:
    """Evaluate a model's predictions.

    Args:
        pictures: The data.
        model: What is scored.
        settings: How.
        code: Version of the program.
        baseline: What corruption errors are relative to.

    Raises:
        PredictionsError: Predictions and data are not about the same pictures or studies.
        TruthError: The labels cannot be scored against.
    """
    values_by_picture(pictures.truth, model.predictions)  # before anything long: do they fit the data at all
    bench = _Bench(pictures, settings)
    chosen = {name: bench.of_set(name) for name in pictures.sets}
    cases = {name: bench.cases(model.predictions, mask) for name, mask in chosen.items()}
    measured = {name: measure(each, bench.resamples) for name, each in cases.items()}
    origins = {origin.set: origin for origin in reversed(pictures.origins)}
    return Evaluation(
        About(
            VERSION,
            code,
            model.name,
            pictures.sources,
            model.files,
            baseline.files if baseline else (),
            model.predictions.unit,
            settings,
            LEVEL,
        ),
        tuple(
            _set_score(origins[name], int(chosen[name].sum()), measured[name], cases[name])
            for name in measured
        ),
        tuple(bench.slices(model.predictions)),
        tuple(bench.differences(model.predictions, chosen)),
        instability(pictures, bench.values_of_five(model.predictions), bench.resamples),
        _corruption(bench, baseline, chosen, origins, measured) if baseline else None,
    )


def join_predictions(files: Sequence[Predictions]) -> Predictions:
    """Return several files of predictions as one.

    Raises:
        PredictionsError: They are of different forms.
    """
    first = files[0]
    if any((each.unit, each.observations) != (first.unit, first.observations) for each in files):
        raise PredictionsError("files of predictions that are given together must have the same columns")
    names = tuple(name for each in files for name in each.names)
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise PredictionsError(f"{len(twice)} predictions are in two files:", twice)
    values = np.concatenate([each.values for each in files])
    return Predictions(first.unit, names, first.observations, values, first.sha256)


class _Bench:
    """The data and the resamples that every part of an evaluation uses."""

    def __init__(self, pictures: ScoredPictures, settings: ScoreSettings) -> None:
        self._pictures = pictures
        self._settings = settings
        patients = [patient_of(path) for path in pictures.truth.paths]
        self.resamples = Resamples(patients, settings.resamples, settings.seed)

    def of_set(self, name: str) -> NDArray[np.bool_]:
        return np.array([origin.set == name for origin in self._pictures.origins])

    def cases(self, predictions: Predictions, chosen: NDArray[np.bool_]) -> Cases:
        return cases_of(self._pictures.truth, predictions, self._settings.views, chosen)

    def values_of_five(self, predictions: Predictions) -> NDArray[np.float64]:
        columns = [predictions.observations.index(name) for name in COMPETITION]
        return values_by_picture(self._pictures.truth, predictions)[:, columns]

    def differences(
        self, predictions: Predictions, chosen: Mapping[str, NDArray[np.bool_]]
    ) -> list[SetDifference]:
        xrays = np.array([origin.xray for origin in self._pictures.origins], dtype=object)
        found = []
        for name, mask in chosen.items():
            if name == XRAYS or XRAYS not in chosen:
                continue
            both = set(xrays[mask]) & set(xrays[chosen[XRAYS]])
            shared = np.array([xray in both for xray in xrays], dtype=bool)
            if both:
                sides = [
                    measure(self.cases(predictions, side & shared), self.resamples)
                    for side in (chosen[XRAYS], mask)
                ]
                found.append(difference(name, *sides))
        return [each for each in found if each is not None]

    def slices(self, predictions: Predictions) -> list[SliceScore]:
        by = self._settings.by
        columns = default_columns(self._pictures) if by is None else by
        # The five alone: there are many slices, and each has few cases.
        truth = _narrowed(self._pictures.truth)
        found = []
        for each in slices(self._pictures, columns):
            cases = cases_of(truth, predictions, self._settings.views, each.chosen)
            score = measure(cases, self.resamples).score
            found.append(
                SliceScore(
                    each.column,
                    each.value,
                    int(each.chosen.sum()),
                    score.cases,
                    score.mean_of,
                    score.mean_auroc,
                )
            )
        return found


def _narrowed(truth: Truth) -> Truth:
    columns = [column for column, name in enumerate(truth.observations) if name in COMPETITION]
    return Truth(
        truth.paths, tuple(truth.observations[column] for column in columns), truth.labels[:, columns]
    )


def _set_score(origin: PictureOrigin, pictures: int, measured: Measured, cases: Cases) -> SetScore:
    return SetScore(
        origin.set,
        origin.kind,
        origin.pipeline,
        origin.level,
        pictures,
        measured.score,
        calibration(cases),
    )


def _corruption(
    bench: _Bench,
    baseline: Model,
    chosen: Mapping[str, NDArray[np.bool_]],
    origins: Mapping[str, PictureOrigin],
    measured: Mapping[str, Measured],
) -> Corruption | None:
    theirs = {
        name: measure(bench.cases(baseline.predictions, mask), bench.resamples)
        for name, mask in chosen.items()
    }
    return corruption_errors(baseline.name, origins, measured, theirs)
