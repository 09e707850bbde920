"""The studies of this server: made, read, changed; proposals for their sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from capture.study.samples import read_sample
from capture.study.study import PlannedSubset, Study, StudySet
from capture.study.subsets import propose_subsets
from dataset.sampling import sample
from webapp.auth.tokens import new_id
from webapp.datasets.dataset_registry import Datasets
from webapp.offload import Offload
from webapp.runtime.clock import Clock
from webapp.shapes.study import PlannedSubsetView, StudySetView, StudyView
from webapp.storage.session_store import SessionStore
from webapp.studies.models import NewStudy, SampleWish, StudyChange, SubsetsWish


class Studies:
    """The service that keeps studies."""

    def __init__(self, store: SessionStore, datasets: Datasets, offload: Offload, clock: Clock) -> None:
        self._store = store
        self._datasets = datasets
        self._offload = offload
        self._clock = clock

    def all(self) -> list[Study]:
        """Return every study, newest first."""
        return self._store(lambda storage: storage.studies.all())[::-1]

    def get(self, study: str) -> Study:
        """Return one study.

        Raises:
            CaptureError: ``study_unknown``.
        """
        return self._store(lambda storage: storage.studies.get(study))

    def create(self, wish: NewStudy) -> Study:
        """Begin a study.

        Raises:
            ApiError: ``dataset_unknown``.
            CaptureError: ``study_invalid``.
        """
        row = self._datasets.row(wish.dataset)
        sets = tuple(one.as_set() for one in wish.sets)
        study = Study(new_id(), wish.name.strip(), wish.dataset, self._clock.now(), sets)
        study.check(row.xrays)
        self._store(lambda storage: storage.studies.add(study))
        return study

    def change(self, study: str, wish: StudyChange) -> Study:
        """Change a study's name or plan; sessions that were made stay as they are.

        Raises:
            CaptureError: ``study_unknown``, ``study_invalid`` or ``study_changed``.
        """
        known = self.get(study)
        changed = replace(
            known,
            name=known.name if wish.name is None else wish.name.strip(),
            sets=known.sets if wish.sets is None else tuple(one.as_set() for one in wish.sets),
            edits=known.edits if wish.edits is None else wish.edits,
        )
        changed.check(self._datasets.row(known.dataset).xrays)
        return self._store(lambda storage: storage.studies.change(changed))

    def propose(self, study: str, wish: SubsetsWish) -> tuple[PlannedSubset, ...]:
        """Return subsets with conditions for a set, without storing them.

        Raises:
            CaptureError: ``study_unknown``, or ``study_invalid`` for x-rays that are no set.
        """
        self.get(study)
        members = StudySet(
            "proposal", wish.first, wish.last, None if wish.indices is None else tuple(wish.indices)
        ).members
        return propose_subsets(members, wish.subset_size, wish.values, wish.seed)

    def sample(self, study: str, wish: SampleWish) -> Sequence[int]:
        """Return the x-rays that a CSV lists, or draw some.

        Raises:
            CaptureError: ``study_unknown``, or ``sample_invalid`` with the lines that name no x-ray.
            DatasetError: The CSV of the data set cannot be read, or so many cannot be drawn.
        """
        table = self._datasets.get(self.get(study).dataset).table
        if wish.count is not None:
            return self._offload(sample, table, wish.unit, wish.count, seed=wish.seed)
        return self._offload(read_sample, wish.csv, len(table), table.index_of)

    def view(self, study: Study) -> StudyView:
        """Return a study as the API gives it."""
        row = self._datasets.row(study.dataset)
        return {
            "id": study.id,
            "name": study.name,
            "dataset": {"id": row.id, "name": row.name, "xrays": row.xrays},
            "created_at": study.created_at,
            "edits": study.edits,
            "sets": [_set_view(of_study) for of_study in study.sets],
        }


def subset_view(subset: PlannedSubset) -> PlannedSubsetView:
    """Return a subset as the API gives it."""
    return {"first": subset.first, "last": subset.last, "conditions": dict(subset.conditions)}


def _set_view(of_study: StudySet) -> StudySetView:
    return {
        "name": of_study.name,
        "first": of_study.first,
        "last": of_study.last,
        "indices": None if of_study.indices is None else list(of_study.indices),
        "xrays": len(of_study.members),
        "capture": of_study.capture,
        "subset_size": of_study.subset_size,
        "subsets": [subset_view(subset) for subset in of_study.subsets],
    }
