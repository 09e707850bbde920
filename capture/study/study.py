"""A study: the sets that a group fills with photos of one data set, and the subsets in which it does so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from typing import Any, Self

from capture.errors import CaptureError
from capture.plan import Way
from dataset.json_values import JsonObject
from dataset.names import SET

MAX_NAME = 100
LEAST_SUBSET, MOST_SUBSET = 250, 500
"""What the paper's subsets had; other sizes are possible."""


@dataclass(frozen=True, slots=True)
class PlannedSubset:
    """The x-rays of a set between ``first`` and ``last``, and the conditions they are to be photographed under."""

    first: int
    last: int
    conditions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StudySet:
    """A set of a study.

    Attributes:
        name: Its name; photos go to the folder ``natural/<name>/``.
        first: The first of its x-rays.
        last: The last of its x-rays.
        indices: Its x-rays where they are a sample; None stands for all of ``first..last``.
        capture: Whether the server, a hand or a film gives the pace.
        subset_size: The most x-rays of a proposed subset.
        subsets: Its x-rays in parts; a set that nobody has planned has none.

    Raises:
        CaptureError: ``study_invalid``.
    """

    name: str
    first: int
    last: int
    indices: tuple[int, ...] | None = None
    capture: Way = "automatic"
    subset_size: int = MOST_SUBSET
    subsets: tuple[PlannedSubset, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise _invalid(f"{self.name}: {self.first:,} to {self.last:,} is no range of x-rays.")
        if self.indices is not None and not _is_sample(self.indices, self.first, self.last):
            raise _invalid(f"{self.name}: the sample is empty, not in order, or not within its range.")

    @property
    def members(self) -> Sequence[int]:
        """The x-rays of the set, in order."""
        return range(self.first, self.last + 1) if self.indices is None else self.indices

    def xrays_of(self, subset: PlannedSubset) -> Sequence[int]:
        """Return the x-rays of one of its subsets."""
        if self.indices is None:
            return range(max(subset.first, self.first), min(subset.last, self.last) + 1)
        return [index for index in self.indices if subset.first <= index <= subset.last]

    def check(self, xrays: int) -> None:
        """Check a set that a person has planned.

        Args:
            xrays: How many x-rays the data set has.

        Raises:
            CaptureError: ``study_invalid``: it is named as no set may be, reaches beyond the data set, or its subsets
                overlap, are out of order, or hold nothing.
        """
        if problem := SET.problem(self.name):
            raise _invalid(f"{self.name!r} cannot name a set. {problem}")
        if self.last > xrays:
            raise _invalid(f"{self.name} goes to x-ray {self.last:,}; the data set has {xrays:,}.")
        before = 0
        for number, subset in enumerate(self.subsets, start=1):
            if subset.first <= before or subset.last < subset.first:
                raise _invalid(
                    f"Subset {number} of {self.name} overlaps the one before it, or is out of order."
                )
            if not self.xrays_of(subset):
                raise _invalid(f"Subset {number} of {self.name} holds none of its x-rays.")
            before = subset.last

    def to_json(self) -> JsonObject:
        """Return the set as JSON values."""
        return {
            **asdict(self),
            "indices": None if self.indices is None else list(self.indices),
            "subsets": [asdict(subset) for subset in self.subsets],
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Parse a set written by `to_json`."""
        indices = values.get("indices")
        subsets = tuple(PlannedSubset(**subset) for subset in values.get("subsets", ()))
        return cls(**{**values, "indices": None if indices is None else tuple(indices), "subsets": subsets})


@dataclass(frozen=True, slots=True)
class Study:
    """A group's work on one data set.

    Attributes:
        id: Its id.
        name: Its name, for people.
        dataset: The id of its data set.
        sets: What is to be photographed, in the order in which a person planned it.
        created_at: When it was begun.
        edits: How often its plan was changed: a change is refused where somebody else made one meanwhile.
    """

    id: str
    name: str
    dataset: str
    created_at: float
    sets: tuple[StudySet, ...] = ()
    edits: int = 0

    def set_named(self, name: str) -> StudySet:
        """Return one of its sets.

        Raises:
            CaptureError: ``set_unknown``.
        """
        for of_study in self.sets:
            if of_study.name == name:
                return of_study
        raise CaptureError("set_unknown", f"The study {self.name} has no set {name}.")

    def with_sets(self, names: Sequence[str], xrays: int) -> Study:
        """Return the study with sets of all x-rays added for the names that it does not have."""
        known = {of_study.name for of_study in self.sets}
        added = tuple(StudySet(name, 1, xrays) for name in names if name not in known)
        return replace(self, sets=(*self.sets, *added)) if added else self

    def check(self, xrays: int) -> None:
        """Check a study that a person has planned; ``xrays`` is the size of its data set.

        Raises:
            CaptureError: ``study_invalid``.
        """
        if not self.name.strip() or len(self.name) > MAX_NAME:
            raise _invalid(f"A study needs a name of at most {MAX_NAME} characters.")
        names = [of_study.name for of_study in self.sets]
        if len(set(names)) < len(names):
            raise _invalid("Two sets of the study have the same name. Give each a name of its own.")
        for of_study in self.sets:
            of_study.check(xrays)


def _is_sample(indices: Sequence[int], first: int, last: int) -> bool:
    rising = all(one < after for one, after in pairwise(indices))
    return bool(indices) and rising and first <= indices[0] and indices[-1] <= last


def _invalid(message: str) -> CaptureError:
    return CaptureError("study_invalid", message)
