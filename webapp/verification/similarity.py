"""Warnings before a session about near-duplicate or featureless x-rays of a subset.

What was found out about each x-ray, and about each pair that may be equal, is kept; so that a subset that was checked
once, or is part of a gallery, is checked in a moment. Whoever asks for what is being found out waits for it.
"""

from __future__ import annotations

import logging
import threading

from webapp.datasets.dataset_registry import LoadedDataset
from webapp.shapes.dataset import Notice
from webapp.verification.descriptions import Descriptions
from webapp.verification.gallery_warnings import warnings
from webapp.verification.near_duplicates import NearDuplicates
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

    def warnings(self, dataset: LoadedDataset, first: int, last: int) -> list[Notice]:
        """Return the warnings about ``first..last``, as the API gives them."""
        try:
            known = self._found(dataset, first, last)
        except WorkerError as error:
            log.warning("X-rays could not be compared with each other: %s", error)
            return []
        return list(warnings(known["identical"], known["twins"], known["featureless"]))

    def copies(self, dataset: LoadedDataset, first: int, last: int) -> tuple[tuple[int, ...], ...]:
        """Return the groups of ``first..last`` that content cannot tell apart.

        Raises:
            WorkerError: The workers could not compare them.
        """
        return tuple(tuple(sorted(group)) for group in self._found(dataset, first, last)["twins"])

    def _found(self, dataset: LoadedDataset, first: int, last: int) -> XrayGroups:
        with self._descriptions.of(dataset, first, last, _silent) as described, self._comparing:
            known = self._known.get(described.name)
            if known is None:
                known = self._known[described.name] = self._twins.of(described, _silent)
                self._known.pop(next(iter(self._known)) if len(self._known) > KEPT else "", None)
            return known


def _silent(*_: object) -> None:
    """Ignore progress: the page requests a subset in parts, and so knows it."""
