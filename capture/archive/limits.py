"""Limits of the archive, and a received upload."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dataset.images.header import Format


@dataclass(frozen=True, slots=True)
class PhotoLimits:
    """Limits of a photo (bytes, pixels, formats), and the free space (bytes) to leave on the disk."""

    max_bytes: int = 64_000_000
    max_pixels: int = 100_000_000
    reserve_bytes: int = 500_000_000
    formats: tuple[Format, ...] = ("jpeg", "png", "webp")


@dataclass(frozen=True, slots=True)
class ReceivedPhoto:
    """An upload that passed every check, still in ``incoming/``; ``extension`` is that of its real type."""

    path: Path
    sha256: str
    size: int
    extension: str
    width: int
    height: int
