"""X-rays of one data set that their content cannot tell apart, and those with too little in them to tell at all.

A photo of one of two equal x-rays is as good a photo of the other, and no score says which was meant. So they are
found before anybody photographs: candidates by a perceptual hash (the same picture, saved otherwise) and by points
(the same picture, cut otherwise), each confirmed by the very comparison that would have to tell their photos apart.
"""

from collections.abc import Iterable, Iterator, Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.gallery import Gallery
from matching.points import Descriptors
from matching.reference import Reference
from matching.thresholds import THRESHOLDS
from matching.verify import verify

Print = NDArray[np.uint8]
"""uint8 (32,): 256 bits, one for each coarse wave of the picture."""

MOST_BITS = 40
"""Different bits between prints worth comparing: other x-rays differ in 60 and more, re-saved ones in 10."""
_SIDE, _WAVES = 64, 16
_CHUNK = 2048
_POINTS = 48
_BATCH = 64
_NEAR = 130.0
_SHARE = 0.25


def fingerprint(reference: Reference) -> Print:
    """Say in 256 bits what an x-ray looks like from afar."""
    small = cv2.resize(reference.frame, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    waves = cv2.dct(small.astype(np.float32))[:_WAVES, :_WAVES].ravel()
    return np.packbits(waves > np.median(waves))


def alike_prints(prints: Mapping[int, Print]) -> Iterator[tuple[int, int]]:
    """Find pairs of x-rays whose prints hardly differ, lower index first.

    Args:
        prints: By index; a data set of ten thousand takes a few seconds.
    """
    if not prints:
        return
    indices = np.array(sorted(prints))
    bits = np.unpackbits(np.array([prints[index] for index in indices]).reshape(-1, 32), axis=1)
    signs = bits.astype(np.float32) * 2.0 - 1.0
    alike = signs.shape[1] - 2.0 * MOST_BITS
    for start in range(0, len(indices), _CHUNK):
        rows, columns = np.nonzero(signs[start : start + _CHUNK] @ signs[start:].T >= alike)
        for row, column in zip(rows[rows < columns], columns[rows < columns], strict=True):
            yield int(indices[start + row]), int(indices[start + column])


def alike_points(points: Mapping[int, Descriptors], gallery: Gallery) -> Iterator[tuple[int, int]]:
    """Find pairs of x-rays that share many points, however each is cut, lower index first.

    Args:
        points: The points of every x-ray, strongest first.
        gallery: The gallery made of them.
    """
    indices = list(points)
    for start in range(0, len(indices), _BATCH):
        batch = indices[start : start + _BATCH]
        yield from _sharing({index: points[index][:_POINTS] for index in batch}, gallery)


def confirmed(pairs: Iterable[tuple[int, int]], references: Mapping[int, Reference]) -> list[tuple[int, int]]:
    """Keep the pairs of which a photo of one would be taken for a photo of the other."""
    return [pair for pair in dict.fromkeys(pairs) if _equal(references[pair[0]], references[pair[1]])]


def groups(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Join pairs that share an x-ray; each group is sorted, and so are the groups."""
    member: dict[int, set[int]] = {}
    for first, second in pairs:
        joined = member.get(first, {first}) | member.get(second, {second})
        for index in joined:
            member[index] = joined
    return sorted({tuple(sorted(group)) for group in member.values()})


def _equal(first: Reference, second: Reference) -> bool:
    for shown, sought in ((first, second), (second, first)):
        match = verify(shown.frame, sought)
        if match.score >= THRESHOLDS.score and match.inliers >= THRESHOLDS.inliers:
            return True
    return False


def _sharing(batch: Mapping[int, Descriptors], gallery: Gallery) -> Iterator[tuple[int, int]]:
    own = np.repeat(np.array(list(batch), np.int64), [len(found) for found in batch.values()])
    distances, owners = gallery.nearest(np.concatenate(list(batch.values())))
    others = gallery.indices[owners]
    near = (distances < _NEAR**2) & (others != own[:, None])
    for index, found in batch.items():
        mine = own == index
        sharing = [np.unique(others[row][near[row]]) for row in np.nonzero(mine)[0]]
        partners, counts = np.unique(np.concatenate([np.zeros(0, np.int64), *sharing]), return_counts=True)
        for partner in partners[counts >= max(4.0, _SHARE * len(found))]:
            yield min(index, int(partner)), max(index, int(partner))
