"""Sharpness of the photo, compared with the x-ray that it shows.

A photo of a smooth x-ray is not blurred, and noise and moiré are not sharpness. So the photo's fine structure is
regressed on the x-ray's, where that has some, and its coarse structure likewise: blur lowers the first slope
and leaves the second, while contrast and exposure change both alike.
"""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Grey
from matching.features.reference import Reference
from matching.quality.aligned_photo import AlignedPhoto
from matching.registration.blocks import area_means

_TILES = 10
_REACH_PX = 1
"""So far fine structure may lie beside where the homography puts it, lenses being no pinholes."""
_BORDER_PX = 9
_STRUCTURED = 0.5
_FINE, _COARSE = (0.8, 1.6), (1.6, 3.2)
"""Standard deviations, px: of the frame, and of the frame at half its size."""
_KEPT = 2
"""X-rays whose structure is kept, two megabytes each: the frames of a phone that is aimed show the same one."""

_Picture = NDArray[np.float32]


def measure_sharpness(flat: AlignedPhoto) -> float:
    """Return fine slope over coarse slope: 1 as sharp as the x-ray at 640 px, 0 blurred; NaN if unknown."""
    kernel = np.ones((_BORDER_PX, _BORDER_PX), np.uint8)
    covered = cv2.erode(flat.inside.astype(np.uint8), kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    inner = np.asarray(covered, np.uint8)
    expected, seen = _bands_of(flat.xray), _bands(flat.seen)
    fine = _slope(expected[0], seen[0], inner, _REACH_PX)
    coarse = _slope(expected[1], seen[1], inner[1::2, 1::2], 0)
    return max(0.0, fine / coarse) if coarse > 0 else float("nan")


@lru_cache(_KEPT)
def _bands_of(xray: Reference) -> tuple[_Picture, _Picture]:
    return _bands(xray.frame)


def _bands(grey: Grey) -> tuple[_Picture, _Picture]:
    """Return the fine structure of a picture, and the coarse structure at half its size."""
    picture = grey.astype(np.float32)
    return _band(picture, *_FINE), _band(_halved(picture), *_COARSE)


def _halved(picture: _Picture) -> _Picture:
    size = (picture.shape[1] // 2, picture.shape[0] // 2)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)


def _band(picture: _Picture, finer: float, coarser: float) -> _Picture:
    smooth = cv2.GaussianBlur(picture, (0, 0), finer)
    return np.asarray(smooth - cv2.GaussianBlur(picture, (0, 0), coarser), np.float32)


def _slope(expected: _Picture, seen: _Picture, inner: NDArray[np.uint8], reach: int) -> float:
    """Regress seen on expected, over the tiles with most of the expected; each may be shifted."""
    expected = expected * inner
    energy = area_means(expected * expected, _TILES)
    offsets = range(-reach, reach + 1)
    common = np.max(
        [area_means(np.roll(seen, (y, x), (0, 1)) * expected, _TILES) for y in offsets for x in offsets],
        axis=0,
    )
    used = energy >= np.quantile(energy, 1 - _STRUCTURED)
    total = float(energy[used].sum())
    return float(common[used].sum()) / total if total > 0 else float("nan")
