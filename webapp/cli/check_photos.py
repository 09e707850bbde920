"""``chexphoto check-photos``: compare photos with the x-rays that their file names claim.

For photos taken with the paper's app, or copied out of an archive: the CSV says whether a name is possible, only the
picture says whether it is true. Nothing is changed.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from dataset.chexpert import XrayTable, read_table
from dataset.errors import DatasetError
from dataset.export import ExportPhoto
from dataset.folder import DataFolder, find_data_folder
from dataset.from_photos import find_photos
from matching import CODES
from webapp.cli.decoding.decoders import decoder_pool
from webapp.cli.main import CommandError
from webapp.cli.xray_options import csv_option, data_dir_option
from webapp.tasks.xray_file import XrayFile
from webapp.workers import Priority, WorkerEnded, WorkerNotReady, WorkerPool

AROUND = 3
SIDE = 320
UNDER_WAY = 8
Folder = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("check-photos")
@click.argument("folder", type=Folder)
@csv_option
@data_dir_option
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes.")
def check_photos(folder: Path, csv: Path, data_dir: Path | None, workers: int) -> None:
    """Check that the photos in FOLDER show the x-rays that their names say.

    Names are those of this project's archive or of the paper's app; of several attempts the highest is looked at. Ends
    with status 1 when any photo is not what it says.
    """
    table = read_table(csv)
    found = find_photos(table, folder, set_name="photos")
    for line in found.unmatched:
        click.echo(f"not checked: {line}", err=True)
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="chexphoto-check-") as scratch:
        xrays = find_data_folder(table, data_dir)
        files = _XrayFiles(table, xrays, Path(scratch))
        with (
            decoder_pool(workers, read=[folder, xrays.root], written=[Path(scratch)]) as pool,
            tqdm(total=len(found.photos), unit="photo", disable=None) as bar,
        ):
            for photo, problem in _checked(found.photos, files, Path(scratch), pool):
                bar.update()
                if problem:
                    wrong += 1
                    name = photo.file.relative_to(folder).as_posix()
                    tqdm.write(f"{name}: {problem}", file=sys.stderr)
    click.echo(
        f"{len(found.photos) - wrong:,} of {len(found.photos):,} photos show the x-ray that their name says."
    )
    sys.exit(1 if wrong or found.unmatched else 0)


class _XrayFiles:
    """X-rays as the workers need them; their references are kept for this run."""

    def __init__(self, table: XrayTable, folder: DataFolder, cache: Path) -> None:
        self._table = table
        self._folder = folder
        self._cache = cache

    def of(self, index: int) -> XrayFile:
        return XrayFile(index, self._folder.file(self._table.path(index)), self._cache / f"{index}.npz")

    def around(self, index: int) -> list[XrayFile]:
        near = (index + sign * step for step in range(1, AROUND + 1) for sign in (-1, 1))
        return [self.of(other) for other in near if 1 <= other <= len(self._table)]


def _checked(
    photos: Sequence[ExportPhoto], files: _XrayFiles, scratch: Path, pool: WorkerPool
) -> Iterator[tuple[ExportPhoto, str]]:
    """Yield each photo with its problem, empty if none; a few are checked at once."""
    under_way: list[tuple[ExportPhoto, Future[Any]]] = []
    for number, photo in enumerate(photos):
        if len(under_way) == UNDER_WAY:
            first, future = under_way.pop(0)
            yield first, _problem(first.index, future)
        future = pool.submit(
            "verify_photo",
            priority=Priority.JOBS,
            path=photo.file,
            thumbnail_path=scratch / f"{number}.jpg",
            max_side=SIDE,
            xray=files.of(photo.index),
            others=files.around(photo.index),
        )
        under_way.append((photo, future))
    for photo, future in under_way:
        yield photo, _problem(photo.index, future)


def _problem(index: int, future: Future[Any]) -> str:
    try:
        found = future.result()
    except WorkerNotReady as error:
        raise CommandError(f"No photo can be looked at: {error}") from error
    except (DatasetError, WorkerEnded) as error:
        return f"it cannot be decoded ({error})"
    if "match" not in found:
        return f"x-ray {index} cannot be read"
    match = found["match"]
    if match["verdict"] == "verified":
        return ""
    if match["shows"] not in (None, index):
        return f"it shows x-ray {match['shows']}, not {index}"
    return f"x-ray {index} was not recognised: {CODES[match['code']]}"
