"""Additions to an export's photos: rectified pictures, boxes, masks.

All three need to know where the x-ray lies in the photo and how large the x-ray is.  A photo for which that is not
known is left out of them, and said to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dataset import images
from dataset.chexpert import XrayTable
from dataset.errors import DatasetError, ExportError
from dataset.export.boxes import XrayBox, boxes_outside, read_boxes
from dataset.export.frames import Size, homography_problem
from dataset.export.masks import find_masks, masks_unfit
from dataset.export.photos import ExportPhoto
from dataset.folder import DataFolder

KnownSizes = tuple[dict[int, Size], dict[int, str]]
"""(width, height) by index; and why it is not known, by index."""
NO_HOMOGRAPHY = "where the x-ray lies in it is not known"


@dataclass(frozen=True, slots=True)
class Additions:
    """The additions requested for an export's photos.

    Attributes:
        sizes: (width, height) of the upright x-rays, by index.
        unknown: Why an x-ray's size is not known, by index.
        rectified: Add a rectified picture of each photo, in a set ``<set>-rectified`` of its own.
        longest: The most pixels that the longer side of a rectified picture may have; None keeps the x-ray's.
        boxes: Boxes of the x-rays, by index.
        masks: Masks of the x-rays, by index.
        no_boxes: How many rows of the boxes' CSV say that an x-ray has none.
    """

    sizes: Mapping[int, Size] = field(default_factory=dict)
    unknown: Mapping[int, str] = field(default_factory=dict)
    rectified: bool = False
    longest: int | None = None
    boxes: Mapping[int, tuple[XrayBox, ...]] = field(default_factory=dict)
    masks: Mapping[int, Path] = field(default_factory=dict)
    no_boxes: int = 0

    def wanted(self, index: int) -> list[str]:
        """Return the additions requested for a photo of an x-ray: ``rectified``, ``boxes``, ``mask``."""
        asked = {"rectified": self.rectified, "boxes": index in self.boxes, "mask": index in self.masks}
        return [name for name, is_asked in asked.items() if is_asked]

    def blocking_reason(self, photo: ExportPhoto) -> str | None:
        """Return why nothing can be added to a photo, None when something can."""
        if photo.index not in self.sizes:
            return self.unknown.get(photo.index, "the size of its x-ray is not known")
        if photo.homography is None:
            return NO_HOMOGRAPHY
        return homography_problem(photo.homography, self.sizes[photo.index])


def gather_additions(
    table: XrayTable,
    folder: DataFolder,
    photos: Iterable[ExportPhoto],
    *,
    rectified: bool = False,
    longest: int | None = None,
    boxes: Path | None = None,
    masks: Path | None = None,
    sizes_of: Callable[[Mapping[int, Path]], KnownSizes] | None = None,
    unfit: Callable[[Mapping[int, Path], Mapping[int, Size]], list[str]] = masks_unfit,
) -> Additions:
    """Read everything that the additions to an export need except the photos.

    Args:
        table: The x-rays.
        folder: Where they lie; only their headers are read.
        photos: The photos to export.
        rectified: Add rectified pictures.
        longest: The most pixels that the longer side of a rectified picture may have.
        boxes: A CSV of boxes.
        masks: A folder of masks.
        sizes_of: Reads the headers of x-rays; `upright_sizes`, or what has a worker process do so.
        unfit: Reads the headers of masks; likewise.

    Raises:
        ExportError: Boxes or masks cannot be used; every one is listed.
    """
    files, hidden = xray_files(table, folder, photos)
    sizes, unreadable = (sizes_of or upright_sizes)(files)
    found_boxes, no_boxes = read_boxes(boxes, table) if boxes is not None else ({}, 0)
    if boxes is not None:
        _refuse(f"{boxes} does not fit the x-rays:", boxes_outside(found_boxes, sizes))
    found_masks = find_masks(masks, table, [*files, *hidden]) if masks is not None else {}
    if masks is not None:
        _refuse("some masks cannot be used:", unfit(found_masks, sizes))
    return Additions(sizes, hidden | unreadable, rectified, longest, found_boxes, found_masks, no_boxes)


def xray_files(
    table: XrayTable, folder: DataFolder, photos: Iterable[ExportPhoto]
) -> tuple[dict[int, Path], dict[int, str]]:
    """Return the files of some photos' x-rays, by index, and the reasons where there is none."""
    files, unknown = {}, {}
    for index in sorted({photo.index for photo in photos if 1 <= photo.index <= len(table)}):
        try:
            files[index] = folder.file(table.path(index))
        except DatasetError as error:
            unknown[index] = f"its x-ray cannot be read: {error.summary}"
    return files, unknown


def upright_sizes(files: Mapping[int, Path]) -> KnownSizes:
    """Read the sizes of x-rays from their headers.

    Returns:
        (width, height) of each, upright; and why it is not known for others.
    """
    sizes, unknown = {}, {}
    for index, file in files.items():
        try:
            sizes[index] = images.probe_image(file).upright_size
        except OSError as error:
            unknown[index] = f"its x-ray cannot be read: {error.strerror}"
        except DatasetError as error:
            unknown[index] = f"its x-ray cannot be read: {error.summary}"
    return sizes, unknown


def _refuse(summary: str, problems: list[str]) -> None:
    if problems:
        raise ExportError(summary, problems)
