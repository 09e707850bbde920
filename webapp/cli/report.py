"""``chexphoto report``: one HTML page about a session, from a data root.

Needs no server: it reads the journal and the archive, whether one is running or not, and changes neither.
"""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import click

from capture.archive import Archive
from capture.storage import PhotoRow
from dataset.chexpert import read_table
from dataset.errors import DatasetError, ExportError
from dataset.files import write_atomically
from dataset.folder import find_data_folder
from webapp.cli.data_root import data_root, storage_in
from webapp.cli.decoding.decoders import decoders
from webapp.pixels.interface import PHOTO_THUMBNAIL_SIDE
from webapp.report.flagged_photos import Thumbnails
from webapp.report.page import photos_shown, render
from webapp.report.source import Source, read_source
from webapp.settings import read_settings
from webapp.workers import Priority
from webapp.workers.client import WorkerClient


@click.command()
@click.argument("session")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write it. [default: report-SESSION.html]",
)
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
@click.option("--no-pictures", is_flag=True, help="Leave out the pictures, which show patients.")
@click.option(
    "--data-root",
    "given_root",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the server keeps its data. [CHEXPHOTO_DATA_ROOT]",
)
def report(session: str, out: Path | None, force: bool, no_pictures: bool, given_root: Path | None) -> None:
    """Write one HTML page about a session: its course, and the quality of its photos."""
    root = data_root(given_root)
    out = out or Path(f"report-{session}.html")
    if out.exists() and not force:
        raise ExportError(
            f"{out} exists already; nothing was written. Choose another name, or write over it with --force"
        )
    with storage_in(root) as storage:
        source = read_source(storage, session, time.time())
    page = render(source, None if no_pictures else _thumbnails(source, root))
    write_atomically(out, page)
    click.echo(out)


def _thumbnails(source: Source, root: Path) -> dict[int, Thumbnails]:
    xrays, archive = _xray_files(source), Archive(root)
    with decoders(read=xrays.values(), data_root=root) as workers:
        return {
            photo.id: Thumbnails(
                _small(workers, archive.find(photo.set, photo.session, photo.name)),
                _small(workers, xrays.get(photo.index)),
            )
            for photo in photos_shown(source)
        }


def _xray_files(source: Source) -> dict[int, Path]:
    """Find the x-rays to show; without them, the report shows the photos alone."""
    if source.dataset is None:
        return {}
    shown: list[PhotoRow] = photos_shown(source)
    with suppress(DatasetError):
        table = read_table(source.dataset.csv, sha256=source.dataset.sha256)
        folder = find_data_folder(table, source.dataset.data_dir, allow_links=read_settings().allow_links)
        return {photo.index: folder.file(table.path(photo.index)) for photo in shown}
    return {}


def _small(workers: WorkerClient, image: Path | None) -> bytes | None:
    if image is not None:
        with suppress(DatasetError, OSError):
            small = workers.run_on_image(
                "thumbnail", Priority.REST, image=image, source=image, max_side=PHOTO_THUMBNAIL_SIDE
            )
            return bytes(small)
    return None
