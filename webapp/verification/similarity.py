"""Warnings before a session about near-duplicate or featureless x-rays of a subset.

What was found out about each x-ray, and about each pair that may be equal, is kept; so that a subset that was checked
once, or is part of a gallery, is checked in a moment. Whoever asks for what is being found out waits for it.
"""

from __future__ import annotations

import logging
import threading

from webapp.datasets.dataset_registry import LoadedDataset
from webapp.errors import ApiError
from webapp.shapes.dataset import Notice
from webapp.shapes.loose import Stage
from webapp.verification.descriptions import Described, Descriptions
from webapp.verification.gallery_warnings import warnings
from webapp.verification.near_duplicates import NearDuplicates
from webapp.verification.pace import Pace
from webapp.workers.errors import WorkerError
from webapp.workers.results import XrayGroups

log = logging.getLogger(__name__)
KEPT = 64


class Similarity:
    """The service that checks subsets for near-duplicates.

    Args:
        descriptions: What is known of each x-ray.
        twins: Finds those that are equal.
    """

    def __init__(self, descriptions: Descriptions, twins: NearDuplicates) -> None:
        self._descriptions = descriptions
        self._twins = twins
        self._comparing = threading.Lock()
        self._known: dict[str, XrayGroups] = {}
        self._under_way: tuple[str, Pace] = ("", Pace())

    def warnings(self, dataset: LoadedDataset, first: int, last: int) -> list[Notice]:
        """Return the warnings about ``first..last``, as the API gives them.

        Raises:
            ApiError: ``check_stopped``.
        """
        try:
            known = self._found(dataset, first, last)
        except WorkerError as error:
            log.warning("X-rays could not be compared with each other: %s", error)
            return []
        return list(warnings(known["identical"], known["twins"], known["featureless"]))

    def copies(self, dataset: LoadedDataset, first: int, last: int) -> tuple[tuple[int, ...], ...]:
        """Return the groups of ``first..last`` that content cannot tell apart.

        Raises:
            ApiError: ``check_stopped``.
            WorkerError: The workers could not compare them.
        """
        return tuple(tuple(sorted(group)) for group in self._found(dataset, first, last)["twins"])

    def progress(self, dataset: str) -> Pace:
        """Return how far the comparison of a data set's x-rays is; zeros while none is under way."""
        compared, pace = self._under_way
        return pace if compared == dataset else Pace()

    def stop(self, dataset: str) -> None:
        """End the comparison of a data set's x-rays; pairs that were compared are not compared again."""
        self.progress(dataset).stopped = True

    def _found(self, dataset: LoadedDataset, first: int, last: int) -> XrayGroups:
        with self._descriptions.of(dataset, first, last, _silent) as described, self._comparing:
            known = self._known.get(described.name)
            if known is None:
                known = self._known[described.name] = self._compared(dataset.row.id, described)
                self._known.pop(next(iter(self._known)) if len(self._known) > KEPT else "", None)
            return known

    def _compared(self, dataset: str, described: Described) -> XrayGroups:
        pace = Pace()

        def tell(stage: Stage, done: int, total: int) -> None:
            if pace.stopped:
                raise ApiError("check_stopped", "The check was stopped. Check again to continue.")
            pace.tell(stage, done, total)

        self._under_way = dataset, pace
        try:
            return self._twins.of(described, tell)
        finally:
            self._under_way = "", Pace()


def _silent(*_: object) -> None:
    """Ignore how many are described: the page requests a subset in parts, and so knows it."""
