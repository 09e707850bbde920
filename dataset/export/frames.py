"""Homographies from x-rays to photos, as verification found them and exports use them.

A homography takes positions in the upright x-ray, in its full size, to positions in the upright photo, in its full
size; both are continuous, pixel centres at + 0.5 (as in `transforms.rendering`).
Numbers only, and none of the transforms: a server plans exports with this in its own process.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Size = tuple[int, int]
"""(width, height) in pixels."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
GRID = 64
"""Points a side that a covered share is counted at."""


def as_homography(values: Sequence[Any] | None) -> tuple[float, ...] | None:
    """Return nine finite numbers, row by row, as they are stored with a photo; None for anything else."""
    if values is None or len(values) != 9 or not all(isinstance(value, int | float) for value in values):
        return None
    return tuple(float(value) for value in values) if np.isfinite(np.asarray(values, float)).all() else None


def homography_problem(homography: Sequence[float], xray: Size) -> str | None:
    """Return why a homography cannot be used with an x-ray of that (width, height), or None.

    All four corners must lie before the camera and the picture must not be mirrored or folded.
    """
    corners = frame(xray)
    depth = _homogeneous(homography, corners)[:, 2]
    if not (depth > 0).all() or _turned_area(moved(homography, corners)) <= 0:
        return "its homography is not that of a photo"
    return None


def frame(size: Size) -> Floats:
    """Return the corners of a picture, float64 (4, 2): top left, top right, bottom right, bottom left."""
    width, height = size
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)


def moved(homography: Sequence[float], points: Floats) -> Floats:
    """Map points (N, 2) of the x-ray to the photo, float64 (N, 2)."""
    positions = _homogeneous(homography, points)
    result: Floats = positions[:, :2] / positions[:, 2:]
    return result


def between_pixel_centres(homography: Floats) -> Floats:
    """Convert a homography (3, 3) to OpenCV's convention, with pixel centres on whole numbers."""
    shift = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    result: Floats = np.linalg.inv(shift) @ homography @ shift
    return result


def covered(homography: Sequence[float], box: Box, photo: Size) -> float:
    """Return the share, 0 to 1, of a box of the x-ray (left, top, right, bottom) that lies within the photo."""
    at = (np.arange(GRID) + 0.5) / GRID
    x, y = np.meshgrid(box[0] + at * (box[2] - box[0]), box[1] + at * (box[3] - box[1]))
    there = moved(homography, np.column_stack([x.ravel(), y.ravel()]))
    inside = (there >= 0).all(axis=1) & (there <= photo).all(axis=1)
    return round(float(inside.mean()), 4)


def matrix(homography: Sequence[float]) -> Floats:
    """Return a homography given row by row as float64 (3, 3)."""
    return np.asarray(homography, np.float64).reshape(3, 3)


def _homogeneous(homography: Sequence[float], points: Floats) -> Floats:
    result: Floats = np.column_stack([points, np.ones(len(points))]) @ matrix(homography).T
    return result


def _turned_area(corners: Floats) -> float:
    """Return the smallest doubled area of the triangles at each corner: negative if mirrored or folded."""
    before, after = corners - np.roll(corners, 1, axis=0), np.roll(corners, -1, axis=0) - corners
    return float((before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]).min())
