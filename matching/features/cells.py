"""Coarse clusters of points, which select the gallery's points worth comparing with a photo's.

Lloyd's algorithm on a sample, begun at random points of it; eight rounds, since cells need to be of like size and not
optimal. The same points give the same cells.
"""

import numpy as np
from numpy.typing import NDArray

from matching.features.points import Descriptors

MOST_CELLS = 1024
MOST_FOR_TRAINING = 100_000
_POINTS_A_CELL = 200
_ROUNDS = 8
_CHUNK = 8192


def cell_count(points: int) -> int:
    """Return the number of cells for a gallery of so many points: one for a small one, which is searched whole."""
    return int(np.clip(points // _POINTS_A_CELL, 1, MOST_CELLS))


def train(sample: Descriptors, cells: int) -> NDArray[np.float32]:
    """Compute the centres of the cells.

    Args:
        sample: uint8 (n, 128).
        cells: How many.

    Returns:
        float32 (cells, 128).
    """
    if len(sample) == 0:
        return np.zeros((1, 128), np.float32)
    cells = min(cells, len(sample))
    chosen = np.random.default_rng(1).choice(len(sample), cells, replace=False)
    centres = sample[np.sort(chosen)].astype(np.float32)
    for _ in range(_ROUNDS if cells > 1 else 1):
        centres = _moved(sample, assign(sample, centres), centres)
    return centres


def assign(points: Descriptors, centres: NDArray[np.float32]) -> NDArray[np.int32]:
    """Return the nearest centre of each point, int32 (n,)."""
    half = 0.5 * np.einsum("ij,ij->i", centres, centres)
    found = [
        np.argmax(points[at : at + _CHUNK].astype(np.float32) @ centres.T - half, axis=1)
        for at in range(0, len(points), _CHUNK)
    ]
    return np.concatenate([np.zeros(0, np.int64), *found]).astype(np.int32)


def _moved(
    sample: Descriptors, cells: NDArray[np.int32], centres: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the means of the cells; an empty cell keeps its centre."""
    order = np.argsort(cells, kind="stable")
    present, starts = np.unique(cells[order], return_index=True)
    sums = np.add.reduceat(sample[order].astype(np.float32), starts, axis=0)
    counts = np.diff(np.append(starts, len(sample)))
    moved = centres.copy()
    moved[present] = sums / counts[:, None]
    return moved
