"""Input of the processes that make images: the options, and one x-ray's share of the work.

Apart from the plan, so that a process which only makes images need not load what reads tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dataset.images.encode import OutputFormat


@dataclass(frozen=True, slots=True)
class BatchOrder:
    """Options of a run: everything but the x-rays that decides the images' bytes.

    Attributes:
        variants: (pipeline, level) in the order asked for.
        seed: Of all randomness.
        relative: Scale sizes that the paper gives in pixels with each x-ray.
        format: How pixels are written.
        quality: Of JPEG and WebP.
        truth: Whether ground truth is written beside each image.
    """

    variants: tuple[tuple[str, int], ...]
    seed: int = 0
    relative: bool = False
    format: OutputFormat = "jpeg"
    quality: int = 95
    truth: bool = False


@dataclass(frozen=True, slots=True)
class XrayWork:
    """One x-ray and the images to make of it: ``targets`` (paths below the output folder) fit the order's variants."""

    index: int
    path: str
    file: Path
    targets: tuple[str, ...]
