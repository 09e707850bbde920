"""Counter-based noise that depends only on the seed and the photosite, so that every worker draws the same.

A counter-based generator (one integer hash a photosite) needs no state and no order, and its sixteen bits
pick from a table of the normal distribution's quantiles: about two nanoseconds a draw.
"""

from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from ...kernels.compiled import inlined

TABLE_BITS = 14


@cache
def normal_quantiles() -> NDArray[np.float32]:
    """Return 2^14 equally likely values of a standard normal, scaled to a variance of exactly one."""
    n = 1 << TABLE_BITS
    normal = NormalDist()
    q = np.array([normal.inv_cdf((i + 0.5) / n) for i in range(n)])
    table: NDArray[np.float32] = (q / q.std()).astype(np.float32)
    table.setflags(write=False)
    return table


@inlined
def hash_of(seed: np.uint64, counter: np.uint64) -> np.uint64:
    """Hash seed and counter with SplitMix64's finaliser (Steele, Lea and Flood, OOPSLA 2014)."""
    z = seed + counter * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
