"""The tables of a root besides the labels: ``manifest.csv``, ``left_out.csv``, ``boxes.csv``, joined over all sources.

A row is kept as the line that will be written, not as cells: a manifest of all of CheXpert has ten million of those.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dataset.chexpert import PATH
from dataset.errors import CsvError
from dataset.manifest import HOMOGRAPHY, PHOTO, SPELT_BEFORE, SYNTHETIC
from dataset.release.combining import ReleasePlan
from dataset.release.label_tables import csv_line
from dataset.release.paths import parse_picture

MANIFEST, LEFT_OUT, BOXES = "manifest.csv", "left_out.csv", "boxes.csv"
_LAST = ("parameters", *HOMOGRAPHY)
_FIRST = tuple(dict.fromkeys(column for column in (*PHOTO, *SYNTHETIC) if column not in _LAST))
_PATHS = (PATH, "rectified_from")
"""Columns with a path that begins with the data set's name."""


@dataclass(slots=True)
class JoinedTable:
    """One table over all sources.

    Attributes:
        name: Its file.
        columns: Its columns.
        lines: Its lines in no order, by path and number.
        digests: What its column ``sha256`` says, by path below the root.
    """

    name: str
    columns: tuple[str, ...]
    lines: dict[tuple[str, int], str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    def text(self) -> Iterator[str]:
        """Yield its lines, ordered by path."""
        yield csv_line(self.columns)
        for key in sorted(self.lines):
            yield self.lines[key]

    def add_missing(self, plan: ReleasePlan, digests: dict[str, str]) -> None:
        """Add a row with the digest for each picture of which a source says nothing further."""
        for path in plan.rows:
            if path in digests and (path, 0) not in self.lines:
                known = {PATH: f"{plan.name}/{path}", "set": path.split("/")[2], "sha256": digests[path]}
                self.lines[path, 0] = csv_line([known.get(column, "") for column in self.columns])


def joined_tables(plan: ReleasePlan) -> list[JoinedTable]:
    """Join the tables of all sources; a later source replaces what an earlier one says of a picture.

    Raises:
        CsvError: A table cannot be read.
    """
    folders = [*([plan.before.folder] if plan.before else []), *(source.folder for source in plan.sources)]
    tables = []
    for name in (MANIFEST, LEFT_OUT, BOXES):
        files = [folder / name for folder in folders if (folder / name).is_file()]
        table = JoinedTable(name, _columns(files, name))
        for file in files:
            _read(table, file, plan)
        tables.append(table)
    return tables


def _columns(files: Iterable[Path], name: str) -> tuple[str, ...]:
    found = dict.fromkeys(column for file in files for column in _header(file))
    if name != MANIFEST:
        return tuple(found)
    found |= dict.fromkeys((PATH, "set", "sha256"))
    first = [column for column in _FIRST if column in found]
    last = [column for column in _LAST if column in found]
    return (*first, *(column for column in found if column not in first and column not in last), *last)


def _header(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return [SPELT_BEFORE.get(name, name) for name in next(csv.reader(opened), [])]


def _read(table: JoinedTable, file: Path, plan: ReleasePlan) -> None:
    header = _header(file)
    if PATH not in header:
        raise CsvError(f"{file} has no column {PATH!r}")
    order = [header.index(column) if column in header else -1 for column in table.columns]
    path_at, sha_at = header.index(PATH), header.index("sha256") if "sha256" in header else -1
    renamed = [header.index(column) for column in _PATHS if column in header]
    numbers: dict[str, int] = {}
    for cells in _rows(file, len(header)):
        path = cells[path_at].partition("/")[2]
        if not _belongs(table.name, path, plan):
            continue
        for at in renamed:
            if cells[at]:
                cells[at] = f"{plan.name}/{cells[at].partition('/')[2]}"
        number = numbers[path] = numbers.get(path, -1) + 1
        table.lines[path, number] = csv_line([cells[at] if at >= 0 else "" for at in order])
        if sha_at >= 0:
            table.digests[path] = cells[sha_at]


def _rows(file: Path, width: int) -> Iterator[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.reader(opened)
        next(reader, None)
        for number, cells in enumerate(reader, start=1):
            if cells and len(cells) != width:
                raise CsvError(f"{file}, row {number}: it has {len(cells)} cells, the header {width}")
            if cells:
                yield cells


def _belongs(name: str, path: str, plan: ReleasePlan) -> bool:
    """Return whether a row is about a picture of the release; a box of the test split would tell its label."""
    if name == MANIFEST:
        return path in plan.rows
    if name == BOXES:
        return path in plan.rows and (plan.test_labels or not path.startswith("test/"))
    # A synthetic image that could not be made is listed by a path that has no row; one made since has one.
    return path in plan.rows or parse_picture(path) is not None
