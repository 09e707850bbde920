"""``chexphoto sample``: draw patients or x-rays at random into a CSV of their own."""

from __future__ import annotations

from pathlib import Path

import click

from dataset.chexpert import read_table
from dataset.export.plan import table_text
from dataset.sampling import Unit, sample
from webapp.cli.tables.number_patients import write_new

File = click.Path(exists=True, dir_okay=False, path_type=Path)
Count = click.IntRange(min=1)


@click.command(name="sample")
@click.argument("csv", type=File)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The CSV to write."
)
@click.option("--patients", type=Count, metavar="N", help="Draw N patients, with all their x-rays.")
@click.option("--xrays", type=Count, metavar="N", help="Draw N x-rays.")
@click.option(
    "--set",
    "of_set",
    metavar="NAME",
    help="Draw only from this set of a data set in CheXphoto's layout, such as natural/nokia10k.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed draws the same sample.")
@click.option(
    "--strata",
    metavar="COLUMN",
    multiple=True,
    help="Keep the shares of this column's values, such as Frontal/Lateral or Edema. May be repeated.",
)
def sample_command(
    csv: Path,
    out: Path,
    patients: int | None,
    xrays: int | None,
    of_set: str | None,
    seed: int,
    strata: tuple[str, ...],
) -> None:
    """Draw patients or x-rays of CSV at random, into a new CSV with the same columns and the order of the old one.

    Sessions, studies, `synthesize` and `export` take it. A larger sample from the same seed contains the smaller one.
    A CSV with a patient in two splits is refused, with the rows.
    """
    if (patients is None) == (xrays is None):
        raise click.UsageError("Say how many to draw: --patients N or --xrays N.")
    unit: Unit = "xrays" if patients is None else "patients"
    table = read_table(csv)
    indices = sample(table, unit, patients or xrays or 0, seed=seed, strata=strata, of_set=of_set)
    rows = table.frame.iloc[[index - 1 for index in indices]]
    write_new(out, table_text(table.columns, rows.itertuples(index=False, name=None)))
