"""The plan of a release: the rows of all sources in one, refused where they contradict each other.

Everything is decided on the tables, before any picture is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dataset.chexpert import PATH
from dataset.errors import DatasetError, LayoutError
from dataset.names import checked_name
from dataset.release.label_tables import PUBLIC_COLUMNS, LabelRow, LabelTable, projected, united_columns
from dataset.release.paths import SPLIT_TABLES, group_of, parse_picture
from dataset.release.source import ReleaseSource


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """A whole release, what is there already included.

    Attributes:
        root: Its folder.
        rows: The row of each picture, by its path below the root, in order.
        apart: Groups that are not in the table of their split.
        columns: The columns of each split's tables.
        sources: What is to be added, in order.
        before: What is there already, None for a new root.
        test_labels: Whether labels of the test split are given away.
    """

    root: Path
    rows: dict[str, LabelRow]
    apart: frozenset[str]
    columns: dict[str, tuple[str, ...]]
    sources: tuple[ReleaseSource, ...]
    before: ReleaseSource | None
    test_labels: bool

    @property
    def name(self) -> str:
        """The name that paths in the tables begin with."""
        return self.root.name

    def offers(self) -> Iterator[tuple[str, Path]]:
        """Yield the pictures of all sources: path below the root, and file."""
        for source in self.sources:
            for path in source.rows:
                yield path, source.folder / path

    def tables(self) -> Iterator[tuple[str, tuple[str, ...], Iterator[list[str]]]]:
        """Yield each label CSV: path below the root, columns, rows."""
        by_file: dict[str, list[tuple[str, LabelRow]]] = defaultdict(list)
        for path, row in self.rows.items():
            group, named = group_of(path), (f"{self.name}/{path}", row)
            by_file[f"{group}.csv"].append(named)
            if group not in self.apart:
                by_file[f"{path.partition('/')[0]}.csv"].append(named)
        for file in sorted(by_file):
            columns = self.columns[file.removesuffix(".csv").partition("/")[0]]
            yield file, columns, projected(by_file[file], columns)


def plan_release(
    root: Path,
    sources: Sequence[ReleaseSource],
    *,
    before: ReleaseSource | None = None,
    test_labels: bool = False,
) -> ReleasePlan:
    """Combine sources into one data set.

    Args:
        root: Its folder; the folder's name is the data set's.
        sources: What to add.
        before: What is there already.
        test_labels: Whether ``test.csv`` gets the labels.

    Raises:
        LayoutError: The name cannot be a folder's.
        DatasetError: A patient is in two splits, two sources give a picture different labels, or their observations
            are not the same; ``problems`` names every row.
    """
    checked_name(root.name, "data set")
    every = [*([before] if before else []), *sources]
    rows = _united(every)
    if not rows:
        raise DatasetError("there is nothing to release: no table has a row")
    _refuse_two_splits(rows)
    apart = frozenset(group for source in every for group in source.apart)
    _refuse_half_apart(every, apart)
    columns = _columns(rows.values(), test_labels)
    return ReleasePlan(
        root, {path: rows[path] for path in sorted(rows)}, apart, columns, tuple(sources), before, test_labels
    )


def _united(sources: Iterable[ReleaseSource]) -> dict[str, LabelRow]:
    rows: dict[str, LabelRow] = {}
    by_lower: dict[str, str] = {}
    problems = []
    for source in sources:
        for path, row in source.rows.items():
            # On many disks, names that differ in capitals only are one file.
            same = by_lower.setdefault(path.lower(), path)
            if same != path:
                problems.append(f"{row.place}: {path} differs from {same} in capitals only")
                continue
            first = rows.setdefault(path, row)
            if first is not row and (column := _difference(first, row)):
                problems.append(f"{row.place}: {column!r} of {path} is not as in {first.place}")
            elif len(row.cells) > len(first.cells):
                rows[path] = row  # a test row without its labels gives way to one with them
    if problems:
        raise DatasetError("sources contradict each other; correct these rows:", problems)
    return rows


def _difference(one: LabelRow, other: LabelRow) -> str | None:
    if one.table.columns == other.table.columns:
        path_at = one.table.columns.index(PATH)
        if (
            one.cells[:path_at] == other.cells[:path_at]
            and one.cells[path_at + 1 :] == other.cells[path_at + 1 :]
        ):
            return None
    shared = [column for column in one.table.columns if column in other.table.columns and column != PATH]
    return next((column for column in shared if one.cell(column) != other.cell(column)), None)


def two_splits(rows: Iterable[tuple[str, LabelRow]]) -> Iterator[str]:
    """Yield a line for each patient in two splits; it names a row in either."""
    first: dict[str, tuple[str, LabelRow]] = {}
    told: set[str] = set()
    for path, row in rows:
        parsed = parse_picture(path)
        if parsed is None:
            continue
        split, there = first.setdefault(parsed.patient, (parsed.split, row))
        if split != parsed.split and parsed.patient not in told:
            told.add(parsed.patient)
            yield f"{row.place}: {parsed.patient} is in {parsed.split}, and in {split} in {there.place}"


def _refuse_two_splits(rows: dict[str, LabelRow]) -> None:
    problems = list(two_splits(rows.items()))
    if problems:
        raise DatasetError(
            f"{len(problems):,} patients are in two splits. A model would be tested on patients that it was trained "
            "on; leave one of the sources out, or correct these rows:",
            problems,
        )


def _refuse_half_apart(every: Sequence[ReleaseSource], apart: frozenset[str]) -> None:
    for source in every:
        both = sorted({group_of(path) for path in source.rows if group_of(path) in apart} - source.apart)
        if both:
            raise LayoutError(
                f"{both[0]} is in the table of its split in {source.folder}, and not in that of another source. "
                "Rename one of the two sets"
            )


def _columns(rows: Iterable[LabelRow], test_labels: bool) -> dict[str, tuple[str, ...]]:
    by_split: dict[str, dict[int, LabelTable]] = {split: {} for split in SPLIT_TABLES}
    for row in rows:
        path = row.cells[row.table.columns.index(PATH)]
        by_split[path.split("/", 2)[1]][id(row.table)] = row.table
    labelled = [split for split in by_split if split != "test" or test_labels]
    united = united_columns(table for split in labelled for table in by_split[split].values())
    columns = dict.fromkeys(labelled, united)
    if not test_labels:
        known = {name for table in by_split["test"].values() for name in table.columns}
        columns["test"] = tuple(name for name in PUBLIC_COLUMNS if name in known)
    return columns
