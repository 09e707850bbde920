"""Detection of objects in front of an x-ray: a window, a hand, a notification.

A reflection lies over the x-ray, adds light and leaves its structure; a window or a hand takes its place. So an area
without the x-ray's structure is looked for, or one that is darker than the x-ray.
"""

import cv2
import numpy as np

from matching.evidence.patches import Tiling, own
from matching.features.homographies import Floats
from matching.registration.agreement import Flat, Structure
from matching.thresholds import THRESHOLDS

_TILING = Tiling(28, 10)
_CORE, _SMOOTH = (14, 14), (12, 12)
"""Size, px, of the middle of a patch: its light is told there, beside no edge; and how much light is smoothed first."""
_REFLECTED = 0.6
"""What a patch counts that is brighter than the x-ray explains: a reflection does that more often than a window."""


def covered(flat: Flat, light: Structure) -> float:
    """Return the largest connected area that shows something else, as a share of the x-ray, 0..1.

    Where the x-ray has no structure only a lack of light tells: what a glass mirrors takes no light away. Other such
    places connect areas, and do not count themselves.

    Args:
        flat: The photo laid flat on its x-ray.
        light: What `light_left` gave.
    """
    if min(flat.size) < _TILING.side:
        return 0.0
    correlation, textured = own(flat, _TILING)
    left = _of_cores(light, correlation.shape)
    seen = textured & (correlation > THRESHOLDS.shown_score)
    foreign = (textured & (correlation < THRESHOLDS.foreign_score)) | ((left < -THRESHOLDS.darker) & ~seen)
    connected = (foreign | ~textured).astype(np.uint8)
    count, labels = cv2.connectedComponents(connected, connectivity=4)
    counted = np.where(left > THRESHOLDS.brighter, _REFLECTED, 1.0)
    areas = np.bincount(labels[foreign], counted[foreign], minlength=count)
    return float(areas.max(initial=0) / foreign.size)


def _of_cores(light: Structure, grid: tuple[int, ...]) -> Floats:
    """Return the light of each patch's middle, of the photo's range, beside no edge."""
    middle, step = _TILING.side // 2, _TILING.step
    cores = cv2.blur(cv2.blur(light, _SMOOTH), _CORE)[middle::step, middle::step]
    return np.asarray(cores[: grid[0], : grid[1]], np.float64)
