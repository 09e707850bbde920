"""Pictures to look at: what a browser can show of any x-ray, and small ones for lists and phones.

A browser shows 8 bits.  An x-ray with more is windowed: the darkest 0.1 % of its pixels become black, the
brightest 0.1 % white, and what lies between is spread evenly.  Plain minimum and maximum would let one
dead pixel or a burnt-in marker turn the whole picture grey.  The window depends on the x-ray alone, so the
same x-ray always looks the same.
"""

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from dataset.images.header import Pixels
from dataset.images.reading import probe_image, read_image
from dataset.images.source import Source, opened

WINDOW_PERCENTILES = (0.1, 99.9)
_QUALITIES = (85, 75, 65, 50, 35, 20)
_SMALLEST_SIDE = 32


def window_to_8bit(pixels: Pixels) -> NDArray[np.uint8]:
    """Bring any image to 8 bits for the eye; what has 8 bits already stays as it is.

    Args:
        pixels: uint8 ``(H, W)`` or ``(H, W, 3)``, or uint16 ``(H, W)``.

    Returns:
        uint8 of the same shape.
    """
    if pixels.dtype == np.uint8:
        return np.asarray(pixels, dtype=np.uint8)
    low, high = _window(np.asarray(pixels, dtype=np.uint16))
    ramp = (np.arange(65536, dtype=np.float64) - low) * (255.0 / max(high - low, 1))
    table = np.clip(np.rint(ramp), 0, 255).astype(np.uint8)
    return table[pixels]


def display_picture(source: Source) -> bytes:
    """What a browser can show of an x-ray, full size.

    A JPEG, WebP or PNG of at most 8 bits passes through byte for byte; anything else becomes an upright PNG.
    ``probe_image`` of the result tells its media type.

    Raises:
        ImageError: It is not an image, or damaged.
    """
    if probe_image(source).shown_as_is:
        return _bytes(source)
    return _png(window_to_8bit(read_image(source)))


def thumbnail(source: Source | Pixels, max_side: int, max_bytes: int = 20_000) -> bytes:
    """A small upright JPEG.

    Args:
        source: An image file, or its pixels.
        max_side: The most its longer side may have, in pixels; smaller images are not enlarged.
        max_bytes: The most it may weigh; quality goes down first, then the size.

    Raises:
        ImageError: It is not an image, or damaged.
    """
    pixels = source if isinstance(source, np.ndarray) else read_image(source)
    side = max_side
    while True:
        small = window_to_8bit(_fit(pixels, side))
        for quality in _QUALITIES:
            data = _jpeg(small, quality)
            if len(data) <= max_bytes:
                return data
        if side <= _SMALLEST_SIDE:
            raise ValueError(f"no thumbnail fits into {max_bytes} bytes")
        side = max(_SMALLEST_SIDE, side * 3 // 4)


def _window(pixels: NDArray[np.uint16]) -> tuple[int, int]:
    counts = np.bincount(pixels.ravel(), minlength=65536).cumsum()
    low, high = (np.searchsorted(counts, counts[-1] * share / 100) for share in WINDOW_PERCENTILES)
    return int(low), int(high)


def _fit(pixels: Pixels, side: int) -> Pixels:
    height, width = pixels.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _jpeg(pixels: NDArray[np.uint8], quality: int) -> bytes:
    grey = pixels.ndim == 2
    image = np.ascontiguousarray(pixels[..., None] if grey else pixels)
    space, subsampling = ("GRAY", "Gray") if grey else ("RGB", "420")
    return bytes(
        simplejpeg.encode_jpeg(image, quality=quality, colorspace=space, colorsubsampling=subsampling)
    )


def _png(pixels: NDArray[np.uint8]) -> bytes:
    done, data = cv2.imencode(".png", pixels if pixels.ndim == 2 else pixels[..., ::-1])
    if not done:
        raise RuntimeError("OpenCV could not write a PNG")
    return data.tobytes()


def _bytes(source: Source) -> bytes:
    with opened(source) as file:
        return file.read()
