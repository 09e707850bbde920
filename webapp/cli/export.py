"""``chexphoto export``: a CheXphoto-layout data set, out of a data root or of a bare folder of photos.

Needs no server: it reads the journal and the archive, whether one is running or not, and changes neither.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypedDict, Unpack

import click
from tqdm import tqdm

from capture.archive import Archive
from capture.storage import Storage
from dataset.chexpert import read_table
from dataset.errors import ExportError
from dataset.export import (
    Additions,
    ExportPlan,
    Maker,
    gather_additions,
    left_out_by_reason,
    plan_export,
    stream_zip,
    write_folder,
)
from dataset.files import replacing
from dataset.folder import find_data_folder
from dataset.from_photos import find_photos
from dataset.names import EXPORT_NAME
from webapp.cli.data_root import data_root, dataset_of, storage_in, study_named
from webapp.cli.decoding.decoders import decoders
from webapp.exports.selection import export_photos, select, sessions_of_study
from webapp.pixels.export_pixels import ExportPixels
from webapp.pixels.xray_sizes import read_sizes
from webapp.settings import read_settings
from webapp.studies.progress import incomplete, read_progress
from webapp.workers.client import WorkerClient

File = click.Path(dir_okay=False, path_type=Path)
Folder = click.Path(file_okay=False, path_type=Path)
NEEDS_SESSION: dict[Literal["usable_only", "rectified", "boxes", "masks"], str] = {
    "usable_only": "reviews",
    "rectified": "homographies",
    "boxes": "homographies",
    "masks": "homographies",
}
"""Options that only sessions can serve, and what a folder of photos lacks for them."""
WHAT = {"rectified": "the rectified pictures", "boxes": "the boxes", "mask": "the masks"}
SHOWN = 20


class ExportOptions(TypedDict):
    """The options of the command, as Click passes them."""

    sessions: tuple[str, ...]
    study: str | None
    allow_incomplete: bool
    from_photos: Path | None
    csv: Path | None
    set_name: str | None
    rectified: bool
    rectified_side: int | None
    boxes: Path | None
    masks: Path | None
    out: Path | None
    zip_file: Path | None
    name: str
    split: str | None
    usable_only: bool
    data_root: Path | None


@click.command()
@click.option(
    "--session", "sessions", multiple=True, metavar="ID", help="A session to export; several may be given."
)
@click.option("--study", metavar="ID|NAME", help="A study to export, with all its sessions.")
@click.option(
    "--allow-incomplete",
    is_flag=True,
    help="With --study: export it although photos are missing, refused or without a verdict.",
)
@click.option(
    "--from-photos", type=Folder, help="A folder of photos, instead of sessions: their names say all."
)
@click.option("--csv", type=File, help="With --from-photos: the source CSV.")
@click.option(
    "--set", "set_name", help="With --from-photos: the set they are. Otherwise taken from their folders."
)
@click.option(
    "--rectified", is_flag=True, help="With --session: add each photo warped back to its x-ray's own frame."
)
@click.option(
    "--rectified-side",
    type=click.IntRange(16, 16_384),
    metavar="PIXELS",
    help="With --rectified: the longer side at most.",
)
@click.option("--boxes", type=File, help="With --session: a CSV of boxes on x-rays, to come out in photos.")
@click.option("--masks", type=Folder, help="With --session: a folder of masks of x-rays, likewise.")
@click.option("--out", type=Folder, help="Write the folder OUT/NAME.")
@click.option("--zip", "zip_file", type=File, help="Write this zip.")
@click.option("--name", default=EXPORT_NAME, show_default=True, help="Name and top folder of the data set.")
@click.option("--split", type=click.Choice(["train", "valid", "test"]), help="Put everything into one split.")
@click.option(
    "--usable-only", is_flag=True, help="With --session: only photos that every reader calls usable."
)
@click.option("--data-root", type=Folder, help="Where the server keeps its data. [CHEXPHOTO_DATA_ROOT]")
def export(**options: Unpack[ExportOptions]) -> None:
    """Write a CheXphoto-layout data set from accepted photos, with their labels."""
    _check(options)
    folder = options["from_photos"]
    root = None if folder else data_root(options["data_root"])
    with decoders(read=filter(None, (folder, options["masks"])), data_root=root) as workers:
        plan = _of_photos(options) if root is None else _of_sessions(root, options, workers)
        _tell_what_is_missing(plan)
        written = _write(plan, options, ExportPixels(workers))
    sets = len({entry.photo.set for entry in plan.entries})
    rectified = f", {plan.rectified:,} rectified" if options["rectified"] else ""
    click.echo(f"{len(plan.entries):,} photos of {sets} sets{rectified} -> {written}")


def _check(options: ExportOptions) -> None:
    if (options["out"] is None) == (options["zip_file"] is None):
        raise click.UsageError("Say where to write: either --out FOLDER or --zip FILE.")
    if sum(map(bool, (options["sessions"], options["study"], options["from_photos"]))) != 1:
        raise click.UsageError(
            "Say what to export: --session ID (once or more), --study ID, or --from-photos FOLDER."
        )
    if options["allow_incomplete"] and not options["study"]:
        raise click.UsageError("--allow-incomplete needs --study.")
    if options["rectified_side"] and not options["rectified"]:
        raise click.UsageError("--rectified-side needs --rectified.")
    if not options["from_photos"]:
        return
    for name, lacks in NEEDS_SESSION.items():
        if options[name]:
            option = name.replace("_", "-")
            raise click.UsageError(f"--{option} needs --session: a bare folder of photos holds no {lacks}.")
    if options["csv"] is None:
        raise click.UsageError("--from-photos needs --csv, the CSV that the x-rays' labels stand in.")


def _of_sessions(root: Path, options: ExportOptions, workers: WorkerClient) -> ExportPlan:
    with storage_in(root) as storage:
        sessions = options["sessions"]
        if options["study"]:
            sessions = complete_study_sessions(
                storage, options["study"], allow_incomplete=options["allow_incomplete"]
            )
        selection = select(storage, sessions, usable_only=options["usable_only"])
        row = dataset_of(storage, selection.dataset)
    if selection.pending:
        click.echo(f"{selection.pending:,} photos have no verdict yet and are left out.", err=True)
    table = read_table(row.csv, sha256=row.sha256)
    photos = export_photos(selection, Archive(root).find)
    additions = Additions()
    if options["rectified"] or options["boxes"] or options["masks"]:
        additions = gather_additions(
            table,
            find_data_folder(table, row.data_dir, allow_links=read_settings().allow_links),
            photos,
            rectified=options["rectified"],
            longest=options["rectified_side"],
            boxes=options["boxes"],
            masks=options["masks"],
            sizes_of=lambda files: read_sizes(workers, files, "wait"),
            unfit=ExportPixels(workers).masks_unfit,
        )
    if additions.no_boxes:
        click.echo(
            f"{additions.no_boxes:,} rows of {options['boxes']} have no corners: no box is there.", err=True
        )
    return plan_export(table, photos, options["name"], options["split"], additions)


def complete_study_sessions(storage: Storage, wanted: str, *, allow_incomplete: bool) -> tuple[str, ...]:
    """Return the sessions of a study that lacks nothing, or that may lack something.

    Raises:
        ExportError: It is incomplete, there is no such study, or there are several of that name.
    """
    study = study_named(storage, wanted)
    lacks = [lack["message"] for lack in incomplete(read_progress(storage, study.id))]
    if lacks and not allow_incomplete:
        raise ExportError(f"The study {study.name} is not complete; --allow-incomplete exports it:", lacks)
    for line in lacks:
        click.echo(line, err=True)
    return sessions_of_study(storage, study.id)


def _of_photos(options: ExportOptions) -> ExportPlan:
    folder, csv = options["from_photos"], options["csv"]
    assert folder  # `_check` asks for both
    assert csv
    table = read_table(csv)
    found = find_photos(table, folder, options["set_name"])
    for line in found.unmatched:
        click.echo(f"left out: {line}", err=True)
    if found.superseded:
        click.echo(f"{found.superseded:,} photos gave way to a later attempt of the same x-ray.", err=True)
    return plan_export(table, found.photos, options["name"], options["split"])


def _tell_what_is_missing(plan: ExportPlan) -> None:
    for (what, reason), rows in left_out_by_reason(plan.left_out).items():
        xrays = ", ".join(str(row.index) for row in rows[:SHOWN])
        more = ", ..." if len(rows) > SHOWN else ""
        click.echo(f"left out: {WHAT[what]} of {len(rows):,} photos ({xrays}{more}): {reason}", err=True)


def _write(plan: ExportPlan, options: ExportOptions, maker: Maker) -> Path:
    if options["zip_file"] is not None:
        return _write_zip(plan, options["zip_file"], maker)
    assert options["out"] is not None  # one of the two is there: `_check`
    with tqdm(total=plan.files, unit=" files", disable=None) as bar:
        return write_folder(plan, options["out"], bar.update, maker)


def _write_zip(plan: ExportPlan, file: Path, maker: Maker) -> Path:
    """Write a zip atomically."""
    if file.exists():
        raise ExportError(f"{file} exists already; nothing was written. Choose another name or move it away")
    with replacing(file, durable=True) as sink:
        sink.writelines(stream_zip(plan, maker))
    return file
