"""WebP: lossy and lossless, still pictures only."""

from typing import BinaryIO

from PIL.WebPImagePlugin import WebPImageFile

from dataset.errors import ImageError
from dataset.exif import exif_orientation
from dataset.images.header import ImageHeader, Pixels
from dataset.images.modes import from_pillow

_ANIMATED = 0x02
_LARGEST_EXIF = 1 << 20


def matches(head: bytes) -> bool:
    """Whether a file that begins so is a WebP."""
    return head.startswith(b"RIFF") and head[8:12] == b"WEBP"


def probe(file: BinaryIO) -> ImageHeader:
    """Read size and orientation from the chunks; libwebp would allocate the whole canvas to tell them.

    Follows https://developers.google.com/speed/webp/docs/riff_container.

    Raises:
        ImageError: Cut off, or animated.
    """
    file.seek(12)
    kind, body = _chunk(file)
    if kind == b"VP8X":
        if body[0] & _ANIMATED:
            raise ImageError("it is an animated WebP; one still picture is needed", "animated")
        width, height = (int.from_bytes(body[at : at + 3], "little") + 1 for at in (4, 7))
        return ImageHeader("webp", width, height, _orientation(file), shown_as_is=True)
    if kind == b"VP8L":
        packed = int.from_bytes(body[1:5], "little")
        return ImageHeader("webp", (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1, shown_as_is=True)
    if kind == b"VP8 ":
        width, height = (int.from_bytes(body[at : at + 2], "little") & 0x3FFF for at in (6, 8))
        return ImageHeader("webp", width, height, shown_as_is=True)
    raise ImageError("the WebP's head is damaged", "damaged")


def read(file: BinaryIO, _strict: bool, /) -> Pixels:
    """Decode as stored."""
    file.seek(0)
    return from_pillow(WebPImageFile(file))


def _chunk(file: BinaryIO) -> tuple[bytes, bytes]:
    """A chunk's name and its first ten bytes; the file is left at the next chunk."""
    head = file.read(8)
    size = int.from_bytes(head[4:], "little")
    body = file.read(min(size, 10))
    if len(head) < 8 or len(body) < min(size, 10) or size < 10:
        raise ImageError("the WebP is cut off", "damaged")
    file.seek(size - 10 + (size & 1), 1)
    return head[:4], body


def _orientation(file: BinaryIO) -> int:
    """Look through the chunks that follow for EXIF."""
    while len(head := file.read(8)) == 8:
        size = int.from_bytes(head[4:], "little")
        if head[:4] == b"EXIF" and size <= _LARGEST_EXIF:
            return exif_orientation(file.read(size))
        file.seek(size + (size & 1), 1)
    return 1
