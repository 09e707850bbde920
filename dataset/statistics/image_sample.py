"""Random samples of a data set's images, for people to look at: so many of each transform and level, or of each set."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dataset.chexpert import XrayTable, read_table
from dataset.errors import CsvError, DatasetError, SubsetError
from dataset.files import sha256_of_file
from dataset.folder import DataFolder
from dataset.layout import BARE_AT_LEVEL_1, image_place
from dataset.manifest import HOMOGRAPHY
from dataset.statistics.reading import read_manifest, split_tables

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnImage:
    """An image of a sample, pinned by its bytes.

    Attributes:
        path: As the data set's CSV has it.
        set: Its set as the folder is called (``synthetic/digital-2``).
        xray: The x-ray's index in the CSV that the data set was made from.
        sha256: Of its file.
        homography: From pixels of the x-ray to pixels of the image, in rows; None where it is not known.
    """

    path: str
    set: str
    xray: int
    sha256: str
    homography: tuple[float, ...] | None = None

    @property
    def pipeline(self) -> str:
        """Return the name of the pipeline that made it, empty for a photo."""
        return _recipe(self.set)[0]

    @property
    def level(self) -> int | None:
        """The level at which it was made, None for a photo."""
        return _recipe(self.set)[1]


def draw_images(
    root: Path, xrays: XrayTable, each: int, *, seed: int = 0, sets: Sequence[str] = ()
) -> tuple[DrawnImage, ...]:
    """Draw images of every set of a data set, and shuffle them, so that their order tells nothing of the set.

    Args:
        root: The data set's folder, with its ``train.csv``, ``valid.csv`` or ``test.csv``.
        xrays: The x-rays that it was made from.
        each: How many of each set; a smaller set comes whole.
        seed: The same seed draws the same images, and more of them contain fewer.
        sets: The sets to draw from; none stands for all.

    Raises:
        CsvError: There is nothing to draw from, or a CSV cannot be used.
        SubsetError: There is no such set, or some images have no x-ray among ``xrays``.
        DatasetError: A file is missing; ``problems`` lists all of them.
    """
    by_set: dict[str, list[str]] = defaultdict(list)
    for csv in split_tables(root):
        for path in read_table(csv).paths:
            by_set[_set_of(path)].append(path)
    by_set.pop("", None)
    if not by_set:
        raise CsvError(f"{root} has no sets: its paths are not of the form <name>/<split>/<kind>/<set>/...")
    if unknown := sorted(set(sets) - by_set.keys()):
        raise SubsetError(f"there is no set {unknown[0]!r} in {root}; it has {', '.join(sorted(by_set))}")
    drawn = [
        path
        for name in sets or sorted(by_set)
        for path in _in_order(dict.fromkeys(by_set[name]), seed)[:each]
    ]
    return _pinned(root, _in_order(drawn, seed), xrays)


def _pinned(root: Path, paths: Sequence[str], xrays: XrayTable) -> tuple[DrawnImage, ...]:
    manifest = read_manifest(root)
    known = {_place(xrays.layout_path(index)): index for index in range(1, len(xrays) + 1)}
    found: list[DrawnImage] = []
    lost: list[str] = []
    folder = DataFolder(root, inside=True)
    for path in paths:
        row = manifest.get(path, {})
        index = xrays.index_of(row.get("xray_path", "")) or known.get(_place(path))
        if index is None:
            lost.append(path)
        else:
            found.append(DrawnImage(path, _set_of(path), index, "", _homography(row)))
    if lost:
        raise SubsetError(
            f"{len(lost)} images show no x-ray of {xrays.csv.name}. Name the data set that they were made from:",
            lost,
        )
    return tuple(_hashed(folder, found))


def _hashed(folder: DataFolder, images: Iterable[DrawnImage]) -> Iterator[DrawnImage]:
    missing = []
    for image in images:
        try:
            yield replace(image, sha256=sha256_of_file(folder.file(image.path)))
        except OSError as error:
            missing.append(f"{image.path}: {error.strerror}")
    if missing:
        raise DatasetError(f"{len(missing)} drawn images cannot be read:", missing)


def _homography(row: Mapping[str, str]) -> tuple[float, ...] | None:
    cells = [row.get(column, "") for column in HOMOGRAPHY]
    return tuple(float(cell) for cell in cells) if all(cells) else None


def _recipe(of_set: str) -> tuple[str, int | None]:
    kind, _, name = of_set.partition("/")
    if kind != "synthetic":
        return "", None
    if name in BARE_AT_LEVEL_1:
        return name, 1
    pipeline, _, level = name.rpartition("-")
    return (pipeline, int(level)) if level.isdigit() and pipeline else (name, None)


def _set_of(path: str) -> str:
    place = image_place(path)
    return place.set if place else ""


def _place(path: str) -> Place:
    """Return split, patient, study and view, which an image and its x-ray have in common."""
    parts = path.split("/")
    return (parts[1] if len(parts) > 1 else "", *parts[-3:-1], parts[-1].rpartition(".")[0])


def _in_order(paths: Iterable[str], seed: int) -> list[str]:
    return sorted(paths, key=lambda path: hashlib.sha256(f"{seed}\0{path}".encode()).digest())
