"""Reading and writing of a data set's label CSVs, cell by cell as they are."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from dataset.chexpert import LONGEST_LABEL, OBSERVATIONS, PATH
from dataset.errors import CsvError, DatasetError
from dataset.regular_files import open_regular

PUBLIC_COLUMNS = (PATH, "Sex", "Age", "Frontal/Lateral", "AP/PA")
"""All that a table without labels has: any further column might tell a label."""


@dataclass(frozen=True, slots=True)
class LabelTable:
    """A label CSV.

    Attributes:
        file: Where it was read.
        columns: Its columns, in order.
    """

    file: Path
    columns: tuple[str, ...]

    @property
    def observations(self) -> tuple[str, ...]:
        """The observations that it has labels of."""
        return tuple(name for name in OBSERVATIONS if name in self.columns)


class LabelRow(NamedTuple):
    """A row of a label CSV; ``number`` counts from 1, the header not among them."""

    table: LabelTable
    number: int
    cells: tuple[str, ...]

    @property
    def place(self) -> str:
        """Return the file and row, for people."""
        return f"{self.table.file}, row {self.number}"

    def cell(self, column: str) -> str | None:
        """Return a cell, None where the table has no such column."""
        columns = self.table.columns
        return self.cells[columns.index(column)] if column in columns else None


def read_labels(file: Path) -> tuple[LabelTable, list[LabelRow]]:
    """Read a label CSV.

    Raises:
        CsvError: It is no CSV, has no column ``Path`` or one twice, or rows with other numbers of cells.
    """
    rows = _rows(file)
    columns = tuple(next(rows, ()))
    if PATH not in columns:
        raise CsvError(f"{file} has no column {PATH!r}")
    if len(set(columns)) < len(columns):
        raise CsvError(f"{file} has columns with the same name")
    table = LabelTable(file, columns)
    found = [LabelRow(table, number, row) for number, row in enumerate(rows, start=1)]
    wrong = [row.number for row in found if len(row.cells) != len(columns)]
    if wrong:
        raise CsvError(
            f"{file} has {len(wrong):,} rows with missing or extra cells:",
            [f"row {number}" for number in wrong],
        )
    return table, found


def _rows(file: Path) -> Iterator[tuple[str, ...]]:
    # Labels are kept once each: millions of equal texts would take hundreds of megabytes.
    kept: dict[str, str] = {}
    try:
        with open_regular(file) as raw:
            text = (line.decode("utf-8") for line in raw)
            first = next(text, "").removeprefix("\ufeff")
            reader = csv.reader(_chained(first, text), strict=True)
            for row in reader:
                if row:
                    yield tuple(
                        [kept.setdefault(cell, cell) if len(cell) <= LONGEST_LABEL else cell for cell in row]
                    )
    except UnicodeDecodeError:
        raise CsvError(f"{file} is not UTF-8 text; save it again as 'CSV UTF-8'") from None
    except csv.Error as error:
        raise CsvError(f"{file} is not a well-formed CSV: {error}") from None


def _chained(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def united_columns(tables: Iterable[LabelTable]) -> tuple[str, ...]:
    """Return the columns of all tables, each once.

    Raises:
        DatasetError: One table has an observation that another lacks: an empty cell there would say "not mentioned".
    """
    every = list(tables)
    known = {table.observations: table for table in every}
    if len(known) > 1:
        raise DatasetError(
            "the label CSVs do not have the same observations, and an empty cell would mean 'not mentioned'. "
            "Give all of them the same columns:",
            [f"{table.file}: {', '.join(names) or 'none'}" for names, table in known.items()],
        )
    return tuple(dict.fromkeys(column for table in every for column in table.columns))


def projected(rows: Iterable[tuple[str, LabelRow]], columns: Sequence[str]) -> Iterator[list[str]]:
    """Yield the cells of rows under ``columns``, with another path each; what a row lacks is empty."""
    places: dict[int, list[int]] = {}
    path_at = columns.index(PATH)
    for path, row in rows:
        order = places.get(id(row.table))
        if order is None:
            names = row.table.columns
            order = places[id(row.table)] = [names.index(name) if name in names else -1 for name in columns]
        cells = [row.cells[at] if at >= 0 else "" for at in order]
        cells[path_at] = path
        yield cells


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a CSV with Unix line ends, header first."""
    yield csv_line(columns)
    for row in rows:
        yield csv_line(row)


class _Echo:
    """A file that returns what is written to it."""

    def write(self, text: str) -> str:
        return text


_writer = csv.writer(_Echo(), lineterminator="\n")


def csv_line(cells: Sequence[object]) -> str:
    """Return one line of a CSV."""
    line: str = _writer.writerow(cells)  # what `_Echo.write` returns
    return line
