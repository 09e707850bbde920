"""Features of a grey picture, and the matching of two pictures' features.

Corners after ORB (Rublee et al. 2011), found where local contrast has been evened out: on a screen photo half of
the lung is otherwise too faint for any detector. Descriptors are 256 bits, so that comparing all of one picture with
all of another costs a few milliseconds.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Grey

PHOTO_FEATURES = 2000
REFERENCE_FEATURES = 1000
_LEVELS, _STEP = 8, 1.2
_RATIO = 0.85
_CONTRAST = 3.0
_TILES = (8, 8)
_SMALLEST = 64
"""ORB needs room for its patch of 31 pixels and its border; less is not worth a look."""


@dataclass(frozen=True, eq=False)
class Features:
    """Positions and descriptors of features.

    Attributes:
        points: float32 (N, 2), continuous positions (x, y).
        descriptors: uint8 (N, 32) of ORB, or float32 (N, 128) of SIFT.
    """

    points: NDArray[np.float32]
    descriptors: NDArray[np.uint8] | NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.points)


def no_features() -> Features:
    """Return empty features."""
    return Features(np.zeros((0, 2), np.float32), np.zeros((0, 32), np.uint8))


def evened(grey: Grey) -> Grey:
    """Equalise the picture's local contrast (CLAHE)."""
    return np.asarray(cv2.createCLAHE(_CONTRAST, _TILES).apply(grey), np.uint8)


def find_features(grey: Grey, count: int) -> Features:
    """Find up to ``count`` ORB features of a uint8 (H, W) picture, strongest first as OpenCV orders them."""
    if min(grey.shape) < _SMALLEST:
        return no_features()
    finder = cv2.ORB.create(nfeatures=count, scaleFactor=_STEP, nlevels=_LEVELS, fastThreshold=12)
    found, descriptors = finder.detectAndCompute(evened(grey), None)
    if descriptors is None or not found:
        return no_features()
    # Found on whole pixels of a smaller picture whose first pixel's centre is half of *its* pixel from the edge.
    half = np.array([0.5 * _STEP**point.octave for point in found], np.float32)
    points = np.array([point.pt for point in found], np.float32) + half[:, None]
    return Features(points, np.asarray(descriptors, np.uint8))


def find_slow_features(grey: Grey, count: int) -> Features:
    """Find up to ``count`` SIFT features (Lowe 2004): ten times as slow, and found in worse photos."""
    if min(grey.shape) < _SMALLEST:
        return no_features()
    found, descriptors = cv2.SIFT.create(nfeatures=count, contrastThreshold=0.02).detectAndCompute(
        evened(grey), None
    )
    if descriptors is None or not found:
        return no_features()
    points = np.array([point.pt for point in found], np.float32) + np.float32(0.5)
    return Features(points, np.asarray(descriptors, np.float32))


def pairs(reference: Features, photo: Features) -> NDArray[np.intp]:
    """Match features whose distance is clearly the smallest, each of them at most once.

    Returns:
        intp (M, 2): row of the reference, row of the photo.
    """
    if len(reference) < 2 or len(photo) < 2:
        return np.zeros((0, 2), np.intp)
    norm = cv2.NORM_HAMMING if reference.descriptors.dtype == np.uint8 else cv2.NORM_L2
    nearest = cv2.BFMatcher(norm).knnMatch(reference.descriptors, photo.descriptors, k=2)
    best: dict[int, tuple[float, int]] = {}
    for first, second in nearest:
        if first.distance >= _RATIO * second.distance:
            continue
        known = best.get(first.trainIdx)
        if known is None or first.distance < known[0]:
            best[first.trainIdx] = (first.distance, first.queryIdx)
    return np.array([(row, photo_row) for photo_row, (_, row) in best.items()], np.intp).reshape(-1, 2)
