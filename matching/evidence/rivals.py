"""Tests whether another x-ray explains the photo, or a part of it, better than its own.

No single score proves which x-ray a photo shows: another exposure of the same patient agrees to 0.88. The x-rays that
could have been on the screen are therefore asked too, and what the display showed before must have left nothing.
"""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from matching.evidence.patches import Displayed, Tiling, Unexplained
from matching.features.homographies import Floats, Size
from matching.features.reference import Reference
from matching.registration.agreement import MARGIN, SIDE, row_medians, structure, within

_ALL = Tiling(40, 20)
_WIDE = Tiling(24, 12)
_LEAST_OF_BAND = 5
_LEAST_PATCHES = 12
_KEPT = 8
"""X-rays kept as the display drew them: a session's phones photograph the same x-ray after the same one."""


@dataclass(frozen=True)
class DisplayedScreen:
    """A display's screen, in any unit.

    Attributes:
        size: (width, height).
        drawn: (left, top, width, height) of the photo's own x-ray on it; None where the display did not say: it fits
            every x-ray into the screen and puts it into the middle.
    """

    size: tuple[float, float] = (16, 9)
    drawn: tuple[float, float, float, float] | None = None

    def around(self, size: Size) -> tuple[float, float, float, float]:
        """Return (left, top, width, height) of the screen in the pixels of the own x-ray, given its size."""
        (width, height), (across, down) = size, self.size
        if self.drawn is None:
            per_unit = max(width / across, height / down)
            stage = (per_unit * across, per_unit * down)
            return (width - stage[0]) / 2, (height - stage[1]) / 2, *stage
        left, top, drawn_across, drawn_down = self.drawn
        x, y = width / drawn_across, height / drawn_down
        return -left * x, -top * y, across * x, down * y


SCREEN = DisplayedScreen()
"""Of a display that has not said its own."""


@lru_cache(_KEPT)
def as_displayed(own: Size, xray: Reference, screen: DisplayedScreen = SCREEN) -> Displayed:
    """Return an x-ray where the display drew it, in the pixels of the own one.

    Args:
        own: (width, height) of the own x-ray as it is compared (`Flat.size`).
        xray: The one that was drawn, the own or another.
        screen: The display's.
    """
    width, height = own
    left, top, *stage = screen.around(own)
    factor = min(stage[0] / xray.frame.shape[1], stage[1] / xray.frame.shape[0])
    size = (max(1, round(xray.frame.shape[1] * factor)), max(1, round(xray.frame.shape[0] * factor)))
    if max(size) > 8 * SIDE:
        return Displayed(np.zeros((height, width), np.float32))
    drawn = np.asarray(cv2.resize(xray.frame, size, interpolation=cv2.INTER_AREA), np.uint8)
    corner = (left + (stage[0] - size[0]) / 2, top + (stage[1] - size[1]) / 2)
    move = np.array([[1, 0, corner[0] + MARGIN], [0, 1, corner[1] + MARGIN]], np.float64)
    canvas = (width + 2 * MARGIN, height + 2 * MARGIN)
    on_screen = structure(np.asarray(cv2.warpAffine(drawn, move, canvas), np.uint8))
    return Displayed(np.ascontiguousarray(within(on_screen)))


def mixed(left: Unexplained) -> float:
    """Return how much of the other x-ray shines through everywhere: a median correlation, 0 where unknown."""
    if min(left.flat.size) < _ALL.side:
        return 0.0
    patches = left.like_rival(_ALL)
    usable = np.isfinite(patches)
    return float(np.median(patches[usable])) if usable.sum() >= _LEAST_PATCHES else 0.0


def faded(left: Unexplained) -> float:
    """Return how clearly two neighbouring rows or columns of patches resemble the other x-ray.

    A rolling shutter leaves soft edges, in which both x-rays are.
    """
    if min(left.flat.size) < _WIDE.side:
        return 0.0
    patches = left.like_rival(_WIDE)
    return max(_two(patches), _two(patches.T))


def _two(rival: Floats) -> float:
    medians = np.nan_to_num(_medians(rival, _LEAST_OF_BAND))
    return float(np.minimum(medians[1:], medians[:-1]).max(initial=0))


def _medians(grid: Floats, least: int) -> Floats:
    """Return the median of each row; NaN where fewer than ``least`` patches are known."""
    return np.where(np.isfinite(grid).sum(axis=1) >= least, row_medians(grid), np.nan)
