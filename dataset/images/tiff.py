"""TIFF: one page, 8 or 16 bits, grey, colour or palette, any usual compression."""

from typing import BinaryIO

import numpy as np
from PIL.TiffImagePlugin import TiffImageFile

from dataset.errors import ImageError
from dataset.images.deep_colour import read_deep_colour
from dataset.images.header import ImageHeader, Pixels
from dataset.images.modes import from_pillow

_BITS, _PHOTOMETRIC, _SAMPLE_FORMAT = 258, 262, 339
_WHITE_IS_ZERO = 0
_SIGNED = 2


def probe(file: BinaryIO) -> ImageHeader:
    """Read size and depth; Pillow turns TIFFs upright by itself, so the size is upright already.

    Raises:
        ImageError: Several pages, or numbers that are no grey values.
    """
    image = _opened(file)
    # Not n_frames: it walks to the last page, and compares each on the way with all before it.
    if image.tag_v2.next:
        raise ImageError("the TIFF has several pages; one picture a file is needed", "animated")
    if image.mode in ("F", "I") or _SIGNED in image.tag_v2.get(_SAMPLE_FORMAT, ()):
        raise ImageError(
            "its grey values are signed, 32-bit or floating point; save it with 8 or 16 bits, unsigned",
            "colours",
        )
    width, height = image.size
    return ImageHeader("tiff", width, height, bits=_bits(image))


def read(file: BinaryIO, _strict: bool, /) -> Pixels:
    """Decode upright."""
    image = _opened(file)
    if _bits(image) > 8 and image.mode in ("RGB", "RGBA"):
        image.load()
        file.seek(0)
        return read_deep_colour(file.read())
    inverted = image.mode.startswith("I;16") and image.tag_v2.get(_PHOTOMETRIC) == _WHITE_IS_ZERO
    pixels = from_pillow(image)
    # Pillow inverts 8-bit TIFFs whose zero is white, but not those of 16 bits.
    return (65535 - pixels).astype(np.uint16) if inverted else pixels


def _opened(file: BinaryIO) -> TiffImageFile:
    file.seek(0)
    try:
        return TiffImageFile(file)
    except SyntaxError as error:
        if "pixel mode" not in str(error):
            raise
        raise ImageError(
            "its pixels are packed in a way that is not decoded here; save it with 8 or 16 bits, black as zero",
            "colours",
        ) from error


def _bits(image: TiffImageFile) -> int:
    bits = image.tag_v2.get(_BITS, (8,))
    return int(max(bits)) if isinstance(bits, tuple) else int(bits)
