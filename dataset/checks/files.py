"""Reading of every file once: its digest, its type and size, and with pixels what it shows."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from dataset.errors import ImageError
from dataset.files import sha256_of_file
from dataset.images import Format, depth_to_8bit, outline_image, read_image
from matching.duplicates import Print, confirmed, fingerprint
from matching.features.reference import LONG_SIDE as SIDE
from matching.features.reference import Reference, make_reference

FORMATS: tuple[Format, ...] = ("jpeg", "png", "webp")
SUFFIXES = {"jpeg": (".jpg",), "png": (".png",), "webp": (".webp",)}
_AT_ONCE = 64
Corners = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class ExaminedFile:
    """Properties of a file that was opened.

    Attributes:
        sha256: Its digest; empty where it cannot be read.
        size: Width and height, upright; None for a file that is no picture.
        trouble: Its type is not its extension's, or why it cannot be read; empty if all is well.
        damaged: Whether ``trouble`` is more than a wrong extension.
        signature: The perceptual hash of a picture; None without pixels.
    """

    sha256: str
    size: tuple[int, int] | None = None
    trouble: str = ""
    damaged: bool = False
    signature: Print | None = None


class Examiner(Protocol):
    """An interface that decodes pictures; a file that cannot be decoded is told and never raised."""

    def examine_picture(self, file: Path, pixels: bool, corners: Corners | None, /) -> ExaminedFile:
        """Open one picture."""

    def pictures_alike(
        self, one: Path, one_corners: Corners | None, other: Path, other_corners: Corners | None, /
    ) -> bool:
        """Return whether two pictures show the same."""


def examine_files(
    root: Path,
    paths: Sequence[str],
    pictures: Callable[[str], bool],
    *,
    pixels: bool = False,
    corners: Callable[[str], Corners | None] = lambda _: None,
    examiner: Examiner | None = None,
) -> Iterator[tuple[str, ExaminedFile]]:
    """Yield what each file is, in order.

    Args:
        root: The folder that the paths are in.
        paths: The files.
        pictures: Says whether a path is a picture's.
        pixels: Decode pictures, and compute their signatures.
        corners: Says where the x-ray lies in a picture.
        examiner: Decodes pictures; None has this process do it.
    """
    by = examiner or LocalExaminer()

    def examine(part: Sequence[str]) -> list[tuple[str, ExaminedFile]]:
        return [
            (
                path,
                by.examine_picture(root / path, pixels, corners(path))
                if pictures(path)
                else _other(root / path),
            )
            for path in part
        ]

    parts = [paths[start : start + _AT_ONCE] for start in range(0, len(paths), _AT_ONCE)]
    # Threads suffice: reading, hashing and decoding all let go of the interpreter.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in pool.map(examine, parts):
            yield from done


def _other(file: Path) -> ExaminedFile:
    try:
        return ExaminedFile(sha256_of_file(file))
    except OSError as error:
        return ExaminedFile("", trouble=f"it cannot be read: {error.strerror}", damaged=True)


def examine_picture(file: Path, pixels: bool, corners: Corners | None) -> ExaminedFile:
    """Open one picture; decode it for its signature if ``pixels``."""
    try:
        data = file.read_bytes()
    except OSError as error:
        return ExaminedFile("", trouble=f"it cannot be read: {error.strerror}", damaged=True)
    digest = hashlib.sha256(data).hexdigest()
    try:
        header = outline_image(data, FORMATS)
        signature = fingerprint(picture_reference(data, corners)) if pixels else None
    except ImageError as error:
        return ExaminedFile(digest, trouble=str(error), damaged=error.code != "type")
    wrong = file.suffix not in SUFFIXES[header.format]
    trouble = f"it is a {header.format.upper()} file" if wrong else ""
    return ExaminedFile(digest, (header.width, header.height), trouble, signature=signature)


def pictures_alike(
    one: Path, one_corners: Corners | None, other: Path, other_corners: Corners | None
) -> bool:
    """Decode two pictures and return whether they show the same; False where one cannot be decoded."""
    references: dict[int, Reference] = {}
    for number, (file, corners) in enumerate(((one, one_corners), (other, other_corners))):
        try:
            references[number] = picture_reference(file.read_bytes(), corners)
        except (ImageError, OSError):
            return False
    return bool(confirmed([(0, 1)], references))


class LocalExaminer:
    """An examiner in this process."""

    examine_picture = staticmethod(examine_picture)
    pictures_alike = staticmethod(pictures_alike)


def picture_reference(data: bytes, corners: Corners | None) -> Reference:
    """Decode a picture for comparison with others: the x-ray in it alone, where its corners are known.

    Two photos from one tripod are alike in everything except the x-ray.

    Raises:
        ImageError: It cannot be decoded, or a part is missing.
    """
    pixels = depth_to_8bit(read_image(data))
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    if corners is not None:
        onto = np.array([(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE)], np.float32)
        warp = cv2.getPerspectiveTransform(np.array(corners, np.float32), onto)
        grey = cv2.warpPerspective(grey, warp, (SIDE, SIDE), flags=cv2.INTER_AREA)
    return make_reference(np.asarray(grey, np.uint8))
