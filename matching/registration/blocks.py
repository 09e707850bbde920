"""Sums over the blocks of a grid, and means of patches, as products with matrices of zeros and ones.

A product of matrices takes half the time of an integral image, and can be made of many pictures at once.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Floats

_KEPT = 64
"""Matrices kept, one per length of a side: x-rays of a data set come in few sizes."""


def block_sums(picture: NDArray[Any], grid: int) -> Floats:
    """Return the sums over the blocks of a grid that covers a picture (..., H, W), float64 (..., grid, grid)."""
    height, width = picture.shape[-2:]
    return _sums(picture, _blocks(height, grid), _blocks(width, grid))


def patch_sums(picture: NDArray[Any], side: int, step: int) -> Floats:
    """Return the sums over squares of ``side`` px, one per ``step`` px, float64 (..., rows, columns)."""
    height, width = picture.shape[-2:]
    return _sums(picture, _patches(height, side, step), _patches(width, side, step))


def area_means(picture: NDArray[Any], grid: int) -> Floats:
    """Return the means of equal parts of a picture (H, W), shares of pixels included, float64 (grid, grid).

    What OpenCV's ``INTER_AREA`` gives for a picture reduced to so few pixels, in an eighth of its time.
    """
    height, width = picture.shape
    sums = _sums(picture, _shares(height, grid), _shares(width, grid))
    return np.asarray(sums * (grid * grid / (height * width)), np.float64)


def _sums(picture: NDArray[Any], rows: NDArray[np.float32], columns: NDArray[np.float32]) -> Floats:
    # The sums of columns are rounded to float32, of a few dozen values each; those of these sums are not.
    down = rows @ np.asarray(picture, np.float32)
    return np.asarray(down.astype(np.float64) @ columns.T, np.float64)


@lru_cache(_KEPT)
def _blocks(length: int, grid: int) -> NDArray[np.float32]:
    borders = np.linspace(0, length, grid + 1).round().astype(int)
    return _ones(length, borders[:-1], borders[1:])


@lru_cache(_KEPT)
def _patches(length: int, side: int, step: int) -> NDArray[np.float32]:
    begins = np.arange(0, length - side + 1, step)
    return _ones(length, begins, begins + side)


@lru_cache(_KEPT)
def _shares(length: int, grid: int) -> NDArray[np.float32]:
    """Return how much of each pixel lies in each of ``grid`` equal parts of a side, float32 (grid, length)."""
    borders, at = np.arange(grid + 1) * (length / grid), np.arange(length)
    inside = np.minimum(borders[1:, None], at + 1) - np.maximum(borders[:-1, None], at)
    return np.asarray(np.clip(inside, 0, 1), np.float32)


def _ones(length: int, begins: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return a matrix with a row per interval, 1 within it and 0 elsewhere, float32 (intervals, length)."""
    at = np.arange(length)
    return np.asarray((at >= begins[:, None]) & (at < ends[:, None]), np.float32)
