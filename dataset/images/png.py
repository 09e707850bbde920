"""PNG: 1 to 16 bits, grey, colour, palette, with or without transparency."""

import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import numpy as np
from PIL.PngImagePlugin import PngImageFile

from dataset.errors import ImageError
from dataset.exif import exif_orientation
from dataset.images.deep_colour import read_deep_colour
from dataset.images.header import ImageHeader, Pixels
from dataset.images.modes import from_pillow
from dataset.images.outlines import png_outline

_SIGNATURE = 8
_AROUND_BODY = 12  # length, name and checksum
_GREY = 0
_PICTURE = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
_TRANSPARENCY = b"tRNS"


def probe(file: BinaryIO) -> ImageHeader:
    """Read size, depth and orientation.

    Raises:
        ImageError: Cut off, or animated.
    """
    outline = png_outline(file)
    return replace(outline.header, orientation=exif_orientation(outline.exif))


def read(file: BinaryIO, _strict: bool, /) -> Pixels:
    """Decode as stored; a PNG's checksums make every reading strict."""
    file.seek(0)
    whole = file.read()
    transparent = _transparent_grey(whole) if whole[25] == _GREY else None
    data = bare(whole, transparency=whole[25] != _GREY)
    bits, colour_type = data[24], data[25]
    # The class itself, not Image.open: that one has a pixel limit of its own, and tries other formats.
    image = PngImageFile(io.BytesIO(data))
    if colour_type == _GREY:
        return _on_black(from_pillow(image), bits, transparent)
    if bits <= 8:
        return from_pillow(image)
    image.load()  # holds the checksums to account, which OpenCV does not
    return read_deep_colour(data)


def bare(data: bytes, *, transparency: bool) -> bytes:
    """Return a PNG with only its picture; decoders refuse even unneeded parts, such as a large profile.

    Args:
        data: The file.
        transparency: Whether to keep what is said of it apart from the pixels.
    """
    kinds = _PICTURE | {_TRANSPARENCY} if transparency else _PICTURE
    return data[:_SIGNATURE] + b"".join(chunk for kind, chunk in _chunks(data) if kind in kinds)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk's name and all of its bytes; a truncated last chunk as far as it goes."""
    at = _SIGNATURE
    while at < len(data):
        end = at + _AROUND_BODY + int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at:end]
        at = end


def _transparent_grey(data: bytes) -> int | None:
    """Return the transparent grey; Pillow compares it with greys scaled to 8 bits, or ignores it."""
    for kind, chunk in _chunks(data):
        if kind == _TRANSPARENCY:
            if len(chunk) != _AROUND_BODY + 2 or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
                raise ImageError("the PNG is damaged: its transparent grey cannot be read", "damaged")
            return int.from_bytes(chunk[8:10], "big")
    return None


def _on_black(pixels: Pixels, bits: int, transparent: int | None) -> Pixels:
    if transparent is not None:
        top, full = (1 << bits) - 1, int(np.iinfo(pixels.dtype).max)
        pixels[pixels == (transparent & top) * (full // top)] = 0
    return pixels
