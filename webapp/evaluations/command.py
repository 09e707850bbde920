"""``chexphoto evaluate``: scores of a model's predictions, as JSON and as one HTML page."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dataset.errors import ExportError
from dataset.files import write_atomically
from dataset.scoring.bootstrap import RESAMPLES
from dataset.scoring.truth import LabelPolicy, Uncertain, Unmentioned, Views

File = click.Path(exists=True, dir_okay=False, path_type=Path)
Data = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("predictions", type=File, nargs=-1, required=True)
@click.option(
    "--data",
    type=Data,
    multiple=True,
    required=True,
    help="CSV of labels, or folder of a data set in CheXphoto's layout. May be repeated.",
)
@click.option(
    "--split", type=click.Choice(["train", "valid", "test"]), help="Of a folder with several splits."
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="New folder.")
@click.option("--name", help="Name of the model. [the first file's]")
@click.option(
    "--uncertain",
    type=click.Choice(["zeros", "ones", "ignore"]),
    default="ignore",
    show_default=True,
    help="Labels of -1.0 count as negative, as positive, or not.",
)
@click.option(
    "--unmentioned",
    type=click.Choice(["zeros", "ignore"]),
    default="zeros",
    show_default=True,
    help="Empty labels count as negative, or not.",
)
@click.option(
    "--views",
    type=click.Choice(["maximum", "mean", "each"]),
    default="maximum",
    show_default=True,
    help="How predictions for the pictures of a study are joined; each: they are not.",
)
@click.option(
    "--by",
    multiple=True,
    metavar="COLUMN",
    help="Slice by this column of the manifest. [conditions, quality]",
)
@click.option(
    "--baseline", type=File, multiple=True, help="Predictions that errors are relative to. May be repeated."
)
@click.option("--baseline-name", default="baseline", show_default=True)
@click.option("--resamples", type=click.IntRange(0, 100_000), default=RESAMPLES, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the resamples.")
def evaluate(
    predictions: tuple[Path, ...],
    data: tuple[Path, ...],
    split: str | None,
    out: Path,
    name: str | None,
    uncertain: Uncertain,
    unmentioned: Unmentioned,
    views: Views,
    by: tuple[str, ...],
    baseline: tuple[Path, ...],
    baseline_name: str,
    resamples: int,
    seed: int,
) -> None:
    """Score PREDICTIONS (CSVs in the form of the CheXpert contest) on data sets, with 95 % intervals.

    Writes OUT/evaluation.json and OUT/evaluation.html. Several files of predictions count as one.
    """
    from dataset.scoring.evaluation import ScoreSettings
    from webapp.evaluations.files import EvaluationFiles, evaluate_files

    if out.exists() and any(out.iterdir()):
        raise ExportError(
            f"{out} exists already and is not empty; nothing was written. Choose another folder"
        )
    settings = ScoreSettings(LabelPolicy(uncertain, unmentioned), views, resamples, seed, by or None)
    files = EvaluationFiles(name or predictions[0].stem, predictions, data, split, baseline_name, baseline)
    evaluation, page = evaluate_files(files, settings)
    write_atomically(out / "evaluation.json", json.dumps(evaluation.to_json(), indent=1))
    write_atomically(out / "evaluation.html", page)
    for each in evaluation.sets:
        mean = each.score.mean_auroc
        click.echo(
            f"{each.set}: mean AUROC {f'{mean.value:.3f}' if mean else '-'} of {len(each.score.mean_of)}"
        )
    click.echo(out / "evaluation.html")
