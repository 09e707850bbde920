"""An evaluation of files: predictions and data sets in, scores and a page out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from dataset.scoring.evaluation import Evaluation, Model, ScoreSettings, evaluate, join_predictions
from dataset.scoring.pictures import SourceFile, read_pictures
from dataset.scoring.predictions import read_predictions
from webapp.evaluations.page import render


@dataclass(frozen=True, slots=True)
class EvaluationFiles:
    """Files of an evaluation.

    Attributes:
        name: Of the model.
        predictions: Its files; together they are about all of the data.
        data: CSVs of labels, or folders of data sets in CheXphoto's layout.
        split: Which CSV of a folder; None where each has one.
        baseline_name: Name of the baseline.
        baseline: Its files; none for no baseline.
    """

    name: str
    predictions: tuple[Path, ...]
    data: tuple[Path, ...]
    split: str | None = None
    baseline_name: str = "baseline"
    baseline: tuple[Path, ...] = ()


def evaluate_files(files: EvaluationFiles, settings: ScoreSettings) -> tuple[Evaluation, str]:
    """Return the evaluation of files and its page.

    Raises:
        DatasetError: Predictions or data cannot be used; ``problems`` lists everything.
    """
    pictures = read_pictures(files.data, settings.policy, files.split)
    model = _model(files.name, files.predictions)
    baseline = _model(files.baseline_name, files.baseline) if files.baseline else None
    evaluation = evaluate(pictures, model, settings, version("chexphoto-lab"), baseline)
    return evaluation, render(evaluation)


def _model(name: str, files: Sequence[Path]) -> Model:
    read = [read_predictions(file) for file in files]
    sources = tuple(SourceFile(file.name, each.sha256) for file, each in zip(files, read, strict=True))
    return Model(name, join_predictions(read), sources)
