"""JPEG: grey and colour, 8 bits a channel, baseline and progressive."""

import math
from dataclasses import replace
from typing import BinaryIO

import numpy as np
import simplejpeg
from numpy.typing import NDArray

from dataset.errors import ImageError
from dataset.exif import exif_orientation, scans
from dataset.images.header import ImageHeader, Pixels
from dataset.images.modes import grey_if_colourless
from dataset.images.outlines import jpeg_outline

_SCAN = 0xDAFF
"""The marker of a scan (ITU-T T.81, table B.1: FF DA), as two bytes are read as one little-endian number."""
FEW_SCANS, MOST_SCANS, MOST_SCANNED = 20, 100, 2_000_000_000
"""So many scans of any picture, so many of a small one, and so many pixels of all scans; cameras' have 10 scans."""


def probe(file: BinaryIO) -> ImageHeader:
    """Read size and orientation.

    Raises:
        ImageError: Cut off, lossless or 12-bit, or four colours (CMYK).
    """
    outline = jpeg_outline(file)
    return replace(outline.header, orientation=exif_orientation(outline.exif))


def read(file: BinaryIO, strict: bool, /) -> Pixels:
    """Decode as stored; ``strict`` refuses every irregularity, otherwise only missing parts are refused.

    Raises:
        ImageError: The picture is damaged or cut off.
    """
    data = _data(file)
    colourspace = simplejpeg.decode_jpeg_header(data, strict=False)[2]
    pixels = _decode_whole(data, colourspace, strict)
    return pixels if pixels.ndim == 2 else grey_if_colourless(pixels)


def read_whole_reduced(file: BinaryIO, long_side: int) -> Pixels:
    """Decode as stored, reduced by eighths to no less than ``long_side``; missing parts are refused as by `read`.

    A decoder has to go through every byte for any size, so that this finds the same damage as a full decoding, and
    is quicker.

    Raises:
        ImageError: The picture is damaged or cut off.
    """
    data = _data(file)
    height, width, colourspace, _ = simplejpeg.decode_jpeg_header(data, strict=False)
    share = min(1.0, long_side / max(height, width))
    return _decode_whole(
        data,
        colourspace,
        strict=False,
        min_height=math.ceil(height * share),
        min_width=math.ceil(width * share),
        min_factor=1,
    )


def _data(file: BinaryIO) -> bytes:
    """Return the file's bytes, after a check that they are not a decompression bomb.

    Each scan of a progressive JPEG goes over the whole picture, and takes a few bytes to ask for.
    """
    data = file.read()
    if _scan_marks(data) > FEW_SCANS:
        height, width, *_ = simplejpeg.decode_jpeg_header(data, strict=False)
        most = max(FEW_SCANS, min(MOST_SCANS, MOST_SCANNED // (height * width)))
        if scans(data, most) > most:
            raise ImageError(f"the JPEG has more than {most} scans; save it as a usual one", "damaged")
    return data


def _scan_marks(data: bytes) -> int:
    """Return how often the bytes of a scan's marker occur; sixteen times as fast as `bytes.count`."""
    pairs = (np.frombuffer(data, "<u2", (len(data) - first) // 2, first) for first in (0, 1))
    return sum(int(np.count_nonzero(pair == _SCAN)) for pair in pairs)


def _decode_whole(data: bytes, colourspace: str, strict: bool, **reduction: int) -> NDArray[np.uint8]:
    wanted = "GRAY" if colourspace == "Gray" else "RGB"
    try:
        pixels = simplejpeg.decode_jpeg(data, wanted, strict=True, **reduction)
    except ValueError as error:
        if strict or "premature end" in str(error).lower():
            raise ImageError(f"the JPEG is damaged or cut off ({error})", "damaged") from None
        # Many cameras write stray bytes between markers; decoders warn and every pixel is there.
        pixels = simplejpeg.decode_jpeg(data, wanted, strict=False, **reduction)
    pixels = np.asarray(pixels, dtype=np.uint8)
    return pixels[..., 0] if wanted == "GRAY" else pixels


def read_reduced(file: BinaryIO, side: int) -> Pixels:
    """Decode as stored at 1/2, 1/4 or 1/8 of the size: the smallest with at least ``side`` pixels.

    Raises:
        ValueError: The picture cannot be decoded.
    """
    data = _data(file)
    height, width, colourspace, _ = simplejpeg.decode_jpeg_header(data, strict=False)
    least = [min(side, length) for length in (height, width)]
    wanted = "GRAY" if colourspace == "Gray" else "RGB"
    pixels = simplejpeg.decode_jpeg(
        data, wanted, min_height=least[0], min_width=least[1], min_factor=1, strict=False
    )
    return np.asarray(pixels[..., 0] if wanted == "GRAY" else pixels, dtype=np.uint8)
