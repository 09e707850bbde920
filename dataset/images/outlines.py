"""The outline of an image file: format, size and depth, read in few bounded steps and without any decoder.

The process that must never end looks at strangers' files through this module alone. A step reads a few bytes or skips a
part; a file that needs more than `MOST_PARTS` of them is refused, whatever it may be. EXIF is found, not understood.
"""

import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

from dataset.errors import ImageError
from dataset.exif import MOST_PARTS, Segment, jpeg_segments
from dataset.images.header import Format, ImageHeader, check_size
from dataset.images.heic_boxes import primary_size
from dataset.images.magic import format_of
from dataset.images.source import Source, opened

LARGEST_EXIF = 1 << 16
_UNSUPPORTED_FRAMES = frozenset({0xC3, 0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF})
_ARITHMETIC_FRAMES = frozenset({0xC9, 0xCA})
"""Decoded here, and by hardly any browser."""
_LOOKS = frozenset({b"gAMA", b"cHRM", b"iCCP", b"cICP", b"eXIf"})
"""Chunks of a PNG that say how its values are to look."""
_IHDR = 33  # signature and first chunk
_ANIMATED, _PROFILE = 0x02, 0x20


@dataclass(frozen=True, slots=True)
class Outline:
    """The content of an outline.

    Attributes:
        header: The header; its orientation is left at 1.
        exif: The EXIF data, empty where there are none; to be parsed elsewhere.
    """

    header: ImageHeader
    exif: bytes = b""


def outline_image(source: Source, formats: Collection[Format]) -> ImageHeader:
    """Read an image's outline without parsing the whole file.

    Args:
        source: A path, the file's bytes, or an open binary file.
        formats: Those that are taken, of `OUTLINED`.

    Returns:
        The header as `dataset.images.probe_image` gives it, except for the orientation, which is left at 1.

    Raises:
        ImageError: As `dataset.images.probe_image`.
    """
    with opened(source) as file:
        header = OUTLINED[format_of(file, formats)](file).header
    check_size(header)
    return header


def jpeg_outline(file: BinaryIO) -> Outline:
    """Read a JPEG's outline.

    Raises:
        ImageError: Cut off, lossless or 12-bit, or four colours (CMYK).
    """
    header, exif, own_way = None, b"", False
    for segment in jpeg_segments(file):
        if segment.is_exif and not exif:
            exif = segment.payload
        elif segment.is_frame_header:
            header = _jpeg_header(segment)
        own_way = own_way or segment.is_profile or segment.is_nearly_exif
    if header is None:
        raise ImageError("the JPEG is damaged: it does not say how large its picture is", "damaged")
    return Outline(replace(header, in_own_way=own_way), exif)


def png_outline(file: BinaryIO) -> Outline:
    """Read a PNG's outline from the chunks before its pixels.

    Raises:
        ImageError: Cut off, damaged, or animated.
    """
    head = file.read(_IHDR)
    if len(head) < _IHDR:
        raise ImageError("the PNG is cut off", "damaged")
    if head[8:16] != b"\x00\x00\x00\x0dIHDR" or zlib.crc32(head[12:29]) != int.from_bytes(head[29:], "big"):
        raise ImageError("the PNG's head is damaged", "damaged")
    width, height = (int.from_bytes(head[at : at + 4], "big") for at in (16, 20))
    header = ImageHeader("png", width, height, bits=head[24], shown_as_is=head[24] <= 8)
    exif = b""
    for _ in range(MOST_PARTS):
        start = file.read(8)
        length, kind = int.from_bytes(start[:4], "big"), start[4:]
        if kind == b"IDAT":
            return Outline(header, exif)
        if kind in _LOOKS:
            header = replace(header, in_own_way=True)
        if len(kind) < 4 or kind == b"IEND":
            raise ImageError("the PNG is cut off before its picture begins", "damaged")
        wanted = min(length, LARGEST_EXIF) if kind in (b"acTL", b"eXIf") else 0
        body = file.read(wanted)
        if kind == b"acTL" and int.from_bytes(body[:4], "big") > 1:
            raise ImageError("it is an animated PNG; one still picture is needed", "animated")
        if kind == b"eXIf" and length <= LARGEST_EXIF:
            exif = body
        file.seek(length - wanted + 4, 1)
    raise _too_many("PNG")


