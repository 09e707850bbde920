"""Labels of a data set as a score uses them, and its pictures joined to studies.

A picture's path says whose it is: ``<data set>/<split>[/<group>/<set>]/<patient>/<study>/<view>``.  Labels and contest
belong to studies, so that pictures of a study in the same set are joined before anything is scored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dataset.chexpert import OBSERVATIONS, XrayTable
from dataset.errors import DatasetError
from dataset.scoring.auroc import Floats
from dataset.scoring.predictions import Predictions

Uncertain = Literal["zeros", "ones", "ignore"]
Unmentioned = Literal["zeros", "ignore"]
Views = Literal["maximum", "mean", "each"]
_PATIENT = re.compile(r"patient\d+", re.ASCII)
_MEANING = {"1": 1.0, "1.0": 1.0, "0": 0.0, "0.0": 0.0}
_UNCERTAIN = {"zeros": 0.0, "ones": 1.0, "ignore": np.nan}


class TruthError(DatasetError):
    """The labels of a data set cannot be scored against; ``problems`` lists everything found."""


@dataclass(frozen=True, slots=True)
class LabelPolicy:
    """Treatment of labels that are neither positive nor negative.

    Attributes:
        uncertain: ``-1.0`` counts as negative, as positive, or not at all.
        unmentioned: An empty cell counts as negative (as CheXpert's own baselines have it), or not at all.
    """

    uncertain: Uncertain = "ignore"
    unmentioned: Unmentioned = "zeros"


@dataclass(frozen=True, slots=True)
class Truth:
    """The pictures of a data set with their labels.

    Attributes:
        paths: Of each picture.
        observations: Those that the data set has a column for, in CheXpert's order.
        labels: One row a picture, one column an observation; NaN does not count.
    """

    paths: tuple[str, ...]
    observations: tuple[str, ...]
    labels: Floats

    @property
    def studies(self) -> list[str]:
        """The study of each picture: its folder."""
        return [study_of(path) for path in self.paths]


@dataclass(frozen=True, slots=True)
class Cases:
    """Scored cases: studies, or single pictures.

    Attributes:
        names: Of each case.
        patients: Of each case.
        observations: Columns of ``labels`` and ``values``.
        labels: 1, 0, or NaN for what does not count.
        values: The predictions.
    """

    names: tuple[str, ...]
    patients: tuple[str, ...]
    observations: tuple[str, ...]
    labels: Floats
    values: Floats


def study_of(path: str) -> str:
    """Return the study of a picture: the folder that it is in."""
    return path.rpartition("/")[0]


def patient_of(path: str) -> str:
    """Return whose picture it is; the same in every set of a data set in CheXphoto's layout."""
    folders = path.split("/")[:-2]
    return folders[-1] if folders and _PATIENT.fullmatch(folders[-1]) else "/".join(folders) or path


def truth_of(table: XrayTable, policy: LabelPolicy) -> Truth:
    """Return the labels of a data set's table.

    Raises:
        TruthError: It has no column of an observation, or cells that are no labels.
    """
    observations = tuple(name for name in OBSERVATIONS if name in table.columns)
    if not observations:
        raise TruthError(f"{table.csv.name} has no labels: no column is called as one of the 14 observations")
    meaning = {
        **_MEANING,
        **dict.fromkeys(("-1", "-1.0"), _UNCERTAIN[policy.uncertain]),
        "": 0.0 if policy.unmentioned == "zeros" else np.nan,
    }
    problems = [
        f"row {index}, {name}: {cell!r} is no label (1.0, 0.0, -1.0 or nothing)"
        for name in observations
        for index, cell in enumerate(table.frame[name], start=1)
        if cell.strip() not in meaning
    ]
    if problems:
        raise TruthError(f"{table.csv.name} has {len(problems)} cells that are no labels:", problems)
    columns = [[meaning[cell.strip()] for cell in table.frame[name]] for name in observations]
    return Truth(table.paths, observations, np.array(columns, dtype=np.float64).T)


def values_by_picture(truth: Truth, predictions: Predictions) -> Floats:
    """Return a row of predictions for each picture; that of its study, where predictions are by study.

    Raises:
        PredictionsError: Predictions and data set are not about the same studies or pictures.
    """
    if predictions.unit == "Path":
        return predictions.in_order_of(truth.paths)
    studies = list(dict.fromkeys(truth.studies))
    rows = {study: row for row, study in enumerate(studies)}
    return predictions.in_order_of(studies)[[rows[study] for study in truth.studies]]


def cases_of(
    truth: Truth, predictions: Predictions, views: Views = "maximum", chosen: NDArray[np.bool_] | None = None
) -> Cases:
    """Return the cases of a data set, or of the chosen pictures of it.

    Args:
        truth: The data set.
        predictions: For each of its pictures or studies.
        views: How the pictures of a study are joined; ``each`` scores every picture.
        chosen: Which pictures; None takes all.

    Raises:
        PredictionsError: Predictions and data set are not about the same studies or pictures.
        TruthError: Views of one study have different labels.
    """
    observations = tuple(name for name in predictions.observations if name in truth.observations)
    if not observations:
        raise TruthError("the data set has labels for none of the predicted observations")
    labels = truth.labels[:, [truth.observations.index(name) for name in observations]]
    values = values_by_picture(truth, predictions)[
        :, [predictions.observations.index(n) for n in observations]
    ]
    pictures = np.arange(len(truth.paths)) if chosen is None else np.flatnonzero(chosen)
    paths = [truth.paths[picture] for picture in pictures]
    every = Cases(
        tuple(paths), tuple(map(patient_of, paths)), observations, labels[pictures], values[pictures]
    )
    return every if views == "each" else _joined(every, views)


def _joined(pictures: Cases, views: Views) -> Cases:
    studies: dict[str, list[int]] = {}
    for row, path in enumerate(pictures.names):
        studies.setdefault(study_of(path), []).append(row)
    _check_labels(pictures, studies)
    first = [rows[0] for rows in studies.values()]
    join = np.max if views == "maximum" else np.mean
    values = [join(pictures.values[rows], axis=0) for rows in studies.values()]
    return Cases(
        tuple(studies),
        tuple(pictures.patients[row] for row in first),
        pictures.observations,
        pictures.labels[first],
        np.array(values).reshape(len(studies), len(pictures.observations)),
    )


def _check_labels(pictures: Cases, studies: dict[str, list[int]]) -> None:
    problems = [
        f"{study}, {pictures.observations[column]}: {_names(pictures, rows)}"
        for study, rows in studies.items()
        for column in _differing(pictures.labels[rows])
    ]
    if problems:
        raise TruthError(
            "views of one study have different labels, so that the study has none; score each picture (views: each):",
            problems,
        )


def _differing(labels: Floats) -> Sequence[int]:
    same = (labels == labels[0]) | (np.isnan(labels) & np.isnan(labels[0]))
    return [int(column) for column in np.flatnonzero(~same.all(axis=0))]


def _names(pictures: Cases, rows: Sequence[int]) -> str:
    return ", ".join(pictures.names[row].rpartition("/")[2] for row in rows)
