"""Detection of objects in front of an x-ray: a window, a hand, a notification.

A reflection lies over the x-ray, adds light and leaves its structure; a window or a hand takes its place. So an area
without the x-ray's structure is looked for, or one that is darker than the x-ray.
"""

import cv2
import numpy as np

from matching.evidence.patches import Tiling, own
from matching.features.homographies import Floats
from matching.quality.photometry import at_light_size, unexplained_light
from matching.registration.agreement import Flat, within
from matching.thresholds import THRESHOLDS

_TILING = Tiling(28, 10)
_UNEXPLAINED = 0.03
"""Light, of the photo's own range, that counts half in the fit of what the x-ray explains."""
_FEWEST = 200
_CORE = 14
"""Side, px, of the middle of a patch: its light is told there, beside no edge."""
_REFLECTED = 0.6
"""What a patch counts that is brighter than the x-ray explains: a reflection does that more often than a window."""


def covered(flat: Flat) -> float:
    """Return the largest connected area that shows something else, as a share of the x-ray, 0..1.

    Where the x-ray has no structure only a lack of light tells: what a glass mirrors takes no light away. Other such
    places connect areas, and do not count themselves.
    """
    if min(flat.size) < _TILING.side:
        return 0.0
    correlation, textured = own(flat, _TILING)
    light = _light(flat, correlation.shape)
    seen = textured & (correlation > THRESHOLDS.shown_score)
    foreign = (textured & (correlation < THRESHOLDS.foreign_score)) | ((light < -THRESHOLDS.darker) & ~seen)
    connected = (foreign | ~textured).astype(np.uint8)
    count, labels = cv2.connectedComponents(connected, connectivity=4)
    counted = np.where(light > THRESHOLDS.brighter, _REFLECTED, 1.0)
    areas = np.bincount(labels[foreign], counted[foreign], minlength=count)
    return float(areas.max(initial=0) / foreign.size)


def _light(flat: Flat, grid: tuple[int, ...]) -> Floats:
    """Return the unexplained light at each patch's middle, as a share of the photo's range; 0 where unknown."""
    expected, seen = at_light_size(within(flat.shown)), at_light_size(within(flat.taken))
    whole = at_light_size(within(flat.inside).astype(np.uint8) * 255) > 0.99
    if np.count_nonzero(whole) < _FEWEST:
        return np.zeros(grid)
    low, high = np.percentile(seen[whole], (2, 98))
    span = max(float(high - low), 0.05)
    left = unexplained_light(expected, seen, whole, _UNEXPLAINED * span, _UNEXPLAINED * span) / span
    full = cv2.resize(cv2.blur(left, (3, 3)), flat.size, interpolation=cv2.INTER_LINEAR)
    middle, step = _TILING.side // 2, _TILING.step
    cores = cv2.blur(full, (_CORE, _CORE))[middle::step, middle::step]
    return np.asarray(cores[: grid[0], : grid[1]], np.float64)
