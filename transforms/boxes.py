"""Three box blurs in a row: the width that comes close to a Gaussian, and the weights that they have together.

Three boxes of fractional width come close to a Gaussian (Gwosdek et al., "Theoretical Foundations of Gaussian
Convolution by Extended Box Filtering", SSVM 2011), and are what Pillow calls a Gaussian blur.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

PASSES = 3
LOST = 1e-3
"""Share of the weights that a filter may leave out, half at either end."""


@dataclass(frozen=True, eq=False)
class Boxes:
    """Three box blurs of one fractional radius.

    Attributes:
        radius: of each box.
        edge: pixels that count on either side of one of the result, however little.
        weights: of a pixel and those around it in one of the result, without those that hardly count.
    """

    radius: float
    edge: int
    weights: NDArray[np.float32]

    @property
    def reach(self) -> int:
        """Pixels on either side that have a weight."""
        return len(self.weights) // 2


@lru_cache(maxsize=16)
def boxes(sigma: float) -> Boxes:
    """Return the boxes that come close to a Gaussian of `sigma`."""
    radius = box_radius(sigma)
    whole = int(radius)
    box = np.ones(2 * whole + 3)
    box[[0, -1]] = radius - whole
    together = np.convolve(np.convolve(box, box), box)
    ends = np.cumsum(together / together.sum())
    first = int(np.searchsorted(ends, LOST / 2))
    kept = together[first : len(together) - first]
    return Boxes(radius, PASSES * (whole + 1), (kept / kept.sum()).astype(np.float32))


def box_radius(sigma: float) -> float:
    """Return the fractional box radius with which three box blurs approximate a Gaussian of `sigma`."""
    variance = sigma * sigma / PASSES
    whole = math.floor((math.sqrt(12 * variance + 1) - 1) / 2)
    part = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance)
    return whole + part / (6 * (variance - (whole + 1) ** 2))
