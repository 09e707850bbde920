"""``chexphoto stats``: count a CSV, a data set or a study."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from dataset.chexpert import read_table
from dataset.errors import ExportError
from dataset.files import write_atomically
from dataset.statistics import ENDINGS, Blank, Format, Statistics, Unit, read_statistics, written
from webapp.cli.data_root import data_root, dataset_of, storage_in, study_named
from webapp.reviews.sample_service import read_fitness
from webapp.statistics.study_photos import accepted_photos, count_study, fitness_of_study

Place = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("place", type=Place, required=False)
@click.option("--study", metavar="ID|NAME", help="Count a study of the data root instead of PLACE.")
@click.option(
    "--review-sample",
    "sample",
    metavar="ID|NAME",
    help="Count the data set of a sample that readers looked at, with the share that they found fit.",
)
@click.option(
    "--format", "format_", type=click.Choice(list(ENDINGS)), default="text", show_default=True, help="Output."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option(
    "--blank",
    type=click.Choice(["negative", "apart"]),
    default="negative",
    show_default=True,
    help="Count blank cells as negative, as CheXpert's paper does, or apart.",
)
@click.option(
    "--unit",
    type=click.Choice(["studies", "images"]),
    default="studies",
    show_default=True,
    help="Count labels by study, as CheXpert's paper does, or by image.",
)
@click.option(
    "--data-root",
    "root",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the server keeps its data. [CHEXPHOTO_DATA_ROOT]",
)
def stats(
    place: Path | None,
    study: str | None,
    sample: str | None,
    format_: Format,
    out: Path | None,
    blank: Blank,
    unit: Unit,
    root: Path | None,
) -> None:
    """Count PLACE, a CheXpert-format CSV or the folder of a data set with its train.csv, valid.csv or test.csv.

    Tells the labels of each observation, and the patients, studies and images of each set and split.
    """
    if sum(map(bool, (place, study, sample))) != 1:
        raise click.UsageError(
            "Say what to count: a CSV, the folder of a data set, --study ID, or --review-sample ID."
        )
    if place:
        found = read_statistics(place, unit)
    else:
        found = _of_study(study, root, unit) if study else _of_sample(sample or "", root, unit)
    text = written(found, format_, blank)
    if out is None:
        click.echo(text, nl=not text.endswith("\n"))
    else:
        write_atomically(out, text)


def _of_study(wanted: str, root: Path | None, unit: Unit) -> Statistics:
    with storage_in(data_root(root)) as storage:
        study = study_named(storage, wanted)
        row = dataset_of(storage, study.dataset)
        photos = accepted_photos(storage, study.id)
        fitness = fitness_of_study(storage, photos)
    return count_study(read_table(row.csv, sha256=row.sha256), study.name, photos, fitness, unit)


def _of_sample(wanted: str, root: Path | None, unit: Unit) -> Statistics:
    with storage_in(data_root(root)) as storage:
        samples = storage.review_samples.all()
        found = [sample for sample in samples if wanted in (sample.id, sample.name)]
        if len(found) != 1:
            known = [f"{sample.id}  {sample.name}" for sample in found or samples]
            why = "There are several samples" if found else "There is no sample"
            raise ExportError(f"{why} {wanted!r}. Give the id of one of these:", known)
        fitness = read_fitness(storage, found[0])
    return replace(read_statistics(Path(found[0].folder), unit), fitness=tuple(fitness))