def webp_outline(file: BinaryIO) -> Outline:
    """Read a WebP's outline from its chunks; libwebp would allocate the whole canvas for it.

    Follows https://developers.google.com/speed/webp/docs/riff_container.

    Raises:
        ImageError: Cut off, damaged, or animated.
    """
    file.seek(12)
    kind, body = _webp_chunk(file)
    if kind == b"VP8X":
        if body[0] & _ANIMATED:
            raise ImageError("it is an animated WebP; one still picture is needed", "animated")
        width, height = (int.from_bytes(body[at : at + 3], "little") + 1 for at in (4, 7))
        exif = _webp_exif(file)
        own_way = bool(body[0] & _PROFILE or exif)
        return Outline(ImageHeader("webp", width, height, shown_as_is=True, in_own_way=own_way), exif)
    if kind == b"VP8L":
        packed = int.from_bytes(body[1:5], "little")
        width, height = (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        width, height = (int.from_bytes(body[at : at + 2], "little") & 0x3FFF for at in (6, 8))
    else:
        raise ImageError("the WebP's head is damaged", "damaged")
    return Outline(ImageHeader("webp", width, height, shown_as_is=True))


def heic_outline(file: BinaryIO) -> Outline:
    """Read a HEIC's outline; its size is upright already, since its own rotation is part of decoding."""
    width, height = primary_size(file)
    return Outline(ImageHeader("heic", width, height))


OUTLINED: Mapping[Format, Callable[[BinaryIO], Outline]] = {
    "jpeg": jpeg_outline,
    "png": png_outline,
    "webp": webp_outline,
    "heic": heic_outline,
}


def _jpeg_header(segment: Segment) -> ImageHeader:
    if len(segment.payload) < 6:
        raise ImageError("the JPEG's head is damaged", "damaged")
    bits, channels = segment.payload[0], segment.payload[5]
    height, width = (int.from_bytes(segment.payload[at : at + 2], "big") for at in (1, 3))
    if segment.marker in _UNSUPPORTED_FRAMES or bits != 8:
        raise ImageError(f"it is a lossless, hierarchical or {bits}-bit JPEG; save it as a usual one", "type")
    if channels == 4:
        raise ImageError("its colours are CMYK (for print); save it as grey or RGB", "colours")
    return ImageHeader("jpeg", width, height, shown_as_is=segment.marker not in _ARITHMETIC_FRAMES)


def _webp_chunk(file: BinaryIO) -> tuple[bytes, bytes]:
    """Read a chunk's name and its first ten bytes; the file is left at the next chunk."""
    head = file.read(8)
    size = int.from_bytes(head[4:], "little")
    body = file.read(min(size, 10))
    if len(head) < 8 or len(body) < min(size, 10) or size < 10:
        raise ImageError("the WebP is cut off", "damaged")
    file.seek(size - 10 + (size & 1), 1)
    return head[:4], body


def _webp_exif(file: BinaryIO) -> bytes:
    for _ in range(MOST_PARTS):
        head = file.read(8)
        if len(head) < 8:
            return b""
        size = int.from_bytes(head[4:], "little")
        if head[:4] == b"EXIF" and size <= LARGEST_EXIF:
            return file.read(size)
        file.seek(size + (size & 1), 1)
    raise _too_many("WebP")


def _too_many(kind: str) -> ImageError:
    return ImageError(
        f"the {kind} has more than {MOST_PARTS:,} parts before its picture; save it again", "damaged"
    )
