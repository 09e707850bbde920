"""Search for the x-ray that a photo shows: a few candidates of ten thousand in well under a second.

Every point of the photo looks for the points of x-rays that are most like it, and each of those votes for its x-ray by
how much nearer it is than the background, the nearest point outside the first few (local naive Bayes nearest neighbour,
McCann and Lowe 2012). Only the cells of a coarse clustering that lie nearest are searched (an inverted file), so that
a photo costs 1/100 of all comparisons. Votes propose and decide nothing: `matching.verify` does, on the pixels.

Points are kept as bytes in one array sorted by cell, which may be a file that is mapped and not read: memory stays
bounded by the array, and a server's workers share it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matching.features.cells import MOST_FOR_TRAINING, assign, cell_count, train
from matching.features.points import Descriptors

VERSION = 2
NEAREST = 8
PROBES = 6
_ARRAYS = ("points", "owners", "starts", "centres", "indices")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An x-ray that a photo may show.

    Attributes:
        index: The x-ray's.
        votes: How much speaks for it; comparable within one photo only.
    """

    index: int
    votes: float


class Gallery:
    """Index of the points of many x-rays.

    Attributes:
        points: uint8 (n, 128), sorted by cell.
        owners: int32 (n,), the position in ``indices`` of the x-ray each point is of.
        starts: int64 (cells + 1,), where each cell begins in ``points``.
        centres: float32 (cells, 128).
        indices: int64 (x-rays,), their indices.
    """

    def __init__(
        self,
        points: Descriptors,
        owners: NDArray[np.int32],
        starts: NDArray[np.int64],
        centres: NDArray[np.float32],
        indices: NDArray[np.int64],
    ) -> None:
        self.points = points
        self.owners = owners
        self.starts = starts
        self.centres = centres
        self.indices = indices

    @classmethod
    def build(cls, features: Mapping[int, Descriptors]) -> "Gallery":
        """Build a gallery from x-rays' points.

        Args:
            features: uint8 (n, 128) by index, as `matching.features.points.xray_points` gives them.
        """
        indices = np.fromiter(features, np.int64, len(features))
        counts = [len(found) for found in features.values()]
        every = np.concatenate([np.zeros((0, 128), np.uint8), *features.values()])
        owners = np.repeat(np.arange(len(indices), dtype=np.int32), counts)
        sample = np.random.default_rng(0).permutation(len(every))[:MOST_FOR_TRAINING]
        centres = train(every[np.sort(sample)], cell_count(len(every)))
        cells = assign(every, centres)
        order = np.argsort(cells, kind="stable")
        starts = np.searchsorted(cells[order], np.arange(len(centres) + 1))
        return cls(every[order], owners[order], starts.astype(np.int64), centres, indices)

    def __len__(self) -> int:
        return len(self.indices)

    def candidates(self, photo: Descriptors, count: int = 10) -> list[Candidate]:
        """Find the x-rays with the most votes of a photo's points.

        Args:
            photo: uint8 (n, 128), as `matching.features.points.photo_points` gives them.
            count: The most to return.

        Returns:
            The likeliest first; fewer than ``count`` where nothing at all speaks for others.
        """
        votes = self.votes(photo)
        best = np.argsort(-votes, kind="stable")[:count]
        return [Candidate(int(self.indices[at]), float(votes[at])) for at in best if votes[at] > 0]

    def votes(self, photo: Descriptors) -> NDArray[np.float32]:
        """Return the votes for each x-ray, float32 (x-rays,) in the order of ``indices``."""
        total = np.zeros(len(self.indices), np.float32)
        if len(photo) == 0 or len(self.points) == 0:
            return total
        distances, owners = self.nearest(photo)
        background = distances[:, -1:]
        weights = np.maximum(background - distances[:, :-1], 0.0)
        weights[~np.isfinite(weights)] = 0.0
        weights[_repeated(owners[:, :-1])] = 0.0
        np.add.at(total, owners[:, :-1], weights)
        return total

    def nearest(self, points: Descriptors) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Find the x-rays' points nearest to each of ``points``, uint8 (n, 128).

        Returns:
            Squared distances, float32, and owners, int32 (positions in ``indices``); (n, 9) each, nearest first. Where
            fewer were looked at, the rest is infinitely far.
        """
        photo = points.astype(np.float32)
        probes = min(PROBES, len(self.centres))
        cells = np.argsort(_squared(photo, self.centres), axis=1)[:, :probes]
        distances = np.full((len(photo), probes, NEAREST + 1), np.inf, np.float32)
        owners = np.zeros((len(photo), probes, NEAREST + 1), np.int32)
        for cell in np.unique(cells):
            first, last = self.starts[cell], self.starts[cell + 1]
            rows, slots = np.nonzero(cells == cell)
            if last > first:
                inside = self.points[first:last].astype(np.float32)
                found, of = _smallest(_squared(photo[rows], inside), self.owners[first:last])
                distances[rows, slots, : found.shape[1]] = found
                owners[rows, slots, : found.shape[1]] = of
        return _merged(distances, owners)

    def save(self, folder: Path) -> None:
        """Write the arrays into a folder, which is created."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> "Gallery":
        """Open what `save` wrote; the points are memory-mapped.

        Raises:
            OSError: It is not there.
            ValueError: It is damaged.
        """
        return cls(*(np.load(folder / f"{name}.npy", mmap_mode=_mapped(name)) for name in _ARRAYS))


def _squared(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the squared distances between all rows of two arrays."""
    lengths = np.einsum("ij,ij->i", right, right)
    own = np.einsum("ij,ij->i", left, left)
    return np.asarray(own[:, None] + lengths[None] - 2.0 * (left @ right.T), dtype=np.float32)


def _smallest(
    distances: NDArray[np.float32], owners: NDArray[np.int32]
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    if distances.shape[1] <= NEAREST + 1:
        return distances, np.broadcast_to(owners, distances.shape)
    at = np.argpartition(distances, NEAREST, axis=1)[:, : NEAREST + 1]
    return np.take_along_axis(distances, at, axis=1), owners[at]


def _merged(
    distances: NDArray[np.float32], owners: NDArray[np.int32]
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    flat, of = distances.reshape(len(distances), -1), owners.reshape(len(owners), -1)
    at = np.argsort(flat, axis=1, kind="stable")[:, : NEAREST + 1]
    return np.take_along_axis(flat, at, axis=1), np.take_along_axis(of, at, axis=1)


def _repeated(owners: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return where an x-ray has already voted with a nearer neighbour of the same point of the photo."""
    again = np.zeros(owners.shape, bool)
    for column in range(1, owners.shape[1]):
        again[:, column] = (owners[:, :column] == owners[:, column : column + 1]).any(axis=1)
    return again


def _mapped(name: str) -> Literal["r"] | None:
    return "r" if name in ("points", "owners") else None
