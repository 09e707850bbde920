"""``chexphoto mimic-table``: one CSV of the tables that MIMIC-CXR-JPG is downloaded with."""

from __future__ import annotations

from pathlib import Path

import click

from dataset.mimic import SPLIT, mimic_table
from dataset.numbering import numbered_csv
from webapp.cli.tables.number_patients import write_new

Folder = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(name="mimic-table")
@click.argument("folder", type=Folder)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The CSV to write."
)
def mimic_table_command(folder: Path, out: Path) -> None:
    """Join MIMIC-CXR-JPG's tables in FOLDER: images, views, splits, and the labels of their studies.

    FOLDER is the one that holds `files` and `mimic-cxr-2.0.0-metadata.csv.gz`. Register the new CSV with FOLDER as
    the data folder. Its paths for exported data sets are numbered as number-patients does, in MIMIC's own splits.
    """
    write_new(out, numbered_csv(mimic_table(folder), split_column=SPLIT))
