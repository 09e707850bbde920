"""Tasks on pixels that need more than one call into `dataset.images`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dataset.files import write_atomically
from dataset.images import Pixels, check_xray, read_image, read_whole_at_least, thumbnail, window_to_8bit
from webapp.workers.results import PhotoMeasures, header_values


def check_photo(path: Path, thumbnail_path: Path | None = None, max_side: int = 320) -> PhotoMeasures:
    """Decode a photo fully, once, and make a small JPEG of it if requested.

    Args:
        path: The photo.
        thumbnail_path: Where to write the small JPEG; the file appears there whole or not at all.
        max_side: The most that its longer side may have, in pixels.

    Returns:
        ``format``, ``width``, ``height`` (as stored, in pixels) and EXIF ``orientation``.

    Raises:
        ImageError: if it is not an image, or damaged anywhere.
    """
    header, pixels = read_whole_at_least(path, max_side)
    if thumbnail_path is not None:
        write_atomically(thumbnail_path, thumbnail(pixels, max_side))
    return header_values(header)


def check_xrays(xrays: Sequence[tuple[int, str, Path]]) -> list[tuple[int, str, str]]:
    """Decode x-rays, given as (index, path in the CSV, file), and list those that cannot be shown.

    Returns:
        (index, path, reason in plain words) of each that cannot be used, in order.
    """
    found = (check_xray(index, path, file) for index, path, file in xrays)
    return [(problem.index, problem.path, problem.reason) for problem in found if problem is not None]


def read_in_eight_bits(source: Path) -> Pixels:
    """Decode an image, upright, with its greys spread over 8 bits."""
    return window_to_8bit(read_image(source))
