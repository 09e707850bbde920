"""PNG: 1 to 16 bits, grey, colour, palette, with or without transparency."""

from dataclasses import replace
from typing import BinaryIO

from PIL.PngImagePlugin import PngImageFile

from dataset.exif import exif_orientation
from dataset.images.deep_colour import read_deep_colour
from dataset.images.header import ImageHeader, Pixels
from dataset.images.modes import from_pillow
from dataset.images.outlines import png_outline

_HEAD = 33  # signature and IHDR
_GREY = 0


def probe(file: BinaryIO) -> ImageHeader:
    """Read size, depth and orientation.

    Raises:
        ImageError: Cut off, or animated.
    """
    outline = png_outline(file)
    return replace(outline.header, orientation=exif_orientation(outline.exif))


def read(file: BinaryIO, _strict: bool, /) -> Pixels:
    """Decode as stored; a PNG's checksums make every reading strict."""
    bits, colour_type = _depth(file)
    # The class itself, not Image.open: that one has a pixel limit of its own, and tries other formats.
    image = PngImageFile(file)
    if bits <= 8 or colour_type == _GREY:
        return from_pillow(image)
    image.load()  # holds the checksums to account, which OpenCV does not
    file.seek(0)
    return read_deep_colour(file.read())


def _depth(file: BinaryIO) -> tuple[int, int]:
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    return head[24], head[25]
