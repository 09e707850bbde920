"""Overlapping square patches of an aligned photo, and the share of each that the x-ray explains.

A median over the whole x-ray forgives what half of it shows. What lies in front of it, or shines through it, is told
patch by patch.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Floats
from matching.registration.agreement import Expected, Flat, Structure, within
from matching.registration.blocks import patch_sums
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
_KEPT = 4
"""Pairs of x-rays whose products are kept: a session's phones photograph the same x-ray after the same one."""


@dataclass(frozen=True, slots=True)
class Tiling:
    """Patches of ``side`` px, one per ``step`` px."""

    side: int
    step: int

    def means(self, picture: NDArray[Any]) -> Floats:
        """Return the mean of each patch of a picture (..., H, W), float64 (..., rows, columns)."""
        return patch_sums(picture, self.side, self.step) / self.side**2


def own(flat: Flat, tiling: Tiling) -> tuple[Floats, NDArray[np.bool_]]:
    """Correlate each patch of the photo with the x-ray.

    Returns:
        float64 (rows, columns), -1..1, and bool of the same shape: which can be compared at all. A patch that is full
        of something else, moiré or the edge of a reflection, would hide the x-ray even where it is.
    """
    expected, seen = within(flat.expected), within(flat.seen)
    products = (expected, seen, expected * expected, seen * seen, expected * seen)
    of_e, of_s, e_e, s_s, e_s = (tiling.means(product) for product in products)
    strength, power = e_e - of_e**2, np.maximum(s_s - of_s**2, 0)
    correlation = (e_s - of_e * of_s) / np.sqrt(np.maximum(strength * power, 1e-6))
    whole = _whole(flat, tiling)
    gain = float((expected * seen).sum() / max(float((expected * expected).sum()), 1e-6))
    told = (strength * gain**2 > _DROWNED * power) | (correlation > THRESHOLDS.shown_score)
    return correlation, (strength > _TEXTURED * flat.contrast**2) & told & whole


@dataclass(frozen=True, eq=False)
class Displayed:
    """Another x-ray where the display would have drawn it.

    Attributes:
        structure: float32 (h, w), its structure, in the pixels of the photo's own x-ray, without the margin.
    """

    structure: Structure


class Unexplained:
    """Residuals of a photo and of another x-ray after the own x-ray is regressed out.

    From both, the photo and the rival, whatever the x-ray explains is taken first, also where it is blurred or lies a
    little beside its place; so what two x-rays share counts for neither. Means of products are all that the regression
    of a patch needs.

    Args:
        flat: The photo laid flat on its x-ray.
        rival: The other x-ray.
    """

    def __init__(self, flat: Flat, rival: Displayed) -> None:
        self.flat = flat
        self._known = _known(flat.xray, rival)
        seen = within(flat.seen)
        self._products = [*(picture * seen for picture in self._known.pictures), seen * seen]

    def like_rival(self, tiling: Tiling) -> Floats:
        """Correlate both, patch by patch.

        Returns:
            float64 (rows, columns), -1..1; NaN where the rival has nothing of its own or the photo ends.
        """
        left = _left(self._moments(tiling), len(self._known.pictures) - 1)
        strength, power = left[..., 0, 0], left[..., 1, 1] + _NOISE
        correlation = left[..., 0, 1] / np.sqrt(np.maximum(power * strength, 1e-9))
        usable = (strength > _LEAST_RIVAL) & _whole(self.flat, tiling)
        return np.where(usable, correlation, np.nan)

    def _moments(self, tiling: Tiling) -> Floats:
        """Return the mean products of all pictures in each patch, float64 (rows, columns, pictures, pictures)."""
        known, count = self._known.moments(tiling), len(self._products)
        moments = np.empty((*known.shape[:2], count, count))
        moments[..., :-1, :-1] = known
        for i, product in enumerate(self._products):
            moments[..., i, -1] = moments[..., -1, i] = tiling.means(product)
        return moments


class _Known:
    """Pictures that explain a photo, the last of them the other x-ray, and their products: the same for every photo."""

    def __init__(self, xray: Expected, rival: Displayed) -> None:
        expected = within(xray.structure)
        self.pictures = (
            np.ones_like(expected),
            expected,
            cv2.GaussianBlur(expected, (0, 0), _BLUR),
            cv2.Sobel(expected, cv2.CV_32F, 1, 0) / 8,
            cv2.Sobel(expected, cv2.CV_32F, 0, 1) / 8,
            rival.structure,
        )
        self._moments: dict[Tiling, Floats] = {}

    def moments(self, tiling: Tiling) -> Floats:
        """Return the mean products in each patch, float64 (rows, columns, 6, 6)."""
        if tiling not in self._moments:
            means = [[tiling.means(one * other) for other in self.pictures] for one in self.pictures]
            self._moments[tiling] = np.moveaxis(np.array(means), (0, 1), (2, 3))
        return self._moments[tiling]


@lru_cache(_KEPT)
def _known(xray: Expected, rival: Displayed) -> _Known:
    return _Known(xray, rival)


def _whole(flat: Flat, tiling: Tiling) -> NDArray[np.bool_]:
    """Return the patches that the photo shows, bool (rows, columns)."""
    return tiling.means(within(flat.inside)) > _WHOLE


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
