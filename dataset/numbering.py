"""Paths of CheXpert's form for x-rays in other layouts (MIMIC-CXR, say), so that data sets can be made of them.

Patients, their studies and a study's views are numbered in the order of the CSV.  The x-rays stay where they are and
keep their indices: the paths go into a column of their own.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import repeat
from pathlib import PurePosixPath
from typing import Any

from dataset.chexpert import LAYOUT_PATH, PATH, XrayTable
from dataset.errors import CsvError, LayoutError
from dataset.export.plan import table_text
from dataset.layout import Split, parse_xray_path

_VIEWS = ("Frontal/Lateral", "ViewPosition", "View Position", "View")
_SPLIT_NAMES: Mapping[str, Split] = {
    "train": "train",
    "valid": "valid",
    "validate": "valid",
    "validation": "valid",
    "val": "valid",
    "test": "test",
}
_LATERAL = ("l", "ll", "rl", "lateral")


def unfit_paths(table: XrayTable, indices: range) -> list[int]:
    """Return the x-rays whose paths do not fit CheXphoto's layout."""
    return [index for index in indices if not _fits(table.layout_path(index))]


def numbered_csv(
    table: XrayTable,
    split: Split = "train",
    patient: str | None = None,
    study: str | None = None,
    split_column: str | None = None,
) -> str:
    """Write a table's CSV again, with a path of CheXpert's form for each x-ray.

    Args:
        table: The x-rays.
        split: The split of all.
        patient: Column that says whose an x-ray is; None goes by the folder above the study's.
        study: Column that says of which study it is; None goes by the folder it lies in.
        split_column: Column that says each x-ray's split, instead of ``split``.

    Raises:
        CsvError: There is no such column, the CSV has such paths already, or a split is none.
    """
    missing = [
        name for name in (patient, study, split_column) if name is not None and name not in table.columns
    ]
    if missing:
        raise CsvError(f"{table.csv.name} has no column {missing[0]!r}")
    if LAYOUT_PATH in table.columns:
        raise CsvError(f"{table.csv.name} has a column {LAYOUT_PATH!r} already")
    frame = table.frame.copy()
    splits = _splits(table, split_column) if split_column else repeat(split)
    frame[LAYOUT_PATH] = list(_numbered(table, splits, patient, study))
    return table_text(list(frame.columns), frame.itertuples(index=False, name=None))


def _splits(table: XrayTable, column: str) -> list[Split]:
    """Return the split of each x-ray.

    Raises:
        CsvError: Some are none; ``problems`` lists them.
    """
    said = [text.strip().lower() for text in table.frame[column]]
    problems = [
        f"x-ray {index}: {text!r} is none of {', '.join(_SPLIT_NAMES)}"
        for index, text in enumerate(said, start=1)
        if text not in _SPLIT_NAMES
    ]
    if problems:
        raise CsvError(f"the column {column!r} does not give every x-ray's split:", problems)
    return [_SPLIT_NAMES[text] for text in said]


def _numbered(
    table: XrayTable, splits: Iterable[Split], patient: str | None, study: str | None
) -> Iterator[str]:
    patients: dict[str, int] = {}
    studies: dict[str, dict[str, int]] = {}
    views: dict[tuple[int, int], int] = {}
    for row, split in zip(table.frame.to_dict("records"), splits, strict=False):
        folder = PurePosixPath(row[PATH]).parent
        # An x-ray in no folder of a patient's is its own patient: two strangers must not become one.
        owner = row[patient] if patient else (str(folder.parent) if len(folder.parts) > 2 else row[PATH])
        number = patients.setdefault(owner, len(patients) + 1)
        own = studies.setdefault(owner, {})
        visit = own.setdefault(row[study] if study else str(folder), len(own) + 1)
        view = views[number, visit] = views.get((number, visit), 0) + 1
        yield f"{_top(row[PATH])}/{split}/patient{number:05}/study{visit}/view{view}_{_side(row)}.jpg"


def _top(path: str) -> str:
    return path.split("/", 1)[0] if "/" in path else "x-rays"


def _side(row: dict[Hashable, Any]) -> str:
    said = next((row[name] for name in _VIEWS if row.get(name)), "")
    return "lateral" if said.strip().lower() in _LATERAL else "frontal"


def _fits(path: str) -> bool:
    try:
        parse_xray_path(path)
    except LayoutError:
        return False
    return True
