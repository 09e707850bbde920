"""Small real photos for tests."""

from __future__ import annotations

import hashlib
import io

from PIL import Image


def photo_bytes(shade: int = 100, image_format: str = "JPEG", size: tuple[int, int] = (32, 24)) -> bytes:
    """An image of one colour; another shade, other bytes."""
    buffer = io.BytesIO()
    comment = {"comment": str(shade).encode()} if image_format == "JPEG" else {}
    Image.new("RGB", size, (shade % 256, shade // 256 % 256, 7)).save(
        buffer, image_format, quality=95, **comment
    )
    return buffer.getvalue()


def sha256(data: bytes) -> str:
    """The digest as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()
