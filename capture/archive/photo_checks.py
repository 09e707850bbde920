"""What can be said about an upload's bytes without decoding a pixel; the rest is the verdict's business."""

from __future__ import annotations

import mmap
from pathlib import Path

from capture.archive.limits import PhotoLimits
from capture.errors import PhotoRefused
from dataset.errors import ImageError, ImageFault
from dataset.exif import jpeg_segments
from dataset.images import ImageHeader, probe_image

MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp")
_EXPECTED = "A photo must be a JPEG, PNG or WebP."
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
    """Compare what has come with what was sent.

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
    """Check type, size in pixels and completeness; the real type decides, not the one that was said.

    Raises:
        PhotoRefused: ``photo_type``, ``photo_too_many_pixels`` or ``photo_broken``.
    """
    if media_type.partition(";")[0].strip().lower() not in MEDIA_TYPES:
        raise PhotoRefused("photo_type", f"{media_type or 'No type'} was sent. {_EXPECTED}")
    try:
        header = probe_image(file)
        if header.format not in limits.formats:
            raise ImageError(f"it is a {header.format.upper()}", "type")
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
    """Whether the format's end marker is there; cameras may append data of their own behind it."""
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if header.format == "jpeg":
            for _ in jpeg_segments(opened):
                pass
            return data.rfind(b"\xff\xd9", opened.tell()) >= 0
        if header.format == "png":
            return data.rfind(b"IEND\xaeB`\x82") >= 0
        if header.format == "heic":
            return _boxes_end(data) == len(data)
        return int.from_bytes(data[4:8], "little") + 8 <= len(data)


def _boxes_end(data: mmap.mmap) -> int:
    """Where the last of a HEIC's boxes ends; one of length 0 goes on to the end of the file."""
    offset = 0
    while offset + 8 <= len(data):
        size = int.from_bytes(data[offset : offset + 4], "big")
        if size == 1:
            size = int.from_bytes(data[offset + 8 : offset + 16], "big")
        if size == 0:
            return len(data)
        if size < 8:
            break
        offset += size
    return offset
