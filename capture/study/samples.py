"""Samples of a data set's x-rays, as a CSV lists them; `dataset.sampling` draws them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator

from capture.errors import CaptureError

NAMED = 5
"""Bad lines that an error names; it says how many more there are."""


def read_sample(text: str, xrays: int, index_of: Callable[[str], int | None]) -> tuple[int, ...]:
    """Return the x-rays that a CSV lists, in order.

    The first column counts, or the one called ``index`` or ``Path``.  It holds indices, or paths as the data set's own
    CSV has them.

    Args:
        text: The CSV.
        xrays: How many x-rays the data set has.
        index_of: Returns the index of a path, None for an unknown one.

    Raises:
        CaptureError: ``sample_invalid``, with the lines that name no x-ray.
    """
    found: set[int] = set()
    bad: list[str] = []
    for line, cell in _cells(text):
        index = int(cell) if cell.isascii() and cell.isdigit() else index_of(cell)
        if index is not None and 1 <= index <= xrays:
            found.add(index)
        else:
            bad.append(f"line {line} ({cell[:80]})")
    if bad:
        more = f" and {len(bad) - NAMED:,} more" if len(bad) > NAMED else ""
        raise CaptureError(
            "sample_invalid",
            f"These lines name no x-ray of the data set: {', '.join(bad[:NAMED])}{more}. "
            f"Give indices from 1 to {xrays:,}, or paths as its CSV has them.",
        )
    if not found:
        raise CaptureError("sample_invalid", "The list names no x-ray. Give one index or path a line.")
    return tuple(sorted(found))


def _cells(text: str) -> Iterator[tuple[int, str]]:
    rows = csv.reader(text.lstrip("\ufeff").splitlines())
    column = 0
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        names = [cell.lower() for cell in cells]
        if number == 1 and {"index", "path"} & set(names):
            column = names.index("index") if "index" in names else names.index("path")
        elif len(cells) > column and cells[column]:
            yield number, cells[column]
