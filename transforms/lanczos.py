"""Weights of the Lanczos filter for doubling and halving, as Pillow's `resize` takes them.

Each output pixel is a weighted mean of the input pixels within three lobes of its centre (of the coarser of
the two grids), weights normalised to 1 where the picture's edge cuts them. L(x) = sinc(x) sinc(x / 3).
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

LOBES = 3

Filter = tuple[NDArray[np.int64], NDArray[np.float32]]
"""For each output pixel: the first input pixel (N,), and the weights from there on (N, taps)."""


@lru_cache(maxsize=16)
def doubling(length: int) -> Filter:
    """Return the filter from `length` pixels to twice as many, 6 taps."""
    return _filter(length, 2 * length, 6)


@lru_cache(maxsize=16)
def halving(length: int) -> Filter:
    """Return the filter from twice `length` pixels to `length`, 12 taps."""
    return _filter(2 * length, length, 12)


def _filter(source: int, target: int, taps: int) -> Filter:
    step = source / target
    coarseness = max(step, 1.0)
    centre = (np.arange(target) + 0.5) * step
    first = np.maximum((centre - LOBES * coarseness + 0.5).astype(np.int64), 0)
    last = np.minimum((centre + LOBES * coarseness + 0.5).astype(np.int64), source)
    # All taps stay inside the picture: what the edge cuts off moves to the other end with weight zero.
    start = np.clip(first, 0, max(source - taps, 0))
    pixel = start[:, None] + np.arange(taps)
    at = (pixel - centre[:, None] + 0.5) / coarseness
    used = (pixel >= first[:, None]) & (pixel < last[:, None])
    weights = np.where(used, np.sinc(at) * np.sinc(at / LOBES), 0.0)
    weights = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    start.setflags(write=False)
    weights.setflags(write=False)
    return start, weights
