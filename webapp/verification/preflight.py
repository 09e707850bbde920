"""Checks of a subset, which find problems before a session and not in the middle of it.

Every x-ray of the subset is decoded once by the workers; a file that was found good is not looked at again until
its size or time changes, so that the check of the form and the one at creation cost one decoding, not two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from capture.archive import Archive
from capture.plan import SessionPlan, Way
from capture.storage.photos import ranges_of
from dataset.errors import DatasetError
from webapp.datasets.dataset_registry import Datasets, LoadedDataset
from webapp.datasets.path_warnings import path_warnings
from webapp.errors import ApiError
from webapp.offload import Offload
from webapp.pixels.interface import Pixels
from webapp.shapes.dataset import Notice, SubsetCheck, XrayProblem
from webapp.shapes.loose import Preparing
from webapp.storage.session_store import SessionStore
from webapp.verification.similarity import Similarity

CHUNK = 16
USUAL_PHOTO_BYTES = 4_000_000
USUAL_SECONDS_PER_XRAY = 2.0
Stamp = tuple[Path, int, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """An x-ray that cannot be shown, and the reason; ``absent``: its file is not there at all."""

    index: int
    path: str
    reason: str
    absent: bool = False

    def to_json(self) -> XrayProblem:
        """Return it as the API gives it."""
        return {"index": self.index, "path": self.path, "reason": self.reason}


class Preflight:
    """The service that checks subsets of data sets."""

    def __init__(
        self,
        datasets: Datasets,
        store: SessionStore,
        archive: Archive,
        pixels: Pixels,
        likeness: Similarity,
        offload: Offload,
    ) -> None:
        self._datasets = datasets
        self._store = store
        self._archive = archive
        self._pixels = pixels
        self._likeness = likeness
        self._offload = offload
        self._good: set[Stamp] = set()

    def subset(self, dataset: str, first: int, last: int) -> LoadedDataset:
        """Return a data set whose CSV is unchanged and that contains ``first..last``.

        Raises:
            ApiError: ``dataset_unknown``, ``dataset_withheld``.
            DatasetError: The CSV changed, or the subset is not within it.
        """
        self._datasets.refuse_withheld(dataset)
        loaded = self._datasets.check_unchanged(dataset)
        loaded.table.subset(first, last)
        return loaded

    def problems(self, loaded: LoadedDataset, xrays: Iterable[int]) -> list[Problem]:
        """Return every one of some x-rays that cannot be shown, all at once, in order."""
        found: list[Problem] = []
        files: list[tuple[int, str, Path, Stamp]] = []
        for index in xrays:
            checked = self._offload(_stamped, loaded, index)
            if isinstance(checked, Problem):
                found.append(checked)
            elif checked[3] not in self._good:
                files.append(checked)
        for chunk in _chunks(files):
            found.extend(self._check(chunk))
        return sorted(found, key=lambda problem: problem.index)

    def copies(self, loaded: LoadedDataset, plan: SessionPlan) -> tuple[tuple[int, ...], ...]:
        """Return the groups of a session's x-rays that content cannot tell apart."""
        groups = self._likeness.copies(loaded, plan.first, plan.last)
        own = (tuple(index for index in group if plan.covers(index)) for group in groups)
        return tuple(group for group in own if len(group) > 1)

    def overlap(
        self, dataset: str, xrays: Collection[int], sets: Sequence[str], study: str = ""
    ) -> dict[str, list[tuple[int, int]]]:
        """Return the ranges of some x-rays of which sets already have photos, by set.

        Args:
            dataset: The data set.
            xrays: The x-rays.
            sets: The sets.
            study: Only photos of this study count; empty for those of all.
        """
        taken = self._store(lambda storage: storage.photos.taken(dataset, sets, study))
        there = {name: ranges_of(index for index in taken.get(name, ()) if index in xrays) for name in sets}
        return {name: ranges for name, ranges in there.items() if ranges}

    def progress(self, dataset: str) -> Preparing:
        """Return how far the comparison of a data set's x-rays with each other is.

        Raises:
            ApiError: ``dataset_unknown``.
        """
        return self._likeness.progress(self._datasets.row(dataset).id).to_json()

    def stop(self, dataset: str) -> None:
        """End the comparison of a data set's x-rays with each other.

        Raises:
            ApiError: ``dataset_unknown``.
        """
        self._likeness.stop(self._datasets.row(dataset).id)

    def report(
        self, dataset: str, first: int, last: int, sets: Sequence[str], capture: Way = "automatic"
    ) -> SubsetCheck:
        """Return all findings about a planned session, as the API gives it; films may have no x-ray.

        Raises:
            ApiError: ``dataset_unknown``; ``xrays_unreadable`` where not one x-ray of the subset can be shown.
            DatasetError: The CSV changed, or the subset is not within it.
        """
        loaded = self.subset(dataset, first, last)
        problems = self.problems(loaded, loaded.table.subset(first, last))
        problems = [problem for problem in problems if capture != "film" or not problem.absent]
        if len(problems) == last - first + 1:
            raise unreadable(problems)
        photos = (last - first + 1) * len(sets)
        free = self._offload(self._archive.free_bytes)
        estimate = photos * USUAL_PHOTO_BYTES
        return {
            "problems": [problem.to_json() for problem in problems],
            "warnings": [
                *self._overlap_warnings(dataset, first, last, sets),
                *_space_warnings(estimate, free),
                *path_warnings(loaded.table, loaded.table.subset(first, last)),
                *self._likeness.warnings(loaded, first, last),
            ],
            "photos": photos,
            "bytes_estimate": estimate,
            "seconds_estimate": round((last - first + 1) * USUAL_SECONDS_PER_XRAY),
            "free_bytes": free,
        }

    def _check(self, files: Sequence[tuple[int, str, Path, Stamp]]) -> list[Problem]:
        found = [Problem(*problem) for problem in self._pixels.problems([file[:3] for file in files])]
        bad = {problem.index for problem in found}
        self._good.update(stamp for index, _, _, stamp in files if index not in bad)
        return found

    def _overlap_warnings(self, dataset: str, first: int, last: int, sets: Sequence[str]) -> Iterator[Notice]:
        for name, ranges in self.overlap(dataset, range(first, last + 1), sets).items():
            yield {"code": "overlap", "message": overlap_sentence(name, ranges)}


