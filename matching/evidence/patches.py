"""Overlapping square patches of an aligned photo, and the share of each that the x-ray explains.

A median over the whole x-ray forgives what half of it shows. What lies in front of it, or shines through it, is told
patch by patch.
"""

from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Floats
from matching.registration.agreement import Flat, Structure, within
from matching.thresholds import THRESHOLDS

_TEXTURED = 6.0
"""Variance, grey levels squared, from which on a patch of an x-ray can be compared."""
_DROWNED = 0.1
"""Share of a patch's variance that the x-ray has at least where its absence could be told."""
_WHOLE = 0.98
_BLUR = 1.5
"""Standard deviation, px, of the blur that a photo may have beside its x-ray."""
_LEAST_RIVAL = 1.0
_NOISE = 0.05
_STIFFNESS = 1e-5


@dataclass(frozen=True, slots=True)
class Tiling:
    """Patches of ``side`` px, one per ``step`` px."""

    side: int
    step: int

    def means(self, integral: Floats) -> Floats:
        """Return the mean of each patch, float64 (rows, columns), from `cv2.integral` of a picture."""
        low, high = np.s_[: -self.side : self.step], np.s_[self.side :: self.step]
        both = integral[high, high] + integral[low, low] - integral[low, high] - integral[high, low]
        return np.asarray(both / self.side**2, np.float64)


def own(flat: Flat, tiling: Tiling) -> tuple[Floats, NDArray[np.bool_]]:
    """Correlate each patch of the photo with the x-ray.

    Returns:
        float64 (rows, columns), -1..1, and bool of the same shape: which can be compared at all. A patch that is full
        of something else, moiré or the edge of a reflection, would hide the x-ray even where it is.
    """
    expected, seen = within(flat.expected), within(flat.seen)
    products = (expected, seen, expected * expected, seen * seen, expected * seen)
    of_e, of_s, e_e, s_s, e_s = (tiling.means(_integral(product)) for product in products)
    strength, power = e_e - of_e**2, np.maximum(s_s - of_s**2, 0)
    correlation = (e_s - of_e * of_s) / np.sqrt(np.maximum(strength * power, 1e-6))
    whole = tiling.means(_integral(within(flat.inside).astype(np.float32))) > _WHOLE
    gain = float((expected * seen).sum() / max(float((expected * expected).sum()), 1e-6))
    told = (strength * gain**2 > _DROWNED * power) | (correlation > THRESHOLDS.shown_score)
    return correlation, (strength > _TEXTURED * flat.contrast**2) & told & whole


class Unexplained:
    """Residuals of a photo and of another x-ray after the own x-ray is regressed out.

    From both, the photo and the rival, whatever the x-ray explains is taken first, also where it is blurred or lies a
    little beside its place; so what two x-rays share counts for neither. Sums of products are all that the regression
    of a patch needs. Their integrals are made once, for patches of every size.

    Args:
        flat: The photo laid flat on its x-ray.
        rival: float32 (h, w), structure of the other x-ray where the display would have drawn it, without the margin.
    """

    def __init__(self, flat: Flat, rival: Structure) -> None:
        self.flat = flat
        expected = within(flat.expected)
        pictures = (
            np.ones_like(expected),
            expected,
            cv2.GaussianBlur(expected, (0, 0), _BLUR),
            cv2.Sobel(expected, cv2.CV_32F, 1, 0) / 8,
            cv2.Sobel(expected, cv2.CV_32F, 0, 1) / 8,
            within(flat.seen),
            rival,
        )
        self._count = len(pictures)
        pairs = combinations_with_replacement(range(self._count), 2)
        self._products = {(i, j): _integral(pictures[i] * pictures[j]) for i, j in pairs}
        self._inside = _integral(within(flat.inside).astype(np.float32))

    def like_rival(self, tiling: Tiling) -> Floats:
        """Correlate both, patch by patch.

        Returns:
            float64 (rows, columns), -1..1; NaN where the rival has nothing of its own or the photo ends.
        """
        left = _left(self._moments(tiling), self._count - 2)
        power, strength = left[..., 0, 0] + _NOISE, left[..., 1, 1]
        correlation = left[..., 0, 1] / np.sqrt(np.maximum(power * strength, 1e-9))
        usable = (strength > _LEAST_RIVAL) & (tiling.means(self._inside) > _WHOLE)
        return np.where(usable, correlation, np.nan)

    def _moments(self, tiling: Tiling) -> Floats:
        """Return the mean products of all pictures in each patch, float64 (rows, columns, pictures, pictures)."""
        means = {pair: tiling.means(integral) for pair, integral in self._products.items()}
        moments = np.empty((*means[0, 0].shape, self._count, self._count))
        for (i, j), mean in means.items():
            moments[..., i, j] = moments[..., j, i] = mean
        return moments


def _integral(picture: NDArray[Any]) -> Floats:
    return np.asarray(cv2.integral(picture, sdepth=cv2.CV_64F), np.float64)


def _left(moments: Floats, explaining: int) -> Floats:
    """Return the mean products of the other pictures' residuals after the first ``explaining`` ones."""
    normal, across = moments[..., :explaining, :explaining], moments[..., :explaining, explaining:]
    stiff = np.trace(normal, axis1=-2, axis2=-1)[..., None, None] * _STIFFNESS * np.eye(explaining)
    solved = np.linalg.solve(normal + stiff, across)
    turned = np.swapaxes(solved, -1, -2)
    once = turned @ across
    return np.asarray(
        moments[..., explaining:, explaining:] - once - np.swapaxes(once, -1, -2) + turned @ normal @ solved
    )
