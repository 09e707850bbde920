"""Encoding as JPEG, PNG or WebP: the same pixels give the same bytes on one installation.

JPEG goes through libjpeg-turbo without subsampling of colours, so that moiré's fringes survive; grey stays one channel.
Only PNG keeps 16 bits; the others get the upper eight.
"""

from __future__ import annotations

import io
from typing import Literal

import numpy as np
import simplejpeg
from PIL import Image

from dataset.errors import ImageError
from dataset.images.header import Pixels
from dataset.images.window import window_to_8bit, window_to_full_range

OutputFormat = Literal["jpeg", "png", "webp"]
EXTENSIONS: dict[OutputFormat, str] = {"jpeg": ".jpg", "png": ".png", "webp": ".webp"}
MAX_SIDE: dict[OutputFormat, int] = {"jpeg": 65_500, "png": 2**31 - 1, "webp": 16_383}
PNG_LEVEL = 3
"""Deflate level: twice as fast as Pillow's 6 for some per cent more bytes."""


def encode_image(pixels: Pixels, image_format: OutputFormat = "jpeg", quality: int = 95) -> bytes:
    """Encode an image.

    Args:
        pixels: uint8 ``(H, W)`` or ``(H, W, 3)``, or uint16 ``(H, W)``.
        image_format: ``jpeg``, ``png`` or ``webp``.
        quality: Of JPEG and WebP, 1 to 100.

    Raises:
        ImageError: ``too_many_pixels`` when a side is longer than the format can hold.
    """
    height, width = pixels.shape[:2]
    if max(width, height) > MAX_SIDE[image_format]:
        raise ImageError(
            f"{width} x {height} pixels are more than a {image_format} file can hold", "too_many_pixels"
        )
    if image_format == "png":
        return _with_pillow(pixels, "PNG", compress_level=PNG_LEVEL)
    if image_format == "webp":
        return _with_pillow(to_8bit(pixels), "WEBP", quality=quality, method=2)
    return _jpeg(to_8bit(pixels), quality)


def in_full_range(xray: Pixels, image_format: OutputFormat) -> Pixels:
    """Return an x-ray as transforms need it: the same scene, in as many bits as the format can hold."""
    return window_to_full_range(xray) if image_format == "png" else window_to_8bit(xray)


def to_8bit(pixels: Pixels) -> Pixels:
    """Return the upper eight bits of 16; 8-bit images are unchanged."""
    return (pixels >> 8).astype(np.uint8) if pixels.dtype == np.uint16 else pixels


def _jpeg(pixels: Pixels, quality: int) -> bytes:
    grey = pixels.ndim == 2
    image = np.ascontiguousarray(pixels if not grey else pixels[:, :, None])
    colours, sampling = ("GRAY", "Gray") if grey else ("RGB", "444")
    return bytes(
        simplejpeg.encode_jpeg(image, quality=quality, colorspace=colours, colorsubsampling=sampling)
    )


def _with_pillow(pixels: Pixels, name: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, name, **options)
    return buffer.getvalue()
