"""WebP: lossy and lossless, still pictures only."""

from dataclasses import replace
from typing import BinaryIO

from PIL.WebPImagePlugin import WebPImageFile

from dataset.exif import exif_orientation
from dataset.images.header import ImageHeader, Pixels
from dataset.images.modes import from_pillow
from dataset.images.outlines import webp_outline


def probe(file: BinaryIO) -> ImageHeader:
    """Read size and orientation.

    Raises:
        ImageError: Cut off, or animated.
    """
    outline = webp_outline(file)
    return replace(outline.header, orientation=exif_orientation(outline.exif))


def read(file: BinaryIO, _strict: bool, /) -> Pixels:
    """Decode as stored."""
    file.seek(0)
    return from_pillow(WebPImageFile(file))
