"""Framing of the x-ray in the photo: visible share, size, distance from the middle, and what is cut off."""

from dataclasses import dataclass

import cv2
import numpy as np

from matching.features.homographies import Floats, Size, frame, moved
from matching.limits import LIMITS

_CORNERS = ("upper left", "upper right", "lower right", "lower left")
_SIDES = {(0, 1): "top", (1, 2): "right", (2, 3): "bottom", (0, 3): "left"}


@dataclass(frozen=True, slots=True)
class Framing:
    """Position of the x-ray; measures and units as in `LIMITS`.

    Attributes:
        outside: What lies outside the photo: a corner ("lower left"), a side ("left"), "much" of it, or "".
    """

    coverage: float
    fill: float
    area: float
    scale: float
    off_centre_x: float
    off_centre_y: float
    outside: str


def measure_framing(homography: Floats, xray_size: Size, photo_size: Size) -> Framing:
    """Measure the position of the x-ray.

    Args:
        homography: float64 (3, 3), x-ray px to photo px.
        xray_size: (width, height) of the x-ray.
        photo_size: (width, height) of the photo.
    """
    corners = moved(homography, frame(xray_size))
    photo = np.array(photo_size, float)
    whole = float(cv2.contourArea(corners.astype(np.float32)))
    visible = cv2.intersectConvexConvex(corners.astype(np.float32), frame(photo_size).astype(np.float32))[1]
    coverage = _coverage(homography, xray_size, visible)
    extent = np.ptp(np.clip(corners, 0, photo), axis=0) / photo
    off = (corners.min(axis=0) + corners.max(axis=0)) / 2 / photo - 0.5
    return Framing(
        coverage=coverage,
        fill=float(extent.max()),
        area=min(1.0, whole * coverage / float(photo.prod())),
        scale=(whole / (xray_size[0] * xray_size[1])) ** 0.5,
        off_centre_x=float(off[0]),
        off_centre_y=float(off[1]),
        outside=_outside(corners, photo) if coverage < LIMITS["coverage"].warn else "",
    )


def _coverage(homography: Floats, xray_size: Size, visible: object) -> float:
    """Return the visible share of the x-ray's area in its own plane: far parts count as much as near ones."""
    outline = np.zeros((0, 2)) if visible is None else np.asarray(visible, np.float64).reshape(-1, 2)
    if len(outline) < 3:
        return 0.0
    on_xray = moved(np.asarray(np.linalg.inv(homography), np.float64), outline)
    return min(1.0, float(cv2.contourArea(on_xray.astype(np.float32))) / (xray_size[0] * xray_size[1]))


def _outside(corners: Floats, photo: Floats) -> str:
    """Return the name of the part that is cut off, to which one would have to point the camera."""
    beyond = np.maximum(-corners, corners - photo).max(axis=1)
    out = [int(corner) for corner in np.flatnonzero(beyond > 0)]
    if len(out) == 1:
        return _CORNERS[out[0]]
    if len(out) == 2:
        return _SIDES.get((out[0], out[1]), "much")
    fits = bool((np.ptp(corners, axis=0) <= photo).all())
    if len(out) == 3 and fits:
        (inside,) = {0, 1, 2, 3} - set(out)
        return _CORNERS[(inside + 2) % 4]
    return "much"
