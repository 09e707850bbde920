"""The virtual monitor: one image file with the current screen contents.

The file is replaced in one step, so whoever opens it sees a whole picture, the old one or the new one, never
half of each.
"""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from dataset.files import write_atomically

Pixels = NDArray[np.uint8]


def fit(picture: Pixels, width: int, height: int) -> Pixels:
    """Scale a picture to the screen, keeping its aspect, centred on black.

    Args:
        picture: uint8 (H, W) or (H, W, 3).
        width: Of the screen, pixels.
        height: Of the screen, pixels.

    Returns:
        uint8 (height, width) or (height, width, 3).
    """
    tall, wide = picture.shape[:2]
    scale = min(width / wide, height / tall)
    w, h = max(1, round(wide * scale)), max(1, round(tall * scale))
    scaled = cv2.resize(picture, (w, h), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    screen = np.zeros((height, width, *picture.shape[2:]), np.uint8)
    top, left = (height - h) // 2, (width - w) // 2
    screen[top : top + h, left : left + w] = scaled
    return screen


def decode(data: bytes) -> Pixels:
    """Decode an image as a browser would: uint8, grey or RGB.

    Raises:
        ValueError: The bytes are not a whole image.
    """
    try:
        with Image.open(io.BytesIO(data)) as stored:
            image = ImageOps.exif_transpose(stored)
            return np.asarray(image.convert("L" if image.mode in ("1", "L") else "RGB"))
    except (UnidentifiedImageError, OSError) as error:
        raise ValueError(f"not a whole image: {error}") from error


class ScreenFile:
    """A monitor of ``width`` x ``height`` pixels whose surface is ``file`` (the suffix decides the format)."""

    def __init__(self, file: Path, width: int = 1920, height: int = 1080) -> None:
        self.file, self.width, self.height = file, width, height
        self._suffix = file.suffix or ".png"
        file.parent.mkdir(parents=True, exist_ok=True)

    def paint(self, picture: Pixels | None) -> None:
        """Put a picture on the screen, or black."""
        self.flip(self.compose(picture))

    def compose(self, picture: Pixels | None) -> bytes:
        """Prepare the next content of the screen for `flip`."""
        black = np.zeros((self.height, self.width), np.uint8)
        pixels = black if picture is None else fit(picture, self.width, self.height)
        buffer = io.BytesIO()
        Image.fromarray(pixels).save(buffer, Image.registered_extensions()[self._suffix], compress_level=1)
        return buffer.getvalue()

    def flip(self, content: bytes) -> None:
        """Put the prepared content on the screen, atomically."""
        write_atomically(self.file, content)


def look(file: Path) -> Pixels:
    """Return the current content of a screen.

    Raises:
        ValueError: There is no screen, or it is not an image.
    """
    try:
        return decode(file.read_bytes())
    except OSError as error:
        raise ValueError(f"there is no screen at {file}") from error
