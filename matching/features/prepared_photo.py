"""A photo prepared for comparison: reduced once, its features computed once, for any number of x-rays."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Floats, Grey, Size
from matching.features.keypoints import PHOTO_FEATURES, Features, find_features, find_slow_features
from matching.features.reference import reduced

LONG_SIDE = 1280
"""Long side, px, at which photos are looked at; a photo may be decoded reduced to no less."""
_SLOW_SIDE = 960
_SLOW_FEATURES = 2000


@dataclass(frozen=True, eq=False)
class PreparedPhoto:
    """A photo, prepared for comparison with x-rays; `prepare_photo` makes one.

    Attributes:
        grey: uint8 (h, w), the upright photo reduced to at most 1280 pixels on its long side.
        factor: float64 (x, y), pixels of the full-size photo per pixel of ``grey``.
    """

    grey: Grey
    factor: Floats

    @property
    def size(self) -> Size:
        """(width, height) of ``grey``."""
        return self.grey.shape[1], self.grey.shape[0]

    @cached_property
    def features(self) -> Features:
        """ORB features of ``grey``, computed on first access."""
        return find_features(self.grey, PHOTO_FEATURES)

    @cached_property
    def slow_features(self) -> Features:
        """SIFT features of ``grey``, for the second attempt; ten times as slow."""
        small = reduced(self.grey, _SLOW_SIDE)
        found = find_slow_features(small, _SLOW_FEATURES)
        back = np.array([self.size[0] / small.shape[1], self.size[1] / small.shape[0]], np.float32)
        return Features(found.points * back, found.descriptors)


def prepare_photo(photo: NDArray[np.uint8], *, scale: float = 1.0) -> PreparedPhoto:
    """Prepare a photo to be compared with several x-rays.

    Args:
        photo: uint8 (H, W), grey, upright, of any size.
        scale: By how much the photo was reduced when it was decoded: its full size is its size times this.

    Raises:
        ValueError: The photo is another kind of array, or empty.
    """
    if photo.ndim != 2 or photo.dtype != np.uint8 or not photo.size:
        raise ValueError(f"a photo is uint8 (H, W), not {photo.dtype} {photo.shape}")
    small = np.ascontiguousarray(reduced(photo, LONG_SIDE))
    factor = np.array([photo.shape[1] / small.shape[1], photo.shape[0] / small.shape[0]]) * scale
    return PreparedPhoto(small, factor)
