"""Near-duplicate x-rays of one data set, and x-rays with too little structure to be told apart.

A photo of one of two equal x-rays is as good a photo of the other, and no score says which was meant. So they are
found before anybody photographs: candidates by a perceptual hash (the same picture, saved otherwise) and by points
(the same picture, cut otherwise), each confirmed by the very comparison that would have to tell their photos apart.
"""

from collections.abc import Iterable, Iterator, Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.features.points import Descriptors
from matching.features.reference import Reference
from matching.thresholds import THRESHOLDS
from matching.verification import verify

Print = NDArray[np.uint8]
"""uint8 (32,): 256 bits, one for each coarse wave of the picture."""

MOST_BITS = 40
"""Different bits between prints worth comparing: other x-rays differ in 60 and more, re-saved ones in 10."""
_SIDE, _WAVES = 64, 16
_ALIKE = _WAVES**2 - 2.0 * MOST_BITS
_CHUNK = 2048
_TABLES, _PLANES, _NEIGHBOURS = 16, 32, 8
_AT_ONCE, _SHARED = 3, 12
"""Of 200 points, 14 and more of x-rays cut by 5 % or turned by 3 degrees meet, and hardly ever 10 of others."""


def fingerprint(reference: Reference) -> Print:
    """Compute a 256-bit perceptual hash of an x-ray."""
    small = cv2.resize(reference.frame, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    waves = cv2.dct(small.astype(np.float32))[:_WAVES, :_WAVES].ravel()
    return np.packbits(waves > np.median(waves))


def alike_prints(prints: Mapping[int, Print]) -> Iterator[tuple[int, int]]:
    """Find pairs of x-rays with nearly equal fingerprints, lower index first.

    Args:
        prints: By index; a data set of ten thousand takes a few seconds.
    """
    indices, signs = _signs(prints)
    for start in range(0, len(indices), _CHUNK):
        rows, columns = np.nonzero(signs[start : start + _CHUNK] @ signs[start:].T >= _ALIKE)
        for row, column in zip(rows[rows < columns], columns[rows < columns], strict=True):
            yield int(indices[start + row]), int(indices[start + column])


def alike_across(prints: Mapping[int, Print], others: Mapping[int, Print]) -> Iterator[tuple[int, int]]:
    """Find pairs of nearly equal fingerprints, one of either group."""
    (indices, signs), (other_indices, other_signs) = _signs(prints), _signs(others)
    for start in range(0, len(indices), _CHUNK):
        for begin in range(0, len(other_indices), _CHUNK):
            near = signs[start : start + _CHUNK] @ other_signs[begin : begin + _CHUNK].T >= _ALIKE
            for row, column in zip(*np.nonzero(near), strict=True):
                yield int(indices[start + row]), int(other_indices[begin + column])


def _signs(prints: Mapping[int, Print]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return sorted indices and the bits of their prints as -1 and 1: products then count equal bits."""
    indices = np.array(sorted(prints), np.int64)
    bits = np.unpackbits(np.array([prints[index] for index in indices], np.uint8).reshape(-1, 32), axis=1)
    return indices, bits.astype(np.float32) * 2.0 - 1.0


def alike_points(points: Mapping[int, Descriptors]) -> list[tuple[int, int]]:
    """Find pairs of x-rays that share many points, however each is cropped or rotated, lower index first.

    Points that are almost equal mostly lie on the same side of a random plane, so that those which agree on many planes
    are found by sorting, and nothing is compared with everything: the cost grows with the number of points.  What many
    x-rays have in common, a letter of lead say, falls into one long row, of which each point sees the next few.

    Args:
        points: The points of every x-ray.
    """
    indices = np.array(sorted(points), np.int64)
    every = np.concatenate([np.zeros((0, 128), np.uint8), *(points[index] for index in indices)])
    owners = np.repeat(np.arange(len(indices)), [len(points[index]) for index in indices])
    middle = (
        every.mean(axis=0, dtype=np.float64).astype(np.float32) if len(every) else np.zeros(128, np.float32)
    )
    random = np.random.default_rng(0)
    shared: dict[int, int] = {}
    for _ in range(_TABLES):
        planes = random.standard_normal((128, _PLANES)).astype(np.float32)
        for pair, count in _meeting(_sides(every, middle, planes), owners, len(indices)):
            shared[pair] = shared.get(pair, 0) + count
    found = sorted(pair for pair, count in shared.items() if count >= _SHARED)
    return [(int(indices[pair // len(indices)]), int(indices[pair % len(indices)])) for pair in found]


def confirmed(pairs: Iterable[tuple[int, int]], references: Mapping[int, Reference]) -> list[tuple[int, int]]:
    """Keep the pairs of which a photo of one would be accepted as a photo of the other."""
    return [pair for pair in dict.fromkeys(pairs) if _equal(references[pair[0]], references[pair[1]])]


def _equal(first: Reference, second: Reference) -> bool:
    for shown, sought in ((first, second), (second, first)):
        match = verify(shown.frame, sought)
        if match.score >= THRESHOLDS.score and match.inliers >= THRESHOLDS.inliers:
            return True
    return False


def _sides(
    points: Descriptors, middle: NDArray[np.float32], planes: NDArray[np.float32]
) -> NDArray[np.int64]:
    """Return on which side of each plane every point lies, one bit per plane."""
    weights = np.int64(1) << np.arange(planes.shape[1], dtype=np.int64)
    parts = [
        ((points[at : at + _CHUNK].astype(np.float32) - middle) @ planes > 0) @ weights
        for at in range(0, len(points), _CHUNK)
    ]
    return np.concatenate([np.zeros(0, np.int64), *parts])


def _meeting(keys: NDArray[np.int64], owners: NDArray[np.int64], xrays: int) -> Iterator[tuple[int, int]]:
    """Return pairs of x-rays (lower * ``xrays`` + higher) with several points of equal keys, and the counts."""
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    met = [np.zeros(0, np.int64)]
    for step in range(1, _NEIGHBOURS + 1):
        equal = np.nonzero(keys[:-step] == keys[step:])[0]
        one, other = owners[equal], owners[equal + step]
        met.append((np.minimum(one, other) * xrays + np.maximum(one, other))[one != other])
    pairs, counts = np.unique(np.concatenate(met), return_counts=True)
    several = counts >= _AT_ONCE
    return zip(pairs[several].tolist(), counts[several].tolist(), strict=True)
