"""The plan of an export, decided before any file is touched: the photos' paths, and the CSVs.

Everything that can be refused is refused here, with all its reasons at once; what is left to go wrong while writing is
the disk.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dataset.chexpert import PATH, XrayTable
from dataset.errors import ExportError, LayoutError
from dataset.export.additions import Additions
from dataset.export.additions_layout import SUFFIX, Added, add_beside, rectified_path
from dataset.export.boxes import further_columns
from dataset.export.csv_cells import shown_as_text
from dataset.export.left_out import LEFT_OUT_COLUMNS, LeftOut
from dataset.export.photos import ExportPhoto, newest
from dataset.layout import export_path, export_split, natural_group, parse_xray_paths
from dataset.names import checked_name


@dataclass(frozen=True, slots=True)
class ExportEntry:
    """One photo of an export.

    Attributes:
        path: Where it goes, beginning with the export's name; also its ``Path`` in the CSVs.
        split: The split it goes to.
        xray_path: The x-ray's ``Path`` in the source CSV.
        photo: The photo.
        added: What goes beside it, None for nothing.
    """

    path: str
    split: str
    xray_path: str
    photo: ExportPhoto
    added: Added | None = None


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """A whole export.

    Attributes:
        name: Its top folder.
        entries: Its photos, by set and index.
        tables: Its CSVs that are known beforehand: path -> text.
        left_out: What could not be added to photos.
        box_columns: Columns of the boxes' CSV beyond those that every such CSV has; None without boxes.
    """

    name: str
    entries: tuple[ExportEntry, ...]
    tables: Mapping[str, str]
    left_out: tuple[LeftOut, ...] = ()
    box_columns: tuple[str, ...] | None = None

    @property
    def rectified(self) -> int:
        """Number of rectified pictures."""
        return sum(1 for entry in self.entries if entry.added and entry.added.rectified)

    @property
    def files(self) -> int:
        """Number of files."""
        masks = sum(1 for entry in self.entries if entry.added and entry.added.mask)
        tables = len(self.tables) + 1 + (self.box_columns is not None)
        return len(self.entries) + self.rectified + masks + tables


def plan_export(
    table: XrayTable,
    photos: Iterable[ExportPhoto],
    name: str,
    split: str | None = None,
    additions: Additions | None = None,
) -> ExportPlan:
    """Plan an export in CheXphoto's layout.

    Args:
        table: The x-rays that were photographed.
        photos: All accepted photos; of each set and x-ray the newest is taken.
        name: The export's name and top folder (``CheXphoto-Lab-v1.0``).
        split: Put everything into this split; None takes each path's own.
        additions: What to add to the photos.

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
    additions = additions or Additions()
    entries, left_out = _entries(table, chosen, name, split, additions)
    _refuse_doubles(entries)
    tables = _tables(table, entries, name)
    if left_out:
        tables[f"{name}/left_out.csv"] = table_text(LEFT_OUT_COLUMNS, (missing.row for missing in left_out))
    columns = tuple(further_columns(additions.boxes)) if additions.boxes else None
    return ExportPlan(name, tuple(entries), tables, tuple(left_out), columns)


def table_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a CSV's text: header and rows, Unix line ends, None as an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([shown_as_text(cell) for cell in row] for row in rows)
    return text.getvalue()


def _entries(
    table: XrayTable, photos: Sequence[ExportPhoto], name: str, split: str | None, additions: Additions
) -> tuple[list[ExportEntry], list[LeftOut]]:
    xrays = parse_xray_paths(
        (index, table.layout_path(index)) for index in sorted({photo.index for photo in photos})
    )
    entries, problems = [], []
    left_out: list[LeftOut] = []
    for photo in photos:
        xray = xrays[photo.index]
        try:
            into = export_split(xray, split)
            path = export_path(name, into, natural_group(photo.set), xray)
            rectified = rectified_path(name, into, photo, xray) if additions.rectified else ""
        except LayoutError as error:
            problems.append(f"x-ray {photo.index}: {error}")
            continue
        added, missing = add_beside(path, photo, additions, rectified)
        entries.append(ExportEntry(path, into, table.path(photo.index), photo, added))
        left_out += missing
    if problems:
        raise LayoutError(f"{len(problems)} photos cannot be put into CheXphoto's layout:", problems)
    return entries, left_out


def _refuse_doubles(entries: Sequence[ExportEntry]) -> None:
    first: dict[str, ExportEntry] = {}
    problems = []
    for entry in entries:
        for path in _pictures(entry):
            other = first.setdefault(path.lower(), entry)
            if other is not entry:
                problems.append(
                    f"x-rays {other.photo.index} and {entry.photo.index} would both become {path}"
                )
    if problems:
        raise ExportError("some x-rays differ only in what the layout leaves out:", problems)


def _pictures(entry: ExportEntry) -> list[str]:
    return [entry.path, entry.added.rectified] if entry.added and entry.added.rectified else [entry.path]


def _tables(table: XrayTable, entries: Sequence[ExportEntry], name: str) -> dict[str, str]:
    """Return the label CSVs; rectified pictures have their own, as they would count twice in a split's."""
    by_file: dict[str, list[tuple[int, str]]] = {}
    for entry in entries:
        row = (entry.photo.index, entry.path)
        group = f"{name}/{entry.split}/{natural_group(entry.photo.set)}"
        by_file.setdefault(f"{group}.csv", []).append(row)
        by_file.setdefault(f"{name}/{entry.split}.csv", []).append(row)
        if entry.added and entry.added.rectified:
            by_file.setdefault(f"{group}{SUFFIX}.csv", []).append((row[0], entry.added.rectified))
    return {file: _labels(table, by_file[file]) for file in sorted(by_file)}


def _labels(table: XrayTable, pictures: Sequence[tuple[int, str]]) -> str:
    rows = table.frame.loc[[index for index, _ in pictures]].copy()
    rows[PATH] = [path for _, path in pictures]
    return table_text(table.columns, rows.itertuples(index=False, name=None))
