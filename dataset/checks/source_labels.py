"""Comparison of labels with the CSV that they come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dataset.checks.faults import Fault
from dataset.checks.manifest_facts import ManifestFacts
from dataset.checks.tables import Tables
from dataset.chexpert import PATH, XrayTable, read_table
from dataset.errors import LayoutError
from dataset.layout import parse_xray_path


class SourceLabels:
    """The rows of one or more source CSVs.

    Args:
        files: The CSVs.

    Raises:
        CsvError: One cannot be read.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._rows: dict[str, tuple[XrayTable, int]] = {}
        self._by_view: dict[str, tuple[XrayTable, int]] = {}
        for file in files:
            table = read_table(file)
            for index, path in enumerate(table.paths, start=1):
                self._rows[path] = (table, index)
                if view := _view(table.layout_path(index)):
                    self._by_view[view] = (table, index)

    def compare(self, tables: Tables, manifest: ManifestFacts) -> Iterator[Fault]:
        """Yield every row with other labels than its x-ray's, or without an x-ray in the sources."""
        for path, (name, row) in tables.rows.items():
            facts = manifest.pictures.get(path)
            found = self._rows.get(facts.xray_path) if facts and facts.xray_path else None
            found = found or self._by_view.get(_view_of_picture(path))
            if found is None:
                message = f"{path}: its x-ray is in none of the sources"
                yield Fault("label_not_of_source", name, message, row.number)
                continue
            table, index = found
            cells = dict(zip(table.columns, table.frame.iloc[index - 1].tolist(), strict=True))
            for column, cell in zip(row.table.columns, row.cells, strict=True):
                if column != PATH and column in cells and cells[column] != cell:
                    message = f"{column!r} of {path} is {cell!r}, in {table.csv.name}, row {index}, {cells[column]!r}"
                    yield Fault("label_not_of_source", name, message, row.number)


def _view(path: str) -> str:
    try:
        parsed = parse_xray_path(path)
    except LayoutError:
        return ""
    return f"{parsed.patient}/{parsed.study}/{parsed.view}"


def _view_of_picture(path: str) -> str:
    return path.split("/", 3)[3].rpartition(".")[0]
