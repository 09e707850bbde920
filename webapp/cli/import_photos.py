"""``chexphoto import-photos``: file photos of a phone's own camera app under the x-rays that they show.

Needs no server, and none may have the data root open meanwhile; the page ``/loose`` does the same in a running one, and
is where a person decides about what is left over here.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict, Unpack

import click
from tqdm import tqdm

from capture.errors import CaptureError
from capture.loose_sentences import loose_sentence
from capture.plan import MAX_TITLE
from dataset.errors import ImportFailed
from dataset.files import sha256_of_file
from dataset.names import SET
from dataset.origin import Origin, in_order
from dataset.photo_folder import photo_files
from webapp.cli.offline_lab import offline_lab
from webapp.cli.xray_options import csv_option, data_dir_option
from webapp.container import Services
from webapp.imports.import_upload import ImportUpload
from webapp.shapes.loose import Stage
from webapp.verification.gallery_warnings import gallery_warnings

Folder = click.Path(exists=True, file_okay=False, path_type=Path)
CHUNK = 64
LOOK_S = 0.02
DONE = ("assigned", "left_out")
STATES = {
    "assigned": "assigned by content or by a person",
    "doubtful": "doubtful: one of a few x-rays",
    "unknown": "unknown: no x-ray recognised",
    "left_out": "left out by a person",
    "refused": "refused: no photo, or damaged",
}


Outcome = tuple[str, str, str]
"""Of a photo: its name in the folder, its state, a sentence."""


class ImportOptions(TypedDict):
    """The arguments of the command, as Click passes them."""

    folder: Path
    csv: Path
    data_dir: Path | None
    set_name: str
    title: str | None
    data_root: Path | None
    workers: int | None


@click.command("import-photos")
@click.argument("folder", type=Folder)
@csv_option
@data_dir_option
@click.option(
    "--set", "set_name", required=True, metavar="NAME", help="The set that the photos are: iphone1k, say."
)
@click.option("--session-title", "title", help="Title of the session they become. [the folder's name]")
@click.option(
    "--data-root",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the server keeps its data. [CHEXPHOTO_DATA_ROOT]",
)
@click.option("--workers", type=click.IntRange(1, 64), help="Processes. [2]")
def import_photos(**options: Unpack[ImportOptions]) -> None:
    """Assign the photos in FOLDER to x-rays by what they show, and file them.

    Nothing is assigned that is not certain: the rest is listed, and decided by a person on the page /loose. Run it
    again after an interruption, or with more photos: what is there already is not taken twice.
    """
    if problem := SET.problem(options["set_name"]):
        raise click.UsageError(f"{options['set_name']!r} cannot name a set. {problem}")
    files, others = photo_files(options["folder"])
    if not files:
        raise ImportFailed(f"{options['folder']} holds no photos (JPEG, HEIC, PNG or WebP)")
    try:
        with offline_lab(options["data_root"], options["workers"]) as lab:
            pile = _pile(lab, options)
            outcomes = _import(lab, pile, files, options["folder"])
    except CaptureError as error:
        raise ImportFailed(error.message) from error
    except KeyboardInterrupt:
        click.echo("\nStopped. What is filed stays; the same command goes on from here.", err=True)
        sys.exit(130)
    _tell(outcomes, others, pile)
    sys.exit(0 if all(state in DONE for _, state, _ in outcomes) else 1)


def _pile(lab: Services, options: ImportOptions) -> str:
    """Create or find the pile, and build the gallery of its x-rays."""
    csv = options["csv"].absolute()
    data_dir = options["data_dir"].absolute() if options["data_dir"] else None
    row = lab.datasets.register(csv.stem, csv, data_dir)
    title = options["title"] or options["folder"].resolve().name[:MAX_TITLE]
    pile = lab.loose.piles.begin(row.id, options["set_name"], title).session
    with tqdm(total=row.xrays, unit="x-ray", desc="x-rays", disable=None, leave=False) as bar:

        def show(stage: Stage, done: int, total: int) -> None:
            if done == 0:
                bar.unit, bar.desc = (
                    ("x-ray", "x-rays") if stage == "describing" else ("pair", "pairs that look alike")
                )
                bar.reset(total)
            bar.update(done - bar.n)

        gallery = lab.loose.identification.gallery(pile, show)
    for warning in gallery_warnings(gallery):
        click.echo(warning["message"], err=True)
    return pile


def _import(lab: Services, pile: str, files: Sequence[Path], folder: Path) -> list[Outcome]:
    ordered = _ordered(lab, files)
    with tqdm(ordered, unit="photo", desc="photos", disable=None) as bar:
        return [_outcome(lab, pile, file, file.relative_to(folder).as_posix()) for file in bar]


def _ordered(lab: Services, files: Sequence[Path]) -> list[Path]:
    """Return the photos in order of capture, as far as their files tell it."""
    origins: list[Origin] = []
    for start in range(0, len(files), CHUNK):
        origins += lab.pixels.loose.origins(files[start : start + CHUNK])
    return in_order(zip(files, origins, strict=True))


def _outcome(lab: Services, pile: str, file: Path, name: str) -> Outcome:
    """Import one photo, and wait for its identification."""
    try:
        with file.open("rb") as body:
            upload = ImportUpload(name, file.stat().st_size, sha256_of_file(file), body)
            photo, _ = lab.loose.take(pile, upload)
    except CaptureError as error:
        if error.code == "disk_full":
            raise
        return name, "refused", error.message
    while photo.state == "waiting":
        time.sleep(LOOK_S)
        photo = lab.loose.piles.photo(pile, photo.id)
    return name, photo.state, loose_sentence(photo)


def _tell(outcomes: Sequence[Outcome], others: int, pile: str) -> None:
    for name, state, sentence in outcomes:
        if state not in DONE:
            click.echo(f"{name}: {sentence}", err=True)
    counts = Counter(state for _, state, _ in outcomes)
    width = max(len(f"{count:,}") for count in counts.values())
    for state, words in STATES.items():
        if counts[state]:
            click.echo(f"{counts[state]:>{width},} {words}")
    if others:
        click.echo(f"{others:,} other {'file was' if others == 1 else 'files were'} left alone.")
    if counts["assigned"]:
        click.echo(f"Export them with: chexphoto export --session {pile} --out FOLDER")
    if counts["doubtful"] + counts["unknown"]:
        click.echo(f"Decide about the others with: chexphoto serve, on the page /loose/{pile}")
