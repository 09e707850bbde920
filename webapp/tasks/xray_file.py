"""The reference of an x-ray in a task; separate from the tasks, so that the server need not import their code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from capture.state.perspectives import Perspective


@dataclass(frozen=True, slots=True)
class XrayFile:
    """One x-ray.

    Attributes:
        index: Its index.
        source: Its image file.
        cache: Where the record that photos are compared with is kept; named after the file's time and size, so that
            another picture never has the same.
    """

    index: int
    source: Path
    cache: Path


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Known circumstances of a photo, which determine what else it may show.

    Attributes:
        rivals: So many of the x-rays that it may show instead, counted from the likeliest, its own must beat.
        before: Those that the display may have shown before, by index.
        screen: (width, height) of the display; None where it has not said so.
        drawn: (left, top, width, height) of the x-ray on it, by the display's own measure; None where it told none.
        perspectives: Of other photos of the phone, for its focal length where the photo's EXIF does not tell it.
    """

    rivals: int = 0
    before: tuple[int, ...] = ()
    screen: tuple[float, float] | None = None
    drawn: tuple[float, float, float, float] | None = None
    perspectives: tuple[Perspective, ...] = ()


UNKNOWN_CIRCUMSTANCES = Circumstances()