def overlap_sentence(name: str, ranges: Sequence[tuple[int, int]]) -> str:
    """Return a sentence about the x-rays of which a set already has photos."""
    spelled = ", ".join(f"{first:,}" if first == last else f"{first:,} to {last:,}" for first, last in ranges)
    return f"{name} already has photos of {spelled}."


def unreadable(problems: Sequence[Problem]) -> ApiError:
    """Return the error that lists every x-ray that cannot be shown."""
    count = "1 x-ray" if len(problems) == 1 else f"{len(problems):,} x-rays"
    message = f"{count} of this subset cannot be shown. Replace the files or choose another subset."
    return ApiError("xrays_unreadable", message, {"problems": [problem.to_json() for problem in problems]})


def _stamped(loaded: LoadedDataset, index: int) -> Problem | tuple[int, str, Path, Stamp]:
    path = loaded.table.path(index)
    try:
        file = loaded.file(index)
        state = file.stat()
    except DatasetError as error:
        return Problem(index, path, str(error))
    except FileNotFoundError:
        return Problem(index, path, "there is no such file", absent=True)
    except OSError as error:
        return Problem(index, path, f"the file cannot be read: {error.strerror}")
    return index, path, file, (file, state.st_mtime_ns, state.st_size)


def _chunks(
    files: Sequence[tuple[int, str, Path, Stamp]],
) -> Iterator[Sequence[tuple[int, str, Path, Stamp]]]:
    for start in range(0, len(files), CHUNK):
        yield files[start : start + CHUNK]


def _space_warnings(estimate: int, free: int) -> Iterator[Notice]:
    if estimate > free:
        need, have = estimate / 1e9, free / 1e9
        message = f"The photos may take {need:.1f} GB and the disk has {have:.1f} GB. Free some space before you start."
        yield {"code": "disk_small", "message": message}
