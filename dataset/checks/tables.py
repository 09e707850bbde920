"""Check of the label tables by themselves: readable, well-formed, and the same from set to split."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from dataset.checks.faults import Fault
from dataset.chexpert import PATH
from dataset.errors import CsvError
from dataset.layout import SPLITS
from dataset.release.label_tables import LabelRow, LabelTable, read_labels
from dataset.release.paths import FORM, SPLIT_TABLES, group_of, parse_picture

LABELS = frozenset({"", "1.0", "0.0", "-1.0", "1", "0", "-1"})


Rows: TypeAlias = "dict[str, tuple[str, LabelRow]]"
"""Rows by the picture's path below the root, each with its table's."""


@dataclass(slots=True)
class Tables:
    """The label tables of a root.

    Attributes:
        name: What the paths in them begin with.
        named: Whether a table has told it.
        rows: The first row of each picture.
        of_sets: The rows of each set's own table, by group.
        faults: What is wrong with them.
    """

    name: str
    named: bool = False
    rows: Rows = field(default_factory=dict)
    of_sets: dict[str, Rows] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_tables(root: Path) -> Tables:
    """Read and check the tables of the splits, and those of the sets."""
    tables = Tables(root.name)
    of_splits: dict[str, Rows] = {}
    for split, name in SPLIT_TABLES.items():
        if (root / name).exists():
            of_splits[split] = _read(root, name, split, tables)
        elif (root / split).is_dir():
            tables.faults.append(
                Fault("table_missing", name, f"there is a folder {split}, and no such table")
            )
    for name in _set_tables(root):
        group = name.removesuffix(".csv")
        tables.of_sets[group] = _read(root, name, group, tables)
    for rows in (*of_splits.values(), *tables.of_sets.values()):
        for path, row in rows.items():
            tables.rows.setdefault(path, row)
    tables.faults += _disagreements(tables, of_splits)
    if tables.name != root.name:
        message = f"its paths begin with {tables.name}/, and the folder is called {root.name}"
        tables.faults.append(Fault("folder_renamed", ".", message))
    return tables


def _set_tables(root: Path) -> Iterator[str]:
    for split in SPLITS:
        for kind in ("natural", "synthetic"):
            for file in sorted((root / split / kind).glob("*.csv")):
                yield f"{split}/{kind}/{file.name}"


def _read(root: Path, name: str, within: str, tables: Tables) -> Rows:
    try:
        table, rows = read_labels(root / name)
    except (CsvError, OSError) as error:
        reasons = error.problems if isinstance(error, CsvError) else [str(error.strerror)]
        tables.faults += [Fault("table_unreadable", name, reason) for reason in reasons]
        return {}
    path_at = table.columns.index(PATH)
    if rows and not tables.named:
        # A folder that was renamed as a whole is one fault, and not one of every row.
        tables.name, tables.named = rows[0].cells[path_at].partition("/")[0] or root.name, True
    found: Rows = {}
    for row in rows:
        cell = row.cells[path_at]
        top, _, path = cell.partition("/")
        if top != tables.name or parse_picture(path) is None or not path.startswith(f"{within}/"):
            message = f"{cell!r} is not of the form {FORM} with {tables.name}/{within}/"
            tables.faults.append(Fault("row_unusable", name, message, row.number))
        elif path in found:
            tables.faults.append(
                Fault("row_twice", name, f"{path} is in row {found[path][1].number}", row.number)
            )
        else:
            found[path] = (name, row)
    tables.faults += _unknown_labels(name, table, rows)
    return found


def _unknown_labels(name: str, table: LabelTable, rows: Iterable[LabelRow]) -> Iterator[Fault]:
    columns = [(table.columns.index(column), column) for column in table.observations]
    for row in rows:
        for at, column in columns:
            if row.cells[at] not in LABELS:
                yield Fault("label_unknown", name, f"{column} is {row.cells[at]!r}", row.number)


def _disagreements(tables: Tables, of_splits: Mapping[str, Rows]) -> Iterator[Fault]:
    """Compare what the splits' tables and the sets' own tables say; a set may be in its own table alone."""
    in_splits: dict[str, Rows] = {}
    for rows in of_splits.values():
        for path, placed in rows.items():
            in_splits.setdefault(group_of(path), {})[path] = placed
    for group, of_set in tables.of_sets.items():
        of_split = in_splits.get(group)
        if of_split is None:
            continue  # a set apart, such as rectified photos
        for path in sorted(of_split.keys() ^ of_set.keys()):
            name, row = of_set.get(path) or of_split[path]
            other = f"{group.partition('/')[0]}.csv" if path in of_set else f"{group}.csv"
            yield Fault("tables_disagree", name, f"{path} is not in {other}", row.number)
        for path in of_split.keys() & of_set.keys():
            (name, row), (split_name, split_row) = of_set[path], of_split[path]
            if column := _difference(row, split_row):
                message = f"{column!r} of {path} is not as in {split_name}, row {split_row.number}"
                yield Fault("tables_disagree", name, message, row.number)


def _difference(one: LabelRow, other: LabelRow) -> str | None:
    if one.cells == other.cells and one.table.columns == other.table.columns:
        return None
    return next((column for column in one.table.columns if one.cell(column) != other.cell(column)), None)
