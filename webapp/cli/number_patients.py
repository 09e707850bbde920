"""``chexphoto number-patients``: give x-rays paths that fit CheXphoto's layout."""

from __future__ import annotations

from pathlib import Path

import click

from dataset.chexpert import read_table
from dataset.errors import CsvError
from dataset.layout import SPLITS
from dataset.numbering import numbered_csv

File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("csv", type=File)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The CSV to write."
)
@click.option(
    "--split", type=click.Choice(SPLITS), default="train", show_default=True, help="The split of all."
)
@click.option("--patient", metavar="COLUMN", help="Whose an x-ray is. [the folder above the study's]")
@click.option("--study", metavar="COLUMN", help="Of which study it is. [the folder it lies in]")
def number_patients(csv: Path, out: Path, split: str, patient: str | None, study: str | None) -> None:
    """Write CSV again with a column of paths as CheXpert has them: patients, studies and views numbered in its order.

    For x-rays that lie otherwise, as MIMIC-CXR's do. They stay where they are and keep their numbers; register the
    new CSV instead of the old one.
    """
    text = numbered_csv(read_table(csv), split, patient, study)
    try:
        with out.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise CsvError(f"{out} exists already; nothing was written. Choose another name") from None
    click.echo(f"{len(text.splitlines()) - 1:,} x-rays -> {out}")
