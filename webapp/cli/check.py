"""``chexphoto check``: is a data set whole, and do its splits keep apart."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from dataset.checks import CheckReport, check_dataset
from dataset.release import Progress
from webapp.cli.decoding.decoders import decoders
from webapp.cli.decoding.examiner import CagedExaminer
from webapp.cli.step_progress import progress_bar, progress_lines


@click.command("check")
@click.argument("dataset", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--pixels", is_flag=True, help="Decode every picture, and compare those of different splits.")
@click.option(
    "--source",
    "sources",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="A CSV that the labels must be those of; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--progress-json", is_flag=True, help="Tell progress as lines of JSON, the report last.")
def check_command(
    dataset: Path, pixels: bool, sources: tuple[Path, ...], as_json: bool, progress_json: bool
) -> None:
    """Check DATASET: files against tables, manifest and SHA256SUMS, labels, and the splits against each other.

    Nothing is changed. The status is 0 if all is well, 1 if there are faults, 2 if it cannot be checked.
    """
    try:
        with progress_lines() if progress_json else progress_bar() as progress:
            report = _checked(dataset, pixels, sources, progress)
    except KeyboardInterrupt:
        click.echo("\nStopped. Nothing was changed.", err=True)
        sys.exit(130)
    if progress_json:
        click.echo(json.dumps({"report": report.to_json()}, ensure_ascii=False))
    elif as_json:
        click.echo(json.dumps(report.to_json(), indent=2, ensure_ascii=False))
    else:
        for line in report.lines():
            click.echo(line)
    sys.exit(1 if report.faults else 0)


def _checked(dataset: Path, pixels: bool, sources: tuple[Path, ...], progress: Progress) -> CheckReport:
    if not pixels:  # only the outlines of pictures are read, which takes no decoder
        return check_dataset(dataset, sources=sources, progress=progress)
    with decoders(os.cpu_count() or 1, read=[dataset]) as workers:
        return check_dataset(
            dataset, pixels=True, sources=sources, progress=progress, examiner=CagedExaminer(workers)
        )
