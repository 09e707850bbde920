"""Pictures to look at: an x-ray as browsers can show it, and thumbnails for lists and phones."""

import cv2
import numpy as np

from dataset.images.encode import encode_image
from dataset.images.header import Pixels
from dataset.images.reading import probe_image, read_at_least, read_image
from dataset.images.source import Source, opened
from dataset.images.window import window_to_8bit

_QUALITIES = (85, 75, 65, 50, 35, 20)
_SMALLEST_SIDE = 32


def display_picture(source: Source) -> bytes:
    """Return an x-ray in full size in a format that browsers can show.

    A JPEG, WebP or PNG of at most 8 bits passes through byte for byte, unless it says how its values are to look, which
    browsers follow and `read_image` does not; anything else becomes an upright PNG without any such word.
    ``probe_image`` of the result tells its media type.

    Raises:
        ImageError: It is not an image, or damaged.
    """
    if probe_image(source).shown_as_read:
        return _bytes(source)
    return encode_image(window_to_8bit(read_image(source)), "png")


def thumbnail(source: Source | Pixels, max_side: int, max_bytes: int = 20_000) -> bytes:
    """Return a small upright JPEG.

    Args:
        source: An image file, or its pixels.
        max_side: The most its longer side may have, in pixels; smaller images are not enlarged.
        max_bytes: The most it may weigh; quality goes down first, then the size.

    Raises:
        ImageError: It is not an image, or damaged.
    """
    pixels = source if isinstance(source, np.ndarray) else read_at_least(source, max_side)
    side = max_side
    while True:
        small = window_to_8bit(_fit(pixels, side))
        for quality in _QUALITIES:
            data = encode_image(small, "jpeg", quality)
            if len(data) <= max_bytes:
                return data
        if side <= _SMALLEST_SIDE:
            raise ValueError(f"no thumbnail fits into {max_bytes} bytes")
        side = max(_SMALLEST_SIDE, side * 3 // 4)


def _fit(pixels: Pixels, side: int) -> Pixels:
    height, width = pixels.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _bytes(source: Source) -> bytes:
    with opened(source) as file:
        return file.read()
