"""Points of a picture that look the same in a photo of it, as the search among many x-rays uses them.

SIFT, since it finds its x-ray also through blur and glare; of each point's gradients the square root is taken
(RootSIFT: Euclidean distance then weighs small gradients as it should), which fits into bytes. An x-ray gives 200
points at most: ten thousand x-rays are 270 MB, and most are found by a dozen points.
"""

import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Grey
from matching.features.keypoints import find_slow_features
from matching.features.reference import Reference, reduced

Descriptors = NDArray[np.uint8]
"""uint8 (n, 128), one row a point."""

PHOTO_SIDE = 960
PHOTO_POINTS = 500
XRAY_POINTS = 200
_LENGTH = 512.0


def photo_points(photo: Grey) -> Descriptors:
    """Describe the strongest points of a photo.

    Args:
        photo: uint8 (H, W), grey, upright, any size.

    Returns:
        uint8 (n, 128) with n <= 500; none at all for a blank picture.
    """
    return _described(np.asarray(reduced(photo, PHOTO_SIDE), np.uint8), PHOTO_POINTS)


def xray_points(reference: Reference) -> Descriptors:
    """Describe the strongest points of an x-ray: uint8 (n, 128) with n <= 200; few where there is little to see."""
    return _described(reference.frame, XRAY_POINTS)


def _described(picture: Grey, points: int) -> Descriptors:
    found = find_slow_features(picture, points).descriptors[:points]
    if len(found) == 0:
        return np.zeros((0, 128), np.uint8)
    gradients = found.astype(np.float32)
    shares = gradients / np.maximum(gradients.sum(axis=1, keepdims=True), 1.0)
    return np.asarray(np.minimum(np.sqrt(shares) * _LENGTH, 255.0).round(), np.uint8)
