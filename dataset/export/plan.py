"""Decide an export before a single file is touched: which photo goes where, and the CSVs that tell.

Everything that can be refused is refused here, with all its reasons at once; what is left to go wrong while writing is
the disk.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dataset.chexpert import PATH, XrayTable
from dataset.errors import ExportError, LayoutError
from dataset.export.photos import ExportPhoto, newest
from dataset.layout import checked_name, export_path, export_split, natural_group, parse_xray_paths


@dataclass(frozen=True, slots=True)
class ExportEntry:
    """One photo of an export.

    Attributes:
        path: Where it goes, beginning with the export's name; also its ``Path`` in the CSVs.
        split: The split it goes to.
        xray_path: The x-ray's ``Path`` in the source CSV.
        photo: The photo.
    """

    path: str
    split: str
    xray_path: str
    photo: ExportPhoto


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """A whole export.

    Attributes:
        name: Its top folder.
        entries: Its photos, by set and index.
        tables: Its CSVs but the manifest: path -> text.
    """

    name: str
    entries: tuple[ExportEntry, ...]
    tables: Mapping[str, str]


def plan_export(
    table: XrayTable, photos: Iterable[ExportPhoto], name: str, split: str | None = None
) -> ExportPlan:
    """Lay out an export in CheXphoto's layout.

    Args:
        table: The x-rays that were photographed.
        photos: All accepted photos; of each set and x-ray the newest is taken.
        name: The export's name and top folder (``CheXphoto-Lab-v1.0``).
        split: Put everything into this split; None takes each path's own.

    Raises:
        LayoutError: The name, a set's name, or some paths do not fit; ``problems`` lists the rows.
        ExportError: There is nothing to export, a photo's index is not in the table, or two x-rays would become
            one file.
    """
    checked_name(name, "export name")
    chosen = newest(photos)
    if not chosen:
        raise ExportError("there are no accepted photos to export")
    unknown = sorted({photo.index for photo in chosen if not 1 <= photo.index <= len(table)})
    if unknown:
        raise ExportError(
            f"there are photos of x-rays that {table.csv.name} does not have:",
            [f"x-ray {index}" for index in unknown],
        )
    entries = _entries(table, chosen, name, split)
    _refuse_doubles(entries)
    return ExportPlan(name, tuple(entries), _tables(table, entries, name))


def table_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV's text: header and rows, Unix line ends, None as an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _entries(
    table: XrayTable, photos: Sequence[ExportPhoto], name: str, split: str | None
) -> list[ExportEntry]:
    xrays = parse_xray_paths(
        (index, table.path(index)) for index in sorted({photo.index for photo in photos})
    )
    entries, problems = [], []
    for photo in photos:
        xray = xrays[photo.index]
        try:
            into = export_split(xray, split)
            path = export_path(name, into, natural_group(photo.set), xray)
        except LayoutError as error:
            problems.append(f"x-ray {photo.index}: {error}")
            continue
        entries.append(ExportEntry(path, into, table.path(photo.index), photo))
    if problems:
        raise LayoutError(f"{len(problems)} photos cannot be put into CheXphoto's layout:", problems)
    return entries


def _refuse_doubles(entries: Sequence[ExportEntry]) -> None:
    first: dict[str, ExportEntry] = {}
    problems = []
    for entry in entries:
        other = first.setdefault(entry.path.lower(), entry)
        if other is not entry:
            problems.append(
                f"x-rays {other.photo.index} and {entry.photo.index} would both become {entry.path}"
            )
    if problems:
        raise ExportError("some x-rays differ only in what the layout leaves out:", problems)


def _tables(table: XrayTable, entries: Sequence[ExportEntry], name: str) -> dict[str, str]:
    by_file: dict[str, list[ExportEntry]] = {}
    for entry in entries:
        by_file.setdefault(f"{name}/{entry.split}/{natural_group(entry.photo.set)}.csv", []).append(entry)
        by_file.setdefault(f"{name}/{entry.split}.csv", []).append(entry)
    return {file: _labels(table, by_file[file]) for file in sorted(by_file)}


def _labels(table: XrayTable, entries: Sequence[ExportEntry]) -> str:
    rows = table.frame.loc[[entry.photo.index for entry in entries]].copy()
    rows[PATH] = [entry.path for entry in entries]
    return table_text(table.columns, rows.itertuples(index=False, name=None))
