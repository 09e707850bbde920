"""Reading what is to be counted: a CSV, or the root of a data set in CheXphoto's layout."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from dataset.chexpert import read_table
from dataset.errors import CsvError
from dataset.layout import SPLITS
from dataset.manifest import SPELT_BEFORE
from dataset.statistics.counting import Statistics, Unit, count
from dataset.statistics.fitness import Fitness
from dataset.statistics.images import FACTS, images_of, joined
from dataset.statistics.reviewed import fitness_of_manifest

MANIFEST = "manifest.csv"
COUNTED = frozenset({*FACTS, "set", "pipeline", "level", "review"})
"""Columns of a manifest that are counted: all of them would take a gigabyte for a data set of CheXpert's size."""


def read_statistics(place: Path, unit: Unit = "studies") -> Statistics:
    """Count a CSV or a data set.

    Args:
        place: A CheXpert-format CSV; or a folder with ``train.csv``, ``valid.csv`` or ``test.csv``, and perhaps a
            ``manifest.csv``.
        unit: Whether labels are counted by study or by image.

    Raises:
        CsvError: There is nothing to count, or a CSV cannot be used.
    """
    if not place.is_dir():
        return count(images_of(read_table(place)), place.stem, unit)
    manifest = read_manifest(place)
    facts = {path: {name: row[name] for name in FACTS if name in row} for path, row in manifest.items()}
    images = joined([images_of(read_table(csv), facts) for csv in split_tables(place)])
    fitness: list[Fitness] = fitness_of_manifest(manifest.values())
    return count(images, place.resolve().name, unit, fitness)


def split_tables(root: Path) -> list[Path]:
    """Return the CSVs of a data set's splits.

    Raises:
        CsvError: There are none.
    """
    found = [root / f"{split}.csv" for split in SPLITS if (root / f"{split}.csv").is_file()]
    if not found:
        raise CsvError(
            f"there is no train.csv, valid.csv or test.csv in {root}. "
            "Give the folder that contains them, or one CSV"
        )
    return found


def read_manifest(root: Path) -> Mapping[str, dict[str, str]]:
    """Return what is counted of a data set's manifest, by path; nothing where there is no manifest."""
    file = root / MANIFEST
    if not file.is_file():
        return {}
    kept: dict[str, str] = {}  # the same few texts in a hundred thousand rows
    with file.open(encoding="utf-8", newline="") as opened:
        rows = csv.reader(opened)  # a dictionary of each row's fifty cells would take most of the time
        header = [SPELT_BEFORE.get(name, name) for name in next(rows, [])]
        path_at = header.index("Path")
        wanted = [(at, name) for at, name in enumerate(header) if name in COUNTED]
        return {
            row[path_at]: {name: kept.setdefault(row[at], row[at]) for at, name in wanted}
            for row in rows
            if len(row) == len(header)
        }
