"""Masks: pictures whose values are labels, never greys."""

import io
from typing import BinaryIO

import numpy as np
from PIL.PngImagePlugin import PngImageFile

from dataset.errors import ImageError
from dataset.images import png
from dataset.images.header import MASK_FORMATS, Pixels
from dataset.images.modes import upright
from dataset.images.reading import explained, probe_image
from dataset.images.source import Source, opened

_COLOUR, _GREYS = 2, (0, 3)


def read_labels(source: Source) -> Pixels:
    """Read a mask, upright: each pixel's stored number, a palette's index included.

    Args:
        source: A PNG of one channel or a palette, of 1 to 16 bits; or one of three channels that are equal.

    Returns:
        uint8 or uint16 ``(H, W)``.

    Raises:
        ImageError: As `dataset.images.read_image`; or it has colours, or transparency.
    """
    header = probe_image(source, MASK_FORMATS)
    with opened(source) as file, explained():
        return upright(_labels(file), header.orientation)


def _labels(file: BinaryIO) -> Pixels:
    data = png.bare(file.read(), transparency=False)
    bits, colour_type = data[24], data[25]
    if colour_type in _GREYS:
        with PngImageFile(io.BytesIO(data)) as image:
            if bits == 16:
                return np.array(image, np.uint16)
            numbers = np.array(image, np.uint8)
        # Pillow spreads greys of 2 and 4 bits over 8.
        spread = 255 // ((1 << bits) - 1) if colour_type == 0 and bits in (2, 4) else 1
        return np.asarray(numbers // spread, np.uint8)
    if colour_type != _COLOUR:
        raise ImageError("it has transparency; a mask is one channel of labels", "colours")
    pixels = png.read(io.BytesIO(data), False)
    if pixels.ndim != 2:
        raise ImageError("it has colours; a mask is one channel of labels", "colours")
    return pixels
