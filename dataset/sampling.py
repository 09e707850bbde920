"""Random samples of x-rays or whole patients, drawn from a seed.

The order of drawing is that of the SHA-256 of seed and name, not that of a random number generator: the sample is the
same in every version of Python and numpy, and a larger one from the same seed contains the smaller one.  A patient is
the folder ``patientNNNNN`` of the path, so that splits can be compared by patient, and is the same in every set of a
data set in CheXphoto's layout.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from dataset.chexpert import XrayTable
from dataset.errors import CsvError, SubsetError
from dataset.layout import ImagePlace, image_place

Unit = Literal["patients", "xrays"]

_BY_WEIGHT = ("1.0", "-1.0", "0.0", "")
"""Labels from the most to the least telling: a patient with one positive x-ray is positive."""


def sample(
    table: XrayTable,
    unit: Unit,
    count: int,
    *,
    seed: int = 0,
    strata: Sequence[str] = (),
    of_set: str | None = None,
) -> tuple[int, ...]:
    """Draw patients with all their x-rays, or single x-rays.

    Args:
        table: The x-rays to draw from.
        unit: What is counted and drawn.
        count: How many, at least 1.
        seed: The same seed draws the same sample from the same CSV.
        strata: Columns whose combinations of values keep their shares (largest remainder), such as
            ``Frontal/Lateral`` or a label.
        of_set: The set to draw from, as its folder is called (``natural/nokia10k``); None draws from all rows.

    Returns:
        Indices in the order of the CSV.

    Raises:
        CsvError: A patient is in two splits, or there is no such column or set.
        SubsetError: There are fewer than ``count``.
    """
    check_splits(table)
    if missing := [column for column in strata if column not in table.columns]:
        raise CsvError(f"{table.csv.name} has no column {missing[0]!r}; it has {', '.join(table.columns)}")
    units = _units(table, unit, of_set)
    if not 1 <= count <= len(units):
        what = "patients" if unit == "patients" else "x-rays"
        raise SubsetError(f"{table.csv.name} has {len(units):,} {what}; {count:,} cannot be drawn from it")
    groups = _groups(table, units, strata)
    shares = _shares({stratum: len(names) for stratum, names in groups.items()}, count)
    drawn = [name for stratum, names in groups.items() for name in _in_order(names, seed)[: shares[stratum]]]
    return tuple(sorted(index for name in drawn for index in units[name]))


def check_splits(table: XrayTable) -> None:
    """Check that no patient is in two splits; paths of another form than CheXpert's have none.

    Raises:
        CsvError: Some are; ``problems`` names the first row of each in its second split.
    """
    seen: dict[str, tuple[str, int]] = {}
    told: set[str] = set()
    problems = []
    for index, _ in enumerate(table.paths, start=1):
        parsed = _patient_and_split(table.layout_path(index))
        if parsed is None:
            continue
        patient, split = parsed
        first_split, first = seen.setdefault(patient, (split, index))
        if split != first_split and patient not in told:
            told.add(patient)
            problems.append(f"row {index}: {patient} is in {split}, and in {first_split} in row {first}")
    if problems:
        raise CsvError(
            f"{table.csv.name} has {len(problems):,} patients in two splits. A model would be tested on patients that "
            "it was trained on; correct these rows:",
            problems,
        )


def _patient_and_split(path: str) -> tuple[str, str] | None:
    place = image_place(path)
    return None if place is None else (place.patient, place.split)


def _units(table: XrayTable, unit: Unit, of_set: str | None) -> dict[str, tuple[int, ...]]:
    """Return the indices of each patient, or of each x-ray, by a name that does not depend on the other rows."""
    sets: dict[str, None] = {}
    found: dict[str, list[int]] = defaultdict(list)
    for index, path in enumerate(table.paths, start=1):
        place = image_place(path)
        name = place.set if place else ""
        sets[name] = None
        if of_set in (None, name):
            found[path if unit == "xrays" else _patient(path, place)].append(index)
    if not found:
        known = ", ".join(sorted(filter(None, sets))) or "no sets"
        raise CsvError(f"{table.csv.name} has no set {of_set!r}; it has {known}")
    return {name: tuple(indices) for name, indices in found.items()}


def _patient(path: str, place: ImagePlace | None) -> str:
    if place is None or not place.set:
        return path.rsplit("/", 2)[0]
    return f"{place.dataset}/{place.split}/{place.patient}"


def _groups(
    table: XrayTable, units: Mapping[str, tuple[int, ...]], strata: Sequence[str]
) -> dict[tuple[str, ...], list[str]]:
    columns = [table.frame[column].tolist() for column in strata]
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, indices in units.items():
        key = tuple(_value(cells[index - 1] for index in indices) for cells in columns)
        groups[key].append(name)
    return {key: groups[key] for key in sorted(groups)}


def _value(cells: Iterable[str]) -> str:
    """Return the value that stands for a patient: the most telling label, else that of the first x-ray."""
    values = list(cells)
    return next((label for label in _BY_WEIGHT if label in values), values[0])


def _shares(sizes: Mapping[tuple[str, ...], int], count: int) -> dict[tuple[str, ...], int]:
    """Divide ``count`` among the strata by their sizes; the largest remainders get what rounding left over."""
    total = sum(sizes.values())
    shares = {stratum: count * size // total for stratum, size in sizes.items()}
    remainders = sorted(sizes, key=lambda stratum: (-(count * sizes[stratum] % total), stratum))
    for stratum in remainders[: count - sum(shares.values())]:
        shares[stratum] += 1
    return shares


def _in_order(names: Iterable[str], seed: int) -> list[str]:
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed}\0{name}".encode()).digest())
