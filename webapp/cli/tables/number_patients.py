"""``chexphoto number-patients``: give x-rays paths that fit CheXphoto's layout."""

from __future__ import annotations

from pathlib import Path

import click

from dataset.chexpert import read_table
from dataset.errors import CsvError
from dataset.layout import SPLITS, Split
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
@click.option(
    "--split-column", metavar="COLUMN", help="The split of each: train, valid (validate, val) or test."
)
@click.option("--patient", metavar="COLUMN", help="Whose an x-ray is. [the folder above the study's]")
@click.option("--study", metavar="COLUMN", help="Of which study it is. [the folder it lies in]")
def number_patients(
    csv: Path, out: Path, split: Split, split_column: str | None, patient: str | None, study: str | None
) -> None:
    """Write CSV again with a column of paths as CheXpert has them: patients, studies and views numbered in its order.

    For x-rays that lie otherwise, as MIMIC-CXR's do. They stay where they are and keep their numbers; register the
    new CSV instead of the old one.
    """
    write_new(out, numbered_csv(read_table(csv), split, patient, study, split_column))


def write_new(out: Path, text: str) -> None:
    """Write a CSV under a name that nothing has yet, and say how many x-rays it has.

    Raises:
        CsvError: There is a file of this name.
    """
    try:
        with out.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise CsvError(f"{out} exists already; nothing was written. Choose another name") from None
    click.echo(f"{len(text.splitlines()) - 1:,} x-rays -> {out}")
