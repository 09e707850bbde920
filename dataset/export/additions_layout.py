"""The layout of the files added beside each photo, or the reason why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dataset.export.additions import Additions
from dataset.export.boxes import XrayBox
from dataset.export.frames import Size
from dataset.export.left_out import LeftOut
from dataset.export.photos import ExportPhoto
from dataset.export.rectify import rectified_size
from dataset.layout import XrayPath, export_path, natural_group

SUFFIX = "-rectified"
"""What the name of a set of rectified pictures ends in."""


@dataclass(frozen=True, slots=True)
class Added:
    """Files that an export holds beside one photo.

    Attributes:
        xray_size: (width, height) of its x-ray.
        homography: From the x-ray to the photo, row by row.
        rectified: Where the rectified picture goes; empty where none is wanted.
        rectified_size: (width, height) it gets.
        boxes: The x-ray's boxes.
        mask: The x-ray's mask.
    """

    xray_size: Size
    homography: tuple[float, ...]
    rectified: str
    rectified_size: Size
    boxes: tuple[XrayBox, ...]
    mask: Path | None


def add_beside(
    path: str, photo: ExportPhoto, additions: Additions, rectified: str
) -> tuple[Added | None, Sequence[LeftOut]]:
    """Decide which files are added beside a photo.

    Args:
        path: Where the photo goes.
        photo: The photo.
        additions: What is wanted.
        rectified: Where its rectified picture would go.

    Returns:
        What it gets, None for nothing; and what it should have got but cannot.
    """
    wanted = additions.wanted(photo.index)
    blocking_reason = additions.blocking_reason(photo) if wanted else None
    if blocking_reason is not None:
        return None, [LeftOut(path, photo.set, photo.index, what, blocking_reason) for what in wanted]
    if not wanted or photo.homography is None:
        return None, ()
    size = additions.sizes[photo.index]
    added = Added(
        size,
        photo.homography,
        rectified if additions.rectified else "",
        rectified_size(size, additions.longest),
        additions.boxes.get(photo.index, ()),
        additions.masks.get(photo.index),
    )
    return added, ()


def rectified_path(name: str, split: str, photo: ExportPhoto, xray: XrayPath) -> str:
    """Return the path of a photo's rectified picture.

    Raises:
        LayoutError: The set's name becomes too long.
    """
    return export_path(name, split, natural_group(f"{photo.set}{SUFFIX}"), xray)


def mask_path(photo_path: str) -> str:
    """Return the path of a photo's mask: beside it."""
    return f"{photo_path.removesuffix('.jpg')}.mask.png"
