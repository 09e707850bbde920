"""``chexphoto synthesize``: a whole data set of synthetic photos, resumable, with a list of all failures."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict, Unpack

import click
from tqdm import tqdm

from dataset.batch.engine import Report, run_batch
from dataset.batch.order import BatchOrder
from dataset.batch.plan import BatchPlan, plan_batch, variants
from dataset.batch.tables import LEFT_OUT
from dataset.chexpert import XrayTable, read_table
from dataset.errors import BatchError
from dataset.folder import DataFolder, find_data_folder
from dataset.images.encode import OutputFormat
from transforms import LEVELS, TransformError
from webapp.cli.progress import ProgressLines, failure_lines
from webapp.cli.xray_options import csv_option
from webapp.workers.batch import MEMORY_MB, batch_confinement

Folder = click.Path(file_okay=False, path_type=Path)


def _levels(_context: click.Context, _option: click.Parameter, text: str) -> list[int]:
    try:
        levels = [int(word) for word in text.split(",")]
    except ValueError:
        raise click.BadParameter("levels are numbers from 1 to 4, separated by commas") from None
    if not all(level in LEVELS for level in levels):
        raise click.BadParameter("levels are 1, 2, 3 and 4")
    return list(dict.fromkeys(levels))


class SynthesizeOptions(TypedDict):
    """The options of the command, as Click passes them."""

    csv: Path
    data_dir: Path | None
    out: Path
    name: str
    pipelines: tuple[str, ...]
    levels: list[int]
    split: str | None
    seed: int
    first: int
    limit: int | None
    format: OutputFormat
    quality: int
    relative: bool
    truth: bool
    workers: int | None
    memory_mb: int
    scheduler: str | None
    progress_json: bool
    allow_links: bool


@click.command()
@csv_option
@click.option(
    "--data-dir", type=Folder, help="Folder that the CSV's paths begin in. Looked for from the CSV upwards."
)
@click.option("--out", type=Folder, required=True, help="Write the folder OUT/NAME.")
@click.option(
    "--name", default="CheXphoto-v1.0", show_default=True, help="Name and top folder of the data set."
)
@click.option(
    "--pipeline",
    "pipelines",
    multiple=True,
    required=True,
    help="digital, photographic, or transforms joined by +.",
)
@click.option(
    "--levels", "--level", default="1", show_default=True, callback=_levels, help="1 to 4, several by commas."
)
@click.option("--split", type=click.Choice(["train", "valid", "test"]), help="Put everything into one split.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of all randomness.")
@click.option(
    "--first", type=click.IntRange(1), default=1, show_default=True, help="Index of the first x-ray."
)
@click.option("--limit", type=click.IntRange(1), help="Most x-rays to work on.")
@click.option("--format", type=click.Choice(["jpeg", "png", "webp"]), default="jpeg", show_default=True)
@click.option(
    "--quality", type=click.IntRange(1, 100), default=95, show_default=True, help="Of JPEG and WebP."
)
@click.option("--relative", is_flag=True, help="Scale sizes that the paper gives in pixels with each x-ray.")
@click.option(
    "--truth", is_flag=True, help="Write homography, displacement and masks beside each image (.npz)."
)
@click.option("--workers", type=click.IntRange(1), help="Processes. [as many as cores]")
@click.option(
    "--memory-mb",
    type=click.IntRange(0),
    default=MEMORY_MB,
    show_default=True,
    help="Memory of each process, in MB; 0: no limit.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Use a Dask cluster instead: tcp://host:8786.")
@click.option("--progress-json", is_flag=True, help="Tell progress as lines of JSON on standard output.")
@click.option("--allow-links", is_flag=True, help="Follow symbolic links in the data folder.")
def synthesize(**options: Unpack[SynthesizeOptions]) -> None:
    """Make synthetic photos of a data set's x-rays, in CheXphoto's layout, with their labels.

    Run it again after an interruption: it goes on where it was.
    """
    try:
        table = read_table(options["csv"])
        folder = find_data_folder(table, options["data_dir"], allow_links=options["allow_links"])
        plan = _plan(table, folder, options)
        report = _run(plan, folder, options)
    except TransformError as error:
        raise BatchError(str(error)) from error
    except KeyboardInterrupt:
        click.echo("\nStopped. What is made stays; the same command goes on from here.", err=True)
        sys.exit(130)
    if not options["progress_json"]:
        click.echo(_summary(plan, report))
    sys.exit(1 if report.failed else 0)


def _plan(table: XrayTable, folder: DataFolder, options: SynthesizeOptions) -> BatchPlan:
    order = BatchOrder(
        variants(list(dict.fromkeys(options["pipelines"])), options["levels"]),
        options["seed"],
        options["relative"],
        options["format"],
        options["quality"],
        options["truth"],
    )
    return plan_batch(
        table,
        folder,
        options["out"],
        order,
        name=options["name"],
        split=options["split"],
        first=options["first"],
        limit=options["limit"],
    )


def _run(plan: BatchPlan, folder: DataFolder, options: SynthesizeOptions) -> Report:
    workers = options["workers"] or os.cpu_count() or 1
    watch = _lines if options["progress_json"] else _bar
    confinement = batch_confinement(_read(plan, folder), plan.folder, options["memory_mb"])
    with watch(plan.images) as show:
        report = run_batch(
            plan,
            workers=workers,
            scheduler=options["scheduler"],
            on_progress=show,
            confinement=confinement,
        )
    for line in failure_lines(report.failed):
        click.echo(line, err=True)
    return report


def _read(plan: BatchPlan, folder: DataFolder) -> Iterator[Path]:
    """Yield what the processes read; the kernel asks for the rights of what a link leads to."""
    yield folder.root
    if folder.allow_links:
        yield from dict.fromkeys(xray.file.resolve().parent for xray in plan.xrays)


@contextmanager
def _bar(images: int) -> Iterator[Callable[[Report], object]]:
    with tqdm(total=images, unit="image", smoothing=0.1, disable=None) as bar:

        def show(report: Report) -> None:
            if report.waits_for:
                bar.write(report.waits_for, file=sys.stderr)
            bar.set_postfix_str(f"{len(report.failed)} failed" if report.failed else "")
            bar.update(report.made + report.there + len(report.failed) - bar.n)

        yield show


@contextmanager
def _lines(images: int) -> Iterator[Callable[[Report], object]]:
    lines = ProgressLines(images, sys.stdout)
    done = False
    try:
        yield lines.show
        done = True
    finally:
        lines.end(done=done)


def _summary(plan: BatchPlan, report: Report) -> str:
    there = f", {report.there:,} were there" if report.there else ""
    failed = f", {len(report.failed):,} failed (listed in {LEFT_OUT})" if report.failed else ""
    return f"{report.made:,} images made{there}{failed} -> {plan.folder}"
