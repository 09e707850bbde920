"""Verification of exported photos against the x-rays of their names, from the exported files alone.

Each photo is registered with its own x-ray, as the server does it, and then held against every other one: a photo is
right when the first succeeds and none of the others does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

import matching
from dataset.chexpert import XrayTable, read_table
from dataset.folder import find_data_folder
from dataset.images import read_image, window_to_8bit


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of comparing pixels.

    Attributes:
        photos: How many photos the data set holds.
        right: How many of them show their own x-ray and no other.
        lowest: The lowest score with which a photo agrees with its own x-ray, 0..1.
        wrong: The paths of those that do not.
    """

    photos: int
    right: int
    lowest: float
    wrong: tuple[str, ...]


def verify(source: Path, root: Path, exported: Path, set_name: str) -> Verification:
    """Compare each photo of an exported set with every x-ray of the source.

    Args:
        source: CSV of the x-rays.
        root: Folder that its paths begin in, or the data set's own.
        exported: Folder of the exported data set, whose ``<split>.csv`` list the photos.
        set_name: Set whose photos are checked.
    """
    import pandas as pd  # large: whoever only looks for the command need not wait for it

    tables = [file for file in sorted(exported.glob("*.csv")) if file.stem != "manifest"]
    photos = [path for table in tables for path in pd.read_csv(table)["Path"]]
    table = read_table(source)
    folder = find_data_folder(table, root, allow_links=True)
    own = {photo: _xray_of(photo, table, set_name) for photo in photos}
    references = {
        index: matching.make_reference(_grey(folder.file(table.path(index))))
        for index in sorted(set(own.values()))
    }
    lowest, wrong = 1.0, []
    for path in photos:
        photo = matching.prepare_photo(_grey(exported.parent / path))
        match = matching.verify(photo, references[own[path]])
        others = {index: other for index, other in references.items() if index != own[path]}
        if match.verdict != "verified" or matching.which(photo, others) is not None:
            wrong.append(path)
        lowest = min(lowest, match.score)
    return Verification(len(photos), len(photos) - len(wrong), lowest, tuple(wrong))


def _grey(file: Path) -> NDArray[np.uint8]:
    image = window_to_8bit(read_image(file))
    return image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)


def _xray_of(photo: str, table: XrayTable, set_name: str) -> int:
    """Return the index of the x-ray that a photo is filed under: the same patient, study and view."""
    name = photo.split(f"/natural/{set_name}/", 1)[-1].rpartition(".")[0]
    return next(i for i, xray in enumerate(table.paths, 1) if xray.rpartition(".")[0].endswith(name))
