"""Sum of a colour picture's luma, without making the grey picture."""

import numpy as np

from .compiled import Pixels, compiled


@compiled
def luma_sum(image: Pixels) -> np.int64:
    """Sum over uint8 (H, W, 3) of (19595 R + 38470 G + 7471 B + 32768) / 65536, each pixel rounded down."""
    total = np.int64(0)
    for y in range(image.shape[0]):
        row = image[y].reshape(-1)
        part = np.uint32(0)
        for x in range(image.shape[1]):
            # Unsigned indices: numba tests signed ones for negative values, which keeps this from being vector code.
            at = np.uint64(3 * x)
            luma = np.uint32(19595) * row[at] + np.uint32(38470) * row[at + np.uint64(1)]
            luma += np.uint32(7471) * row[at + np.uint64(2)] + np.uint32(32768)
            part += luma >> np.uint32(16)
        total += np.int64(part)
    return total
