"""Copies a set that is to be withheld into the data root, labels apart from pictures.

A copy, because a program must see the pictures and nothing beside them: a CSV with labels often lies in the same
folder. And because nobody may change the set while it is a test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dataset.chexpert import XrayTable
from dataset.errors import DatasetError
from dataset.folder import DataFolder
from dataset.regular_files import open_regular
from dataset.scoring.truth import LabelPolicy, Truth, truth_of
from dataset.submission.command import SOURCE
from dataset.submission.parts import Part
from webapp.challenge.withheld.folder import ChallengeFolder
from webapp.challenge.withheld.scoring import check_can_be_scored
from webapp.offload import Offload

Write = Callable[[Path], None]
PUBLIC_FOLDER, PUBLIC_FILE = 0o755, 0o444
"""The sandbox's user reads them; the folder above lets nobody else come so far."""


@dataclass(frozen=True, slots=True)
class WithheldPart:
    """X-rays or photos with labels.

    Attributes:
        truth: Paths and labels.
        pictures: Writes each picture to a file, in the same order.
    """

    truth: Truth
    pictures: Sequence[Write]


def part_of_table(table: XrayTable, folder: DataFolder, offload: Offload) -> WithheldPart:
    """Return the pictures of a CSV, as they are; reads and copies through ``offload``.

    Raises:
        DatasetError: Labels or paths cannot be used.
    """

    def copying(source: Path) -> Write:
        return lambda target: offload(_copy, source, target)

    files = offload(lambda: [folder.file(path) for path in table.paths])
    return WithheldPart(offload(truth_of, table, LabelPolicy()), [copying(file) for file in files])


def part_of_photos(table: XrayTable, photos: Iterable[tuple[str, int, Write]]) -> WithheldPart:
    """Return photos of a table's x-rays.

    Args:
        table: Their x-rays, with labels.
        photos: Path, index of the x-ray, and what writes it.

    Raises:
        DatasetError: The labels cannot be used.
    """
    chosen = list(photos)
    whole = truth_of(table, LabelPolicy())
    labels = whole.labels[np.array([index - 1 for _, index, _ in chosen], dtype=np.intp)]
    truth = Truth(tuple(path for path, _, _ in chosen), whole.observations, labels)
    return WithheldPart(truth, [write for _, _, write in chosen])


def write_withheld(folder: ChallengeFolder, parts: dict[Part, WithheldPart], offload: Offload) -> None:
    """Write a set; what was there of an earlier try is replaced.

    Pictures are written here and not by ``offload``: some are made by workers, whom a real thread must not ask.

    Raises:
        DatasetError: A picture is missing, or two have one path.
        OSError: The disk is full.
    """
    _check_paths([path for part in parts.values() for path in part.truth.paths])
    truth = {name: part.truth for name, part in parts.items()}
    offload(check_can_be_scored, truth)
    offload(shutil.rmtree, folder.path, ignore_errors=True)
    folder.make()
    for part in parts.values():
        for path, write in zip(part.truth.paths, part.pictures, strict=True):
            file = folder.images / path
            file.parent.mkdir(parents=True, exist_ok=True)
            write(file)
            file.chmod(PUBLIC_FILE)
    for place, _, _ in os.walk(folder.images):
        Path(place).chmod(PUBLIC_FOLDER)
    offload(folder.write_truth, truth)


def _check_paths(paths: Sequence[str]) -> None:
    if not paths:
        raise DatasetError("there are no pictures to withhold")
    if len(set(paths)) < len(paths):
        raise DatasetError("x-rays and photos have paths in common; give them data sets of different names")
    tops = {path.split("/")[0] for path in paths}
    if SOURCE in tops:
        raise DatasetError(f"paths of pictures may not begin with {SOURCE}/, where programs are")


def _copy(source: Path, target: Path) -> None:
    try:
        with open_regular(source) as opened, target.open("xb") as file:
            shutil.copyfileobj(opened, file)
    except FileNotFoundError:
        raise DatasetError(f"{source} is missing") from None
