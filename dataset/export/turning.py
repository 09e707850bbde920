"""Photos of a phone held sideways: turned upright for export, with their measurements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from dataset.export.frames import Floats, Size, matrix, moved
from dataset.images import Pixels

TURNS = (0, 90, 180, 270)


def as_turn(value: Any) -> int:
    """Return the clockwise turn, in degrees, of an x-ray in its archived photo; 0 where it is unknown."""
    return value if isinstance(value, int) and value in TURNS else 0


def upright(pixels: Pixels, turn: int) -> Pixels:
    """Turn back a picture (H, W) or (H, W, 3) whose x-ray is turned by ``turn`` degrees clockwise, losslessly."""
    return cast(Pixels, np.ascontiguousarray(np.rot90(pixels, turn // 90))) if turn else pixels


def upright_size(size: Size, turn: int) -> Size:
    """Return (width, height) after turning back."""
    return size[::-1] if turn % 180 else size


def turned_back(turn: int, size: Size) -> Floats:
    """Return the homography (3, 3) from the archived photo to the upright one of ``size`` (width, height)."""
    width, height = size
    rows = {
        0: [[1, 0, 0], [0, 1, 0]],
        90: [[0, 1, 0], [-1, 0, height]],
        180: [[-1, 0, width], [0, -1, height]],
        270: [[0, -1, width], [1, 0, 0]],
    }[turn]
    return np.array([*rows, [0, 0, 1]], np.float64)


def turned_homography(homography: Sequence[float], turn: int, size: Size) -> tuple[float, ...]:
    """Compose the homography from x-ray to archived photo with the turn to the upright one of ``size``."""
    if not turn:
        return tuple(homography)
    return tuple((turned_back(turn, size) @ matrix(homography)).ravel().tolist())


def turned_points(points: Sequence[Sequence[float]], turn: int, size: Size) -> list[list[float]]:
    """Map points of the archived photo to the upright one, which is of ``size``."""
    there: list[list[float]] = moved(
        turned_back(turn, size).ravel().tolist(), np.asarray(points, float)
    ).tolist()
    return there
