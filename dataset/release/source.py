"""A source of a release: a folder in CheXphoto's layout, as ``export`` or ``synthesize`` wrote it, or downloaded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataset.chexpert import PATH
from dataset.errors import DatasetError, LayoutError
from dataset.layout import SPLITS
from dataset.release.label_tables import LabelRow, read_labels
from dataset.release.paths import FORM, SPLIT_TABLES, group_of, parse_picture

SYNTHESIS = ".synthesis.jsonl"
"""The record of a run of ``synthesize``; its first line says what was made from which CSV."""


@dataclass(frozen=True, slots=True)
class ReleaseSource:
    """The tables of a folder.

    Attributes:
        folder: The data set's top folder.
        rows: The row of each picture, by its path below the folder.
        apart: Groups (``train/natural/nokia-rectified``) that are not in the table of their split.
        versions: What is known of the way it was made: ``csv_sha256``, ``transforms_version``.
        name: What the record calls it.
    """

    folder: Path
    rows: dict[str, LabelRow]
    apart: frozenset[str]
    versions: dict[str, str]
    name: str


def is_data_set(folder: Path) -> bool:
    """Return whether a folder has the table of a split."""
    return any((folder / name).is_file() for name in SPLIT_TABLES.values())


def read_source(folder: Path, name: str | None = None, csv_sha256: str | None = None) -> ReleaseSource:
    """Read the tables of a folder.

    Args:
        folder: The data set's top folder: the one with ``train.csv``, ``valid.csv`` or ``test.csv``.
        name: What the record calls it; None takes the folder's name.
        csv_sha256: The digest of the CSV that its labels are from, where it is known.

    Raises:
        LayoutError: It is no such folder, or rows do not fit; ``problems`` names every row.
        CsvError: A table cannot be read.
    """
    if not is_data_set(folder):
        raise LayoutError(
            f"{folder} is no data set: there is no train.csv, valid.csv or test.csv in it. "
            "Give the folder that export or synthesize wrote"
        )
    rows: dict[str, LabelRow] = {}
    problems: list[str] = []
    for split, table in SPLIT_TABLES.items():
        if (folder / table).is_file():
            _read_table(folder / table, f"{split}/", rows, problems)
    known = {group_of(path) for path in rows}
    apart = {group: file for group, file in _set_tables(folder) if group not in known}
    for group, file in apart.items():
        _read_table(file, f"{group}/", rows, problems)
    if problems:
        raise LayoutError(f"{len(problems):,} rows of {folder} cannot be released:", problems)
    versions = _synthesis(folder) | ({"csv_sha256": csv_sha256} if csv_sha256 else {})
    return ReleaseSource(folder, rows, frozenset(apart), versions, name or folder.name)


def _set_tables(folder: Path) -> Iterator[tuple[str, Path]]:
    for split in SPLITS:
        for kind in ("natural", "synthetic"):
            for file in sorted((folder / split / kind).glob("*.csv")):
                yield f"{split}/{kind}/{file.stem}", file


def _read_table(file: Path, within: str, rows: dict[str, LabelRow], problems: list[str]) -> None:
    table, found = read_labels(file)
    path_at = table.columns.index(PATH)
    for row in found:
        path = row.cells[path_at].partition("/")[2]
        if parse_picture(path) is None:
            problems.append(f"{row.place}: {row.cells[path_at]!r} is not of the form {FORM}")
        elif not path.startswith(within):
            problems.append(
                f"{row.place}: {row.cells[path_at]!r} is not in {within}, where its table puts it"
            )
        elif path in rows:
            problems.append(f"{row.place}: {row.cells[path_at]!r} is in row {rows[path].number} already")
        else:
            rows[path] = row


def _synthesis(folder: Path) -> dict[str, str]:
    try:
        with (folder / SYNTHESIS).open(encoding="utf-8") as file:
            said: Any = json.loads(file.readline())
        return {"csv_sha256": str(said["csv_sha256"]), "transforms_version": str(said["version"])}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError):
        raise DatasetError(f"{folder / SYNTHESIS} is damaged. Run synthesize again in this folder") from None
