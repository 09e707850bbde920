"""Homographies of a phone's verified photos, to which its focal length is fitted where EXIF tells none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

MOST = 30
"""So many of a phone's newest photos are fitted: enough for any lens, and soon those of a new one after a change."""


class Perspective(NamedTuple):
    """A photo's homography, nine numbers row by row, and the photo's upright (width, height)."""

    homography: tuple[float, ...]
    photo_size: tuple[int, int]


def perspective_of(measures: Mapping[str, Any]) -> Perspective | None:
    """Return where a photo shows its x-ray, None unless it was verified."""
    match, homography = measures.get("match") or {}, measures.get("homography") or ()
    width, height = measures.get("width"), measures.get("height")
    if match.get("verdict") != "verified" or len(homography) != 9:
        return None
    if not isinstance(width, int) or not isinstance(height, int):
        return None
    size = (
        (width, height) if measures.get("orientation", 1) < 5 else (height, width)
    )  # EXIF's 5 to 8 swap them
    return Perspective(tuple(float(value) for value in homography), size)
