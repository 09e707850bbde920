"""Features of a grey picture, and the matching of two pictures' features.

Corners after ORB (Rublee et al. 2011), found where local contrast has been evened out: on a screen photo half of
the lung is otherwise too faint for any detector. Descriptors are 256 bits, so that comparing all of one picture with
all of another costs a few milliseconds.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.features.homographies import Floats, Grey

PHOTO_FEATURES = 2000
REFERENCE_FEATURES = 1000
_LEVELS, _STEP = 8, 1.2
_HALVES = tuple(0.5 * _STEP**level for level in range(_LEVELS))
_RATIO = 0.85
_AT_ONCE = 32
"""Features compared with all others at a time, so that what is in between stays in the processor's cache."""
_CONTRAST = 3.0
_TILES = (8, 8)
_SMALLEST = 64
"""ORB needs room for its patch of 31 pixels and its border; less is not worth a look."""


Descriptors = NDArray[np.uint8] | NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Features:
    """Positions and descriptors of features.

    Attributes:
        points: float32 (N, 2), continuous positions (x, y).
        descriptors: uint8 (N, 32) of ORB, or float32 (N, 128) of SIFT.
    """

    points: NDArray[np.float32]
    descriptors: Descriptors

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
    half = np.array([_HALVES[point.octave] for point in found], np.float32)
    points = np.asarray(cv2.KeyPoint.convert(found), np.float32) + half[:, None]
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
    points = np.asarray(cv2.KeyPoint.convert(found), np.float32) + np.float32(0.5)
    return Features(points, np.asarray(descriptors, np.float32))


def pairs(reference: Features, photo: Features) -> NDArray[np.intp]:
    """Match features whose distance is clearly the smallest, each of them at most once.

    Returns:
        intp (M, 2): row of the reference, row of the photo.
    """
    if len(reference) < 2 or len(photo) < 2:
        return np.zeros((0, 2), np.intp)
    nearest, distances = _two_nearest(reference.descriptors, photo.descriptors)
    best: dict[int, tuple[float, int]] = {}
    for row in np.flatnonzero(distances[:, 0] < _RATIO * distances[:, 1]):
        photo_row, distance = int(nearest[row]), float(distances[row, 0])
        known = best.get(photo_row)
        if known is None or distance < known[0]:
            best[photo_row] = (distance, int(row))
    return np.array([(row, photo_row) for photo_row, (_, row) in best.items()], np.intp).reshape(-1, 2)


def _two_nearest(these: Descriptors, those: Descriptors) -> tuple[NDArray[np.intp], Floats]:
    """Return the nearest of ``those`` for each of ``these``, intp (N,), and both smallest distances, float64 (N, 2)."""
    if these.dtype != np.uint8:
        distances, rows = cv2.batchDistance(these, those, cv2.CV_32F, normType=cv2.NORM_L2, K=2)
        return np.asarray(rows[:, 0], np.intp), np.asarray(distances, np.float64)
    bits = _differing_bits(these, those)
    every, nearest = np.arange(len(bits)), bits.argmin(axis=1)
    first = bits[every, nearest]
    bits[every, nearest] = 255
    return nearest, np.column_stack([first, bits.min(axis=1)]).astype(np.float64)


def _differing_bits(these: Descriptors, those: Descriptors) -> NDArray[np.uint8]:
    """Return the Hamming distances of all pairs of 256 bits, uint8 (N, M); 255 also where all bits differ.

    Takes half as long as OpenCV's matcher, which calls a function for each pair.
    """
    words, others = np.ascontiguousarray(these).view(np.uint64), np.ascontiguousarray(those).view(np.uint64)
    columns = np.ascontiguousarray(others.T)
    bits = np.zeros((len(words), len(others)), np.uint8)
    differing = np.empty((_AT_ONCE, len(others)), np.uint64)
    for begin in range(0, len(words), _AT_ONCE):
        some, sums = words[begin : begin + _AT_ONCE], bits[begin : begin + _AT_ONCE]
        for word, other in zip(some.T, columns, strict=True):
            np.bitwise_xor(word[:, None], other, out=differing[: len(some)])
            # OpenCV's sum stops at 255; NumPy's would make 0 of 256, the best distance of the worst.
            cv2.add(sums, np.bitwise_count(differing[: len(some)]), dst=sums)
    return bits
