"""``chexphoto export``: a CheXphoto-layout data set, out of a data root or of a bare folder of photos.

Needs no server: it reads the journal and the archive, whether one is running or not, and changes neither.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from capture.archive import Archive
from capture.errors import CaptureError
from capture.journal import Journal
from dataset.chexpert import XrayTable, read_table
from dataset.errors import ExportError
from dataset.export import ExportPhoto, ExportPlan, plan_export, stream_zip, write_folder
from dataset.from_photos import find_photos
from webapp.export.selection import export_photos, select
from webapp.settings import read_settings

Folder = click.Path(file_okay=False, path_type=Path)
NAME = "CheXphoto-Lab-v1.0"


@click.command()
@click.option(
    "--session", "sessions", multiple=True, metavar="ID", help="A session to export; several may be given."
)
@click.option(
    "--from-photos", type=Folder, help="A folder of photos, instead of sessions: their names say all."
)
@click.option(
    "--csv", type=click.Path(dir_okay=False, path_type=Path), help="With --from-photos: the source CSV."
)
@click.option(
    "--set", "set_name", help="With --from-photos: the set they are. Otherwise taken from their folders."
)
@click.option("--out", type=Folder, help="Write the folder OUT/NAME.")
@click.option("--zip", "zip_file", type=click.Path(dir_okay=False, path_type=Path), help="Write this zip.")
@click.option("--name", default=NAME, show_default=True, help="Name and top folder of the data set.")
@click.option("--split", type=click.Choice(["train", "valid", "test"]), help="Put everything into one split.")
@click.option(
    "--usable-only", is_flag=True, help="With --session: only photos that every reader calls usable."
)
@click.option("--data-root", type=Folder, help="Where the server keeps its data. [CHEXPHOTO_DATA_ROOT]")
def export(**options: Any) -> None:
    """Write a CheXphoto-layout data set from accepted photos, with their labels."""
    try:
        plan = _plan(options)
        sets = len({entry.photo.set for entry in plan.entries})
        click.echo(f"{len(plan.entries):,} photos of {sets} sets -> {_write(plan, options)}")
    except CaptureError as error:
        raise ExportError(error.message) from error


def _plan(options: dict[str, Any]) -> ExportPlan:
    if (options["out"] is None) == (options["zip_file"] is None):
        raise click.UsageError("Say where to write: either --out FOLDER or --zip FILE.")
    if (not options["sessions"]) == (options["from_photos"] is None):
        raise click.UsageError("Say what to export: --session ID (once or more), or --from-photos FOLDER.")
    if options["usable_only"] and options["from_photos"]:
        raise click.UsageError("--usable-only needs --session: a bare folder of photos holds no reviews.")
    table, photos = _from_folder(options) if options["from_photos"] else _from_sessions(options)
    return plan_export(table, photos, options["name"], options["split"])


def _from_sessions(options: dict[str, Any]) -> tuple[XrayTable, list[ExportPhoto]]:
    root = options["data_root"] or read_settings().data_root
    if not (root / "lab.db").is_file():
        raise ExportError(
            f"{root} is no data root: there is no lab.db in it. Give the right one with --data-root"
        )
    journal = Journal(f"sqlite:///{root / 'lab.db'}")
    try:
        selection = select(journal, options["sessions"], usable_only=options["usable_only"])
        row = journal.datasets.get(selection.dataset)
    finally:
        journal.close()
    if row is None:
        raise ExportError(f"the data set {selection.dataset} of these sessions is not in the journal")
    if selection.pending:
        click.echo(f"{selection.pending:,} photos have no verdict yet and are left out.", err=True)
    return read_table(row.csv, sha256=row.sha256), export_photos(selection, Archive(root).find)


def _from_folder(options: dict[str, Any]) -> tuple[XrayTable, list[ExportPhoto]]:
    if options["csv"] is None:
        raise click.UsageError("--from-photos needs --csv, the CSV that the x-rays' labels stand in.")
    table = read_table(options["csv"])
    found = find_photos(table, options["from_photos"], options["set_name"])
    _tell_left_out(found.unmatched, found.superseded)
    return table, found.photos


def _tell_left_out(unmatched: Sequence[str], superseded: int) -> None:
    for line in unmatched:
        click.echo(f"left out: {line}", err=True)
    if superseded:
        click.echo(f"{superseded:,} photos gave way to a later attempt of the same x-ray.", err=True)


def _write(plan: ExportPlan, options: dict[str, Any]) -> Path:
    if options["out"] is not None:
        with tqdm(total=len(plan.entries) + len(plan.tables) + 1, unit=" files", disable=None) as bar:
            return write_folder(plan, options["out"], bar.update)
    return _write_zip(plan, options["zip_file"])


def _write_zip(plan: ExportPlan, file: Path) -> Path:
    """Write a zip that appears under its name only when it is whole."""
    if file.exists():
        raise ExportError(f"{file} exists already; nothing was written. Choose another name or move it away")
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("xb") as sink:
            for chunk in stream_zip(plan):
                sink.write(chunk)
            sink.flush()
            os.fsync(sink.fileno())
        part.rename(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return file
