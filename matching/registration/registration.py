"""Registration of the x-ray in the photo: the perspective that most feature pairs agree on."""

from dataclasses import dataclass

import cv2
import numpy as np

from matching.features.homographies import Floats, Size, frame, is_possible, moved
from matching.features.keypoints import Features, pairs

_TOLERANCE_PX = 4.0
_TRIALS = 5000
_CERTAINTY = 0.999
_FEWEST = 6


@dataclass(frozen=True, eq=False)
class Registration:
    """A perspective and its support.

    Attributes:
        homography: float64 (3, 3), positions in the reference's frame to positions in the photo as looked at.
        inliers: How many pairs of features agree with it.
    """

    homography: Floats
    inliers: int


def register(
    reference: Features, size: Size, photo: Features, photo_size: Size, least: int = 0
) -> Registration | None:
    """Find the perspective; None where no plausible one has even a handful of pairs.

    Args:
        reference: Features of the reference's frame.
        size: (width, height) of that frame.
        photo: Features of the photo.
        photo_size: (width, height) of the photo they were found in.
        least: Pairs that must agree with it.
    """
    together = pairs(reference, photo)
    if len(together) < max(_FEWEST, least):
        return None
    found, agrees = cv2.findHomography(
        reference.points[together[:, 0]].astype(np.float64),
        photo.points[together[:, 1]].astype(np.float64),
        cv2.USAC_MAGSAC,
        _TOLERANCE_PX,
        maxIters=_TRIALS,
        confidence=_CERTAINTY,
    )
    if found is None or not np.isfinite(found).all() or abs(found[2, 2]) < 1e-12:
        return None
    inliers = int(np.count_nonzero(agrees))
    if inliers < least:
        return None
    homography = np.asarray(found, np.float64) / found[2, 2]
    # Behind the camera for one corner and before it for another: the rectangle is torn apart.
    depths = np.column_stack([frame(size), np.ones(4)]) @ homography[2]
    if not (depths > 0).all() or not is_possible(moved(homography, frame(size)), photo_size):
        return None
    return Registration(homography, inliers)
