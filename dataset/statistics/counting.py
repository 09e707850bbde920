"""The counts of a data set: labels, patients, studies, images, and who and what is on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from dataset.chexpert import OBSERVATIONS
from dataset.layout import SPLITS
from dataset.statistics.fitness import Fitness
from dataset.statistics.images import BLANK, NEGATIVE, POSITIVE, UNCERTAIN, ImageColumns, Labels

Unit = Literal["studies", "images"]
Positions = npt.NDArray[np.intp]

ALL_SETS = "all sets"
NOT_GIVEN = "not given"
AGE_BANDS = (0, 18, 30, 40, 50, 60, 70, 80, 90)
"""The first year of each band. The bands' names sort as texts."""


@dataclass(frozen=True, slots=True)
class LabelCounts:
    """Counts of each label of an observation."""

    observation: str
    positive: int
    uncertain: int
    negative: int
    blank: int

    @property
    def total(self) -> int:
        """All studies or images."""
        return self.positive + self.uncertain + self.negative + self.blank


@dataclass(frozen=True, slots=True)
class PartCounts:
    """The counts of one set in one split, or of all sets of a split.

    Attributes:
        split: The split; empty where paths do not say.
        set: The set as its folder is called, empty for x-rays themselves; `ALL_SETS` for all of a split.
        patients: Different patients.
        studies: Different studies.
        images: All images.
        observations: Of all 14, by study or image.
        conflicting: Studies whose images have different labels; their most telling label counts.
        sex: Patients by sex.
        age: Studies by age.
        view: ImageColumns by view.
        facts: ImageColumns by device, way of capture and condition, where a manifest says so.
    """

    split: str
    set: str
    patients: int
    studies: int
    images: int
    observations: tuple[LabelCounts, ...]
    conflicting: int
    sex: Mapping[str, int]
    age: Mapping[str, int]
    view: Mapping[str, int]
    facts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def is_labelled(self) -> bool:
        """Whether any cell has a label: those of a test split may be withheld, and would all count as negative."""
        return any(counts.blank < counts.total for counts in self.observations)


@dataclass(frozen=True, slots=True)
class Statistics:
    """The statistics of a data set.

    Attributes:
        name: What the data set is called.
        unit: Whether labels are counted by study, as in CheXpert's paper, or by image.
        parts: By split and set; after several sets of a split, the split as a whole.
        fitness: What readers found fit for diagnosis, where they have looked.
    """

    name: str
    unit: Unit
    parts: tuple[PartCounts, ...]
    fitness: tuple[Fitness, ...] = ()


def count(
    images: ImageColumns, name: str, unit: Unit = "studies", fitness: Iterable[Fitness] = ()
) -> Statistics:
    """Count a data set.

    Args:
        images: Its images.
        name: What it is called.
        unit: Whether labels are counted by study or by image.
        fitness: What readers found, to be told with it.
    """
    by_part: dict[tuple[str, str], list[int]] = {}
    for position, part in enumerate(zip(images.splits, images.sets, strict=True)):
        by_part.setdefault(part, []).append(position)
    counter = _Counter(images, unit)
    parts: list[PartCounts] = []
    for split in sorted({split for split, _ in by_part}, key=_rank):
        sets = sorted(of_set for of_split, of_set in by_part if of_split == split)
        parts += [counter.count(split, of_set, by_part[split, of_set]) for of_set in sets]
        if len(sets) > 1:
            everything = [position for of_set in sets for position in by_part[split, of_set]]
            parts.append(counter.count(split, ALL_SETS, everything))
    return Statistics(name, unit, tuple(parts), tuple(fitness))


def not_given_last(value: str) -> tuple[bool, str]:
    """Return the key by which values are sorted."""
    return value == NOT_GIVEN, value


def _rank(split: str) -> tuple[int, str]:
    known: Sequence[str] = SPLITS
    return (known.index(split) if split in known else len(known), split)


class _Counter:
    def __init__(self, images: ImageColumns, unit: Unit) -> None:
        self._images = images
        self._unit = unit
        self._patients, self._studies = _numbers(images.patients), _numbers(images.studies)

    def count(self, split: str, of_set: str, positions: Sequence[int]) -> PartCounts:
        images, at = self._images, np.asarray(positions, dtype=np.intp)
        labels, conflicting = _by_study(images.labels[at], self._studies[at])
        patients, studies = _first_of_each(self._patients, at), _first_of_each(self._studies, at)
        return PartCounts(
            split,
            of_set,
            len(patients),
            len(studies),
            len(at),
            tuple(_label_counts(images.labels[at] if self._unit == "images" else labels)),
            conflicting,
            _tally(images.sexes[position].strip() or NOT_GIVEN for position in patients),
            _ages(images.ages[position] for position in studies),
            _tally(images.views[position] or NOT_GIVEN for position in at),
            {
                name: counts
                for name, column in images.facts.items()
                if (counts := _tally(column[position] or NOT_GIVEN for position in at)).keys() - {NOT_GIVEN}
            },
        )


def _numbers(texts: Sequence[str]) -> Positions:
    known: dict[str, int] = {}
    return np.fromiter((known.setdefault(text, len(known)) for text in texts), np.intp, len(texts))


def _first_of_each(numbers: Positions, at: Positions) -> Positions:
    return at[np.sort(np.unique(numbers[at], return_index=True)[1])]


def _by_study(labels: Labels, studies: Positions) -> tuple[Labels, int]:
    """Return the most telling labels of each study, and how many studies have images that differ."""
    order = np.argsort(studies, kind="stable")
    starts = np.flatnonzero(np.diff(studies[order], prepend=-1))
    ordered = labels[order]
    most = np.maximum.reduceat(ordered, starts, axis=0)
    least = np.minimum.reduceat(ordered, starts, axis=0)
    return most, int((most != least).any(axis=1).sum())


def _label_counts(labels: Labels) -> Iterable[LabelCounts]:
    for position, name in enumerate(OBSERVATIONS):
        said = np.bincount(labels[:, position], minlength=4).tolist()
        yield LabelCounts(name, said[POSITIVE], said[UNCERTAIN], said[NEGATIVE], said[BLANK])


def _tally(values: Iterable[str]) -> dict[str, int]:
    counted = Counter(values)
    return {value: counted[value] for value in sorted(counted, key=not_given_last)}


def _ages(cells: Iterable[str]) -> dict[str, int]:
    return _tally(_band(cell) for cell in cells)


def _band(cell: str) -> str:
    try:
        age = float(cell)
    except ValueError:
        return NOT_GIVEN
    starts = [start for start in AGE_BANDS if start <= age]
    return _name(starts[-1]) if starts else NOT_GIVEN


def _name(start: int) -> str:
    later = [other for other in AGE_BANDS if other > start]
    return f"{start}-{later[0] - 1}" if later else f"{start} and over"
