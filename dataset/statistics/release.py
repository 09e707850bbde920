"""The statistics that lie in a data set itself."""

from __future__ import annotations

from pathlib import Path

from dataset.files import write_atomically
from dataset.statistics.formats import ENDINGS, Format, written
from dataset.statistics.reading import read_statistics

FOLDER = "statistics"
FORMATS: tuple[Format, ...] = ("markdown", "latex", "csv", "json", "svg")


def write_statistics(root: Path, into: Path | None = None) -> list[Path]:
    """Count a data set and write its statistics.

    Args:
        root: A complete data set in CheXphoto's layout: its CSVs and its manifest.
        into: The folder for them; None takes ``statistics`` inside ``root``.

    Returns:
        The files, one for each format.

    Raises:
        CsvError: There is nothing to count, or a CSV cannot be used.
    """
    folder = into or root / FOLDER
    statistics = read_statistics(root)
    files = {folder / f"statistics.{ENDINGS[format_]}": format_ for format_ in FORMATS}
    for file, format_ in files.items():
        write_atomically(file, written(statistics, format_))
    return list(files)
