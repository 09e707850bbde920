"""Robustness of a model to photos, and the gain by training with synthetic ones: one command, some minutes.

    python -m examples.robustness OUT

X-rays are drawn, with findings, of patients who are in one split only.  A small baseline is trained on the x-rays, and
again with synthetic photos of them.  All models are scored on x-rays and on synthetic photos by level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from dataset.files import write_atomically
from dataset.layout import Split
from dataset.scoring.bootstrap import RESAMPLES
from dataset.scoring.evaluation import Evaluation
from examples import steps
from webapp.evaluations.charts import levels_chart, standalone
from webapp.evaluations.page import levels_of


@click.command()
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--train", "patients", default=400, show_default=True, help="Patients to train on.")
@click.option("--valid", default=150, show_default=True, help="Patients to score on.")
@click.option("--resamples", default=RESAMPLES, show_default=True)
def main(out: Path, patients: int, valid: int, resamples: int) -> None:
    """Train, score and plot into OUT."""
    xrays = steps.draw(out, patients, valid)
    click.echo("drawn")
    photos = steps.synthesize(xrays["valid"], out, "CheXphoto-Drawn-v1.0", steps.RECIPES)
    click.echo(f"{len(photos.paths)} synthetic photos to score on")
    evaluations = study(out, xrays, photos, resamples)
    click.echo(table(evaluations) + f"\n{out / 'results'}")


def study(
    out: Path,
    xrays: Mapping[Split, steps.Pictures],
    photos: steps.Pictures,
    resamples: int,
    recipes: Sequence[str] = steps.RECIPES,
) -> dict[str, Evaluation]:
    """Train a model on x-rays, one more with each recipe, and score them all.

    Args:
        out: Where everything goes.
        xrays: By split.
        photos: What is scored besides the x-rays; its CSV lies in the data set's folder.
        resamples: Of the bootstrap.
        recipes: Of synthetic photos to train with, each in ``photos`` too.
    """
    results = out / "results"
    models = {steps.CLEAN: steps.train(xrays["train"])}
    models |= {f"with {recipe}": steps.train(xrays["train"], recipe) for recipe in recipes}
    click.echo(f"{len(models)} models trained")
    files = steps.predict(models, [xrays["valid"], photos], results)
    evaluations = steps.score(files, (xrays["valid"].csv, photos.csv.parent), results, resamples)
    for recipe in recipes:
        lines = {name: levels_of(each)[recipe] for name, each in evaluations.items()}
        drawing = levels_chart(lines, f"Mean AUROC of three models by level of {recipe}")
        write_atomically(results / f"{recipe}.svg", standalone(drawing))
    write_atomically(results / "table.md", table(evaluations))
    return evaluations


def table(evaluations: dict[str, Evaluation]) -> str:
    """Return the mean AUROC of every model on every set, as a Markdown table."""
    sets = [each.set for each in next(iter(evaluations.values())).sets]
    lines = [f"| set | {' | '.join(evaluations)} |", f"| --- {'| --- ' * len(evaluations)}|"]
    for place, name in enumerate(sets):
        cells = [_cell(each, place) for each in evaluations.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(evaluation: Evaluation, place: int) -> str:
    mean = evaluation.sets[place].score.mean_auroc
    if mean is None or mean.low is None or mean.high is None:
        return "-"
    return f"{mean.value:.2f} ({mean.low:.2f} to {mean.high:.2f})"


if __name__ == "__main__":
    main()
