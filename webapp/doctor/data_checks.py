"""The data sets: their CSVs can be read and are the same as before, and their x-rays are there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from dataset.chexpert import read_table
from dataset.errors import DatasetError
from dataset.folder import find_data_folder
from webapp.doctor.check_result import CheckResult, bad, ok, warn
from webapp.integrity.snapshot import DATABASE
from webapp.settings import Settings

PUT_BACK = "Put the file back as it was; sessions of this data set go on only then."
GIVE_ANOTHER = "Give a CSV in CheXpert's form with --csv, and the folder of its x-rays with --data-dir."


def check_data(settings: Settings) -> Iterator[CheckResult]:
    """Yield what is to be said of the CSV that is given, and of those that were registered before."""
    if settings.csv is not None:
        try:
            yield ok("csv", _found(settings.csv, settings.data_dir, None, settings.allow_links))
        except (DatasetError, OSError) as error:
            yield bad("csv", str(error), GIVE_ANOTHER)
    for name, csv, folder, sha256 in _registered(settings.data_root):
        try:
            yield ok("data set", f"{name}: {_found(Path(csv), Path(folder), sha256, settings.allow_links)}")
        except (DatasetError, OSError) as error:
            yield warn("data set", f"{name}: {error}", PUT_BACK)


def _found(csv: Path, folder: Path | None, sha256: str | None, allow_links: bool) -> str:
    table = read_table(csv, sha256=sha256)
    found = find_data_folder(table, folder, allow_links=allow_links)
    file = found.file(table.path(1))
    with file.open("rb") as xray:
        xray.read(1)
    return f"{len(table):,} x-rays in {csv}; the first one, {file}, can be read"


def _registered(root: Path) -> list[tuple[str, str, str, str]]:
    try:
        with closing(
            sqlite3.connect(f"{(root / DATABASE).absolute().as_uri()}?mode=ro", uri=True)
        ) as database:
            query = "SELECT name, csv, data_dir, sha256 FROM datasets ORDER BY created_at"
            return database.execute(query).fetchall()
    except sqlite3.Error:
        return []  # the check of the database says why
