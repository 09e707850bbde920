"""Rows of a picture resampled: each output row is a weighted sum of four rows, a column at a time as vector code."""

import numpy as np
from numpy.typing import NDArray

from .compiled import Pixels, compiled


@compiled
def weigh_rows(
    image: Pixels,
    rows: NDArray[np.int64],
    weights: NDArray[np.float32],
    add: np.float32,
    limits: tuple[np.float32, np.float32],
    corner: tuple[int, int],
    result: Pixels,
) -> None:
    """Resample (H, N), rounded down to whole numbers.

    Args:
        image: whole numbers of any kind.
        rows: (M, 4) of the picture, for each output row.
        weights: (M, 4).
        add: added to each sum.
        limits: least and largest number of the output.
        corner: row and column where the output begins in `result`.
        result: at least (M, N) from there on.
    """
    (least, most), (top, left) = limits, corner
    for y in range(rows.shape[0]):
        r0, r1, r2, r3 = image[rows[y, 0]], image[rows[y, 1]], image[rows[y, 2]], image[rows[y, 3]]
        w0, w1, w2, w3 = weights[y, 0], weights[y, 1], weights[y, 2], weights[y, 3]
        part = result[top + y, left : left + image.shape[1]]
        for x in range(part.size):
            value = np.float32(r0[x]) * w0 + np.float32(r1[x]) * w1
            value += np.float32(r2[x]) * w2 + np.float32(r3[x]) * w3 + add
            part[x] = np.int32(np.floor(min(max(value, least), most)))
