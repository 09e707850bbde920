"""What the archive takes in, and what an upload is once it has been."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dataset.images.header import Format


@dataclass(frozen=True, slots=True)
class PhotoLimits:
    """What the archive takes in: bytes, pixels and formats of a photo, and the room it leaves on the disk (bytes)."""

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
