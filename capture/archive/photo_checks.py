"""Checks of an upload's bytes in a few bounded steps; verification checks the pixels.

A phone waits for its acknowledgement, and these bytes are looked at in the process that must not end: the first ones
decide the format, `dataset.images.outlines` reads the outline, and no decoder sees the file here.
"""

from __future__ import annotations

from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

from capture.archive.limits import PhotoLimits
from capture.errors import PhotoRefused
from dataset.errors import ImageError, ImageFault
from dataset.exif import MOST_PARTS, jpeg_segments
from dataset.images import ImageHeader, outline_image

MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif")
PIECE_BYTES = 1 << 18
_EXPECTED = "A photo must be a JPEG, PNG, WebP or HEIC."
_CODES: dict[ImageFault, str] = {
    "empty": "photo_empty",
    "type": "photo_type",
    "animated": "photo_type",
    "colours": "photo_type",
    "too_many_pixels": "photo_too_many_pixels",
    "damaged": "photo_broken",
    "unreadable": "photo_broken",
}


def check_transfer(size: int, sha256: str, said_size: int, said_sha256: str) -> None:
    """Compare received bytes with the announced ones.

    Raises:
        PhotoRefused: ``photo_empty``, ``length_wrong`` or ``digest_wrong``.
    """
    if size == 0:
        raise PhotoRefused("photo_empty", "The photo has no bytes. It is taken again.")
    if size != said_size:
        message = f"{size:,} bytes have come of {said_size:,}. Send the photo again."
        raise PhotoRefused("length_wrong", message)
    if sha256 != said_sha256.lower():
        raise PhotoRefused("digest_wrong", "The photo was damaged on the way. Send it again.")


def check_photo(file: Path, media_type: str, limits: PhotoLimits) -> ImageHeader:
    """Check type, size in pixels and completeness; the actual type counts, not the declared one.

    Raises:
        PhotoRefused: ``photo_type``, ``photo_too_many_pixels`` or ``photo_broken``.
    """
    if media_type.partition(";")[0].strip().lower() not in MEDIA_TYPES:
        raise PhotoRefused("photo_type", f"{media_type or 'No type'} was sent. {_EXPECTED}")
    try:
        header = outline_image(file, limits.formats)
        if not _has_end(file, header):
            raise ImageError("its end is missing", "damaged")
    except ImageError as error:
        raise PhotoRefused(_CODES[error.code], f"The photo cannot be used: {error.summary}.") from error
    if header.width * header.height > limits.max_pixels:
        most = f"{limits.max_pixels / 1e6:g}"
        message = f"The photo has {header.width:,} x {header.height:,} pixels, more than {most} megapixels."
        raise PhotoRefused("photo_too_many_pixels", message)
    return header


def _has_end(file: Path, header: ImageHeader) -> bool:
    """Return whether the format's end marker is present; cameras may append data after it."""
    with file.open("rb") as opened:
        if header.format == "jpeg":
            for _ in jpeg_segments(opened):
                pass
            return _holds(opened, b"\xff\xd9", opened.tell())
        if header.format == "png":
            return _holds(opened, b"IEND\xaeB`\x82", 0)
        size = opened.seek(0, SEEK_END)
        if header.format == "heic":
            return _boxes_end(opened, size) == size
        opened.seek(4)
        return int.from_bytes(opened.read(4), "little") + 8 <= size


def _holds(file: BinaryIO, mark: bytes, start: int) -> bool:
    """Search for a marker from the end backwards, in pieces, so that whole files are not held in memory."""
    end = file.seek(0, SEEK_END)
    while end - start >= len(mark):
        begin = max(start, end - PIECE_BYTES)
        file.seek(begin)
        if file.read(end - begin).rfind(mark) >= 0:
            return True
        if begin == start:
            break
        end = begin + len(mark) - 1
    return False


def _boxes_end(file: BinaryIO, length: int) -> int:
    """Return where the last of a HEIC's boxes ends; one of length 0 extends to the end of the file."""
    offset = 0
    for _ in range(MOST_PARTS):
        file.seek(offset)
        head = file.read(16)
        if len(head) < 8:
            break
        size = int.from_bytes(head[:4], "big")
        if size == 1:
            size = int.from_bytes(head[8:], "big")
        if size == 0:
            return length
        if size < 8:
            break
        offset += size
    return offset
