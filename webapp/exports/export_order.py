"""The request for an export, by the API or the command line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """An export of sessions' accepted photos.

    Attributes:
        sessions: Their ids.
        name: Name and top folder of the data set.
        split: Put everything into this split; None takes each x-ray's own.
        usable_only: Leave out photos that nobody has read, and those that any reader calls unusable.
        rectified: Add each photo warped back to its x-ray's own frame.
        study: A study whose sessions are exported instead, all of them.
        allow_incomplete: Export a study although sets lack photos.
        longest: The most pixels that the longer side of a rectified picture may have; None keeps the x-ray's.
    """

    sessions: tuple[str, ...]
    name: str
    split: str | None = None
    usable_only: bool = False
    rectified: bool = False
    longest: int | None = None
    study: str = ""
    allow_incomplete: bool = False
