"""Command-line options that select a data set's x-rays."""

from __future__ import annotations

from pathlib import Path

import click

File = click.Path(exists=True, dir_okay=False, path_type=Path)
csv_option = click.option("--csv", type=File, required=True, help="CheXpert-format CSV of the x-rays.")
data_dir_option = click.option(
    "--data-dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder that the CSV's paths begin in. Looked for from the CSV upwards.",
)
