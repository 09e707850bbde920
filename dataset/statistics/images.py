"""The images of a data set as columns: what `count` needs to know of each.

Everything is kept by column, since CheXpert has 223,414 rows of 14 labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from dataset.chexpert import OBSERVATIONS, XrayTable
from dataset.errors import CsvError
from dataset.layout import image_place

BLANK, NEGATIVE, UNCERTAIN, POSITIVE = range(4)
"""Labels from the least to the most telling: where the images of a study differ, the largest number counts."""

FACTS = (
    "device",
    "capture",
    "room",
    "room_light",
    "window_blinds",
    "phone_orientation",
    "tripod_position",
    "cursor",
    "monitor_colour_temperature",
    "screen_finish",
)
"""Columns of a manifest that are counted: the devices, the way of capture and the conditions of photos."""

Labels = npt.NDArray[np.int8]
_CODES = {"": BLANK, "0.0": NEGATIVE, "0": NEGATIVE, "-1.0": UNCERTAIN, "-1": UNCERTAIN}
_CODES |= {"1.0": POSITIVE, "1": POSITIVE}


@dataclass(frozen=True, slots=True)
class ImageColumns:
    """The images of one or several CSVs; each list has one entry for each image.

    Attributes:
        splits: ``train``, ``valid``, ``test``, or empty where the path does not say.
        sets: The set as its folder is called (``natural/nokia10k``), empty for x-rays themselves.
        patients: The patient, the same text for the same patient.
        studies: The study, the same text for the same study.
        sexes: As in the CSV.
        ages: As in the CSV.
        views: ``Frontal AP``, ``Frontal PA``, ``Lateral`` and the like.
        labels: `BLANK`, `NEGATIVE`, `UNCERTAIN` or `POSITIVE`: a row for each image, a column for each observation.
        facts: `FACTS` of photos by column; a column that is missing is unknown of every image.
    """

    splits: list[str]
    sets: list[str]
    patients: list[str]
    studies: list[str]
    sexes: list[str]
    ages: list[str]
    views: list[str]
    labels: Labels
    facts: Mapping[str, list[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.splits)


def images_of(table: XrayTable, facts: Mapping[str, Mapping[str, str]] | None = None) -> ImageColumns:
    """Return the images that a CSV lists.

    Args:
        table: The CSV.
        facts: What a manifest says of them, by path.

    Raises:
        CsvError: A cell of an observation is no label; ``problems`` lists all of them.
    """
    indices = range(1, len(table) + 1)
    places = [_place(table.layout_path(index)) for index in indices]
    splits, sets, patients, studies = (list(column) for column in zip(*places, strict=True))
    return ImageColumns(
        splits,
        sets,
        patients,
        studies,
        _cells(table, "Sex"),
        _cells(table, "Age"),
        [" ".join(filter(None, pair)) for pair in zip(*_views(table), strict=True)],
        _labels(table),
        _facts(table.paths, facts or {}),
    )


def photos_of(
    table: XrayTable, photos: Iterable[tuple[str, int, Mapping[str, str]]], kind: str = "natural"
) -> ImageColumns:
    """Return the images of photos that are not exported yet.

    Args:
        table: The x-rays that were photographed.
        photos: Set, index and facts of each photo.
        kind: The folder of their sets.
    """
    found = list(photos)
    of_xrays = _pick(images_of(table), [index - 1 for _, index, _ in found])
    facts = {name: [values.get(name, "") for _, _, values in found] for name in FACTS}
    return replace(of_xrays, sets=[f"{kind}/{name}" for name, _, _ in found], facts=facts)


def joined(parts: Sequence[ImageColumns]) -> ImageColumns:
    """Return the images of several CSVs of one data set as one."""
    names = dict.fromkeys(name for part in parts for name in part.facts)
    return ImageColumns(
        [cell for part in parts for cell in part.splits],
        [cell for part in parts for cell in part.sets],
        [cell for part in parts for cell in part.patients],
        [cell for part in parts for cell in part.studies],
        [cell for part in parts for cell in part.sexes],
        [cell for part in parts for cell in part.ages],
        [cell for part in parts for cell in part.views],
        np.concatenate([part.labels for part in parts]),
        {name: [cell for part in parts for cell in part.facts.get(name, [""] * len(part))] for name in names},
    )


def _pick(images: ImageColumns, at: Sequence[int]) -> ImageColumns:
    def cells(column: Sequence[str]) -> list[str]:
        return [column[position] for position in at]

    return ImageColumns(
        cells(images.splits),
        cells(images.sets),
        cells(images.patients),
        cells(images.studies),
        cells(images.sexes),
        cells(images.ages),
        cells(images.views),
        images.labels[np.asarray(at, dtype=np.intp)],
    )


def _place(path: str) -> tuple[str, str, str, str]:
    """Return split, set, patient and study; the folders above the image say what CheXpert's form does not."""
    place = image_place(path)
    if place is None:
        return "", "", path.rsplit("/", 2)[0], path.rsplit("/", 1)[0]
    # The patient's folder alone: the same patient is in many sets of a data set.
    return place.split, place.set, place.patient, f"{place.patient}/{place.study}"


def _cells(table: XrayTable, column: str) -> list[str]:
    return table.frame[column].tolist() if column in table.columns else [""] * len(table)


def _views(table: XrayTable) -> tuple[list[str], list[str]]:
    return _cells(table, "Frontal/Lateral"), _cells(table, "AP/PA")


def _labels(table: XrayTable) -> Labels:
    labels = np.zeros((len(table), len(OBSERVATIONS)), np.int8)
    problems: list[str] = []
    for position, name in enumerate(OBSERVATIONS):
        if name in table.columns:
            cells = table.frame[name]
            codes = {text: _code(text) for text in cells.unique().tolist()}
            wrong = {text for text, code in codes.items() if code is None}
            problems += [
                f"row {row}: {name} is {cell!r}" for row, cell in enumerate(cells, start=1) if cell in wrong
            ]
            labels[:, position] = [codes[cell] or BLANK for cell in cells.tolist()]
    if problems:
        raise CsvError(
            f"{table.csv.name} has {len(problems):,} cells that are no label. "
            "Write 1.0 (positive), 0.0 (negative), -1.0 (uncertain) or nothing:",
            problems,
        )
    return labels


def _code(text: str) -> int | None:
    return _CODES.get(text.strip())


def _facts(paths: Sequence[str], facts: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    names = dict.fromkeys(name for values in facts.values() for name in values)
    return {name: [facts.get(path, {}).get(name, "") for path in paths] for name in names}
