"""Slices of the photos: by device, by condition, by each measure of quality."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dataset.manifest import HOMOGRAPHY, PHOTO, SYNTHETIC
from dataset.scoring.pictures import ScoredPictures
from dataset.scoring.truth import TruthError

PARTS = 4
"""Numbers are cut into quarters."""
MOST_VALUES = 12
"""A column with more values than this is cut if they are numbers, and else says nothing by itself."""
_NO_CONDITION = (
    "camera_", "display_", "match_", "quality_", "measured_", "review", "rectified_", "top_", "bottom_", "advised_",
)  # fmt: skip
_FIXED = {*PHOTO, *SYNTHETIC, *HOMOGRAPHY, "device", "taken_at", "kept_at", "note", "flag", "capture"}


@dataclass(frozen=True, slots=True)
class Slice:
    """Pictures with the same value of a column, or with one in the same quarter.

    Attributes:
        column: Of the manifest.
        value: The value; of numbers, their range.
        chosen: Which pictures.
    """

    column: str
    value: str
    chosen: NDArray[np.bool_]


def default_columns(pictures: ScoredPictures) -> list[str]:
    """Return the columns that a photo data set is looked at by: device, conditions, measures of quality."""
    columns = list(dict.fromkeys(column for row in pictures.facts for column in row))
    conditions = [name for name in columns if name not in _FIXED and not name.startswith(_NO_CONDITION)]
    quality = [
        name
        for name in columns
        if name.startswith("quality_") and _numbers(_cells(pictures, name)) is not None
    ]
    return [name for name in ("device", *conditions, *quality) if any(_cells(pictures, name))]


def slices(pictures: ScoredPictures, columns: Sequence[str]) -> Iterator[Slice]:
    """Yield the slices of each column; pictures without a value are in none, and one value alone is no slice.

    Raises:
        TruthError: No manifest has such a column.
    """
    known = {column for row in pictures.facts for column in row}
    if missing := [column for column in columns if column not in known]:
        raise TruthError(f"no manifest of these data sets has a column {missing[0]!r}")
    for column in columns:
        yield from _slices(column, _cells(pictures, column))


def _cells(pictures: ScoredPictures, column: str) -> list[str]:
    return [row.get(column, "") for row in pictures.facts]


def _slices(column: str, cells: Sequence[str]) -> Iterator[Slice]:
    values = sorted({cell for cell in cells if cell})
    numbers = _numbers(cells)
    if len(values) > MOST_VALUES and numbers is not None:
        yield from _quarters(column, numbers)
    elif 1 < len(values) <= MOST_VALUES:
        every = np.array(cells, dtype=object)
        for value in values:
            yield Slice(column, value, every == value)


def _numbers(cells: Sequence[str]) -> NDArray[np.float64] | None:
    try:
        numbers = np.array([float(cell) if cell else np.nan for cell in cells])
    except ValueError:
        return None
    return numbers if np.isfinite(numbers).any() else None


def _quarters(column: str, numbers: NDArray[np.float64]) -> Iterator[Slice]:
    edges = np.unique(np.nanquantile(numbers, np.linspace(0, 1, PARTS + 1)))
    for low, high in pairwise(edges):
        last = high == edges[-1]
        inside = (numbers >= low) & ((numbers <= high) if last else (numbers < high))
        if inside.any():
            yield Slice(column, f"{low:.4g} to {high:.4g}", inside)
