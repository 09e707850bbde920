"""Sum of a colour picture's luma, without making the grey picture."""

import numpy as np

from .compiled import Pixels, compiled


@compiled
def luma_sum(image: Pixels) -> np.int64:
    """Sum over uint8 (H, W, 3) of (19595 R + 38470 G + 7471 B + 32768) / 65536, each pixel rounded down."""
    total = np.int64(0)
    for row in image:
        part = np.int64(0)
        for x in range(image.shape[1]):
            luma = np.int32(19595) * row[x, 0] + np.int32(38470) * row[x, 1] + np.int32(7471) * row[x, 2]
            part += (luma + 32768) >> 16
        total += part
    return total
