"""The exported file of a photo.

A JPEG that is upright already keeps its compressed data bit for bit, since every re-encoding costs detail; only what
may tell where or by whom it was taken goes.  Anything else is decoded, turned upright and encoded at quality 95
without halving the colour's resolution.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dataset import images  # its decoders are imported when they are called
from dataset.errors import ExportError, ImageError
from dataset.exif import without_location
from dataset.export.turning import upright, upright_size

QUALITY = 95


@dataclass(frozen=True, slots=True)
class ExportedPicture:
    """A photo ready to be written as ``.jpg``.

    Attributes:
        data: The JPEG's bytes.
        width: Columns, upright.
        height: Rows, upright.
        made: ``copied`` (compressed data untouched) or ``encoded`` (decoded and encoded again).
        archived_sha256: The SHA-256 of the archived file.
    """

    data: bytes
    width: int
    height: int
    made: Literal["copied", "encoded"]
    archived_sha256: str


def export_picture(file: Path, sha256: str | None = None, turn: int = 0) -> ExportedPicture:
    """Make the exported JPEG of an archived photo.

    Args:
        file: The archived photo: JPEG, PNG or WebP.
        sha256: What its digest must be, where known.
        turn: By how many degrees clockwise its x-ray is turned beyond EXIF's orientation: 0, 90, 180 or 270.

    Raises:
        ExportError: It is missing, is not what was archived, or is damaged.
    """
    data, digest = archived_bytes(file, sha256)
    try:
        header = images.probe_image(data)
        as_is = header.format == "jpeg" and header.orientation == 1 and not turn
        jpeg = without_location(data) if as_is else _encoded(data, turn)
    except ImageError as error:
        raise ExportError(f"{file}: {error}") from error
    size = upright_size(header.upright_size, turn)
    return ExportedPicture(jpeg, *size, "copied" if as_is else "encoded", digest)


def _encoded(data: bytes, turn: int) -> bytes:
    pixels = upright(images.depth_to_8bit(images.read_image(data)), turn)
    return images.encode_image(pixels, "jpeg", QUALITY)


def archived_bytes(file: Path, sha256: str | None) -> tuple[bytes, str]:
    """Return an archived photo's bytes and their SHA-256.

    Raises:
        ExportError: It is missing, or is not what was archived.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ExportError(f"{file} cannot be read: {error.strerror}") from None
    digest = hashlib.sha256(data).hexdigest()
    if sha256 is not None and digest != sha256:
        raise ExportError(f"{file} is not the photo that was archived: its SHA-256 is {digest}, not {sha256}")
    return data, digest
