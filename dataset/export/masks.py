"""Masks of x-rays, warped to the photos.

A mask is a PNG of one channel or a palette, as large as its x-ray as it is seen, whose stored numbers are labels (0:
nothing); it lies in the masks' folder under the x-ray's own path with the ending ``.png``.  In a photo each pixel gets
the label of the x-ray's pixel it shows, and 0 where it shows none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import cast

import cv2

from dataset import images  # its decoders are imported when they are called
from dataset.chexpert import XrayTable
from dataset.errors import ExportError, ImageError
from dataset.export.frames import Size, between_pixel_centres, matrix
from dataset.folder import DataFolder
from dataset.images import Pixels

NOTHING = 0


def find_masks(folder: Path, table: XrayTable, indices: Iterable[int]) -> dict[int, Path]:
    """Find the masks of some x-rays; x-rays may have none.

    Args:
        folder: The folder that holds masks under the x-rays' paths; the paths' first part, the data set's own
            folder, may be left out.
        table: The x-rays.
        indices: Which of them.

    Raises:
        ExportError: There is no such folder, or it has no mask of any of them.
    """
    if not folder.is_dir():
        raise ExportError(f"there is no folder {folder}")
    places = [DataFolder(folder, inside) for inside in (False, True)]
    found: dict[int, Path] = {}
    wanted = {index: str(PurePosixPath(table.path(index)).with_suffix(".png")) for index in indices}
    for index, path in wanted.items():
        mask = next((file for place in places if (file := place.file(path)).is_file()), None)
        if mask is not None:
            found[index] = mask
    if not found:
        first = next(iter(wanted.values()), "")
        raise ExportError(f"none of the x-rays to export has a mask in {folder}; the first would be {first}")
    return found


def masks_unfit(masks: Mapping[int, Path], sizes: Mapping[int, Size]) -> list[str]:
    """Return every mask that is unreadable or of another size than its x-ray."""
    problems = []
    for index, (width, height) in sizes.items():
        if index not in masks:
            continue
        try:
            size = images.probe_image(masks[index], images.MASK_FORMATS).upright_size
        except (ImageError, OSError) as error:
            problems.append(f"{masks[index]}: {error}")
            continue
        if size != (width, height):
            problems.append(f"{masks[index]} is {size[0]} x {size[1]}, its x-ray {width} x {height}")
    return problems


def photo_mask(mask: Path, homography: Sequence[float], photo: Size) -> bytes:
    """Make the mask of a photo, as PNG of the same bit depth.

    Args:
        mask: The x-ray's mask.
        homography: From the x-ray to the photo, row by row.
        photo: (width, height) of the photo.

    Raises:
        ExportError: The mask cannot be read, or has colours.
    """
    try:
        labels = images.read_labels(mask)
    except (ImageError, OSError) as error:
        raise ExportError(f"{mask}: {error}") from error
    # The way from photo to x-ray, pixel by pixel: OpenCV turns the matrix round by itself.
    there = cv2.warpPerspective(
        labels, between_pixel_centres(matrix(homography)), photo, flags=cv2.INTER_NEAREST, borderValue=NOTHING
    )
    return images.encode_image(cast(Pixels, there), "png")
