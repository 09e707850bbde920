"""Checks of a subset's x-rays, so that a bad one is found before a session and not in the middle of it.

Decoding 500 x-rays takes a while, so the unit of work is one file, or a run of indices: plain functions and
values that a pool of processes can be given. Reading images must not load what reads tables: pandas takes 35 MB in
every process.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dataset.errors import DatasetError
from dataset.images.reading import check_image

if TYPE_CHECKING:
    from dataset.chexpert import XrayTable
    from dataset.folder import DataFolder


@dataclass(frozen=True, slots=True)
class ImageProblem:
    """One x-ray that cannot be used.

    Attributes:
        index: Its index.
        path: Its path as in the CSV.
        reason: Why, in plain words.
    """

    index: int
    path: str
    reason: str

    def __str__(self) -> str:
        return f"x-ray {self.index} ({self.path}): {self.reason}"


def check_xray(index: int, path: str, file: Path) -> ImageProblem | None:
    """Decode one x-ray fully; return None when it is usable."""
    try:
        check_image(file)
    except DatasetError as error:
        return ImageProblem(index, path, str(error))
    return None


def check_images(table: XrayTable, folder: DataFolder, first: int, last: int) -> list[ImageProblem]:
    """Decode the x-rays ``first..last`` and list all that are unusable, links and missing files included.

    Raises:
        SubsetError: The range is not within 1..N.
    """
    return [problem for index in table.subset(first, last) for problem in _check(table, folder, index)]


def _check(table: XrayTable, folder: DataFolder, index: int) -> Iterable[ImageProblem]:
    path = table.path(index)
    try:
        problem = check_xray(index, path, folder.file(path))
    except DatasetError as error:
        problem = ImageProblem(index, path, str(error))
    return [] if problem is None else [problem]
