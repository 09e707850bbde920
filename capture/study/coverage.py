"""The coverage of a study: which x-rays each set has, lacks, and needs again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from capture.plan import SessionPlan
from capture.study.study import PlannedSubset, StudySet
from capture.study.subsets import subsets_of

SubsetState = Literal["complete", "open", "retake", "begun", "free"]
"""``open``: a session over it has not ended; ``retake``: refused ones are all that is left; ``begun``: others too."""

MISSING, REFUSED, STORED, ACCEPTED, SKIPPED, OUTSIDE = ".rsak "
TAKEN = "saSA"
LACKING = MISSING + REFUSED


@dataclass(frozen=True, slots=True)
class CurrentPhoto:
    """The photo that counts for an x-ray of a set: the newest that was not rejected, else the newest rejected one.

    The newest is the highest attempt of the session that started last, as in an export.
    """

    set: str
    index: int
    session: str
    attempt: int
    state: Literal["pending", "accepted", "rejected"]
    retaken: bool

    @property
    def letter(self) -> str:
        """Its letter in a strip; a capital for a photo that replaced another one."""
        letter = {"pending": STORED, "accepted": ACCEPTED, "rejected": REFUSED}[self.state]
        return letter.upper() if self.retaken and letter in TAKEN else letter


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of x-rays; every one is stored, refused, skipped or missing."""

    xrays: int
    stored: int
    accepted: int
    refused: int
    skipped: int
    retaken: int
    reviewed: int

    @property
    def missing(self) -> int:
        """X-rays that nobody has photographed, and nobody left out on purpose."""
        return self.xrays - self.stored - self.refused - self.skipped


class SetCoverage:
    """The coverage of one set.

    Args:
        of_study: The set.
        photos: The current photo of each x-ray that has one.
        reviewed: The x-rays whose current photo somebody has reviewed.
        skipped: The x-rays that were left out on purpose, with the sessions that did so.
    """

    def __init__(
        self,
        of_study: StudySet,
        photos: Mapping[int, CurrentPhoto],
        reviewed: Iterable[int] = (),
        skipped: Mapping[int, Collection[str]] | None = None,
    ) -> None:
        self.set = of_study
        self.photos = photos
        self._reviewed = sorted(reviewed)
        letters = [OUTSIDE] * (of_study.last - of_study.first + 1)
        for index in of_study.members:
            letters[index - of_study.first] = _letter_of(photos.get(index), (skipped or {}).get(index, ()))
        self.letters = "".join(letters)

    @property
    def subsets(self) -> tuple[PlannedSubset, ...]:
        """Its subsets, planned or proposed."""
        return subsets_of(self.set)

    def counts(self, subset: PlannedSubset | None = None) -> Counts:
        """Return the numbers of a subset, or of the whole set."""
        first, last = (self.set.first, self.set.last) if subset is None else (subset.first, subset.last)
        letters = self._cut(first, last)
        return Counts(
            xrays=len(letters) - letters.count(OUTSIDE),
            stored=sum(letters.count(letter) for letter in TAKEN),
            accepted=letters.count(ACCEPTED) + letters.count(ACCEPTED.upper()),
            refused=letters.count(REFUSED),
            skipped=letters.count(SKIPPED),
            retaken=letters.count(STORED.upper()) + letters.count(ACCEPTED.upper()),
            reviewed=bisect_right(self._reviewed, last) - bisect_left(self._reviewed, first),
        )

    def lacking(self, subset: PlannedSubset) -> list[int]:
        """Return the x-rays of a subset that still need a photo; one that was skipped needs none."""
        return [index for index in self.set.xrays_of(subset) if self.letter(index) in LACKING]

    def refused(self, subset: PlannedSubset | None = None) -> list[int]:
        """Return the x-rays of a subset, or of the set, whose photos were all rejected."""
        members = self.set.members if subset is None else self.set.xrays_of(subset)
        return [index for index in members if self.letter(index) == REFUSED]

    def state(self, subset: PlannedSubset, *, is_open: bool) -> SubsetState:
        """Return the state of a subset; ``is_open``: a session over it has not ended."""
        counts = self.counts(subset)
        if counts.stored + counts.skipped == counts.xrays:
            return "complete"
        if is_open:
            return "open"
        if counts.refused and not counts.missing:
            return "retake"
        return "begun" if counts.stored or counts.refused else "free"

    def letter(self, index: int) -> str:
        """Return the letter of one of its x-rays, as in a strip."""
        return self.letters[index - self.set.first]

    def _cut(self, first: int, last: int) -> str:
        return self.letters[max(0, first - self.set.first) : max(0, last - self.set.first + 1)]


def _letter_of(photo: CurrentPhoto | None, skipped: Collection[str]) -> str:
    if photo is None:
        return SKIPPED if skipped else MISSING
    # Skipped in another session, it was wanted all the same: its photo there has to be taken again.
    return SKIPPED if photo.state == "rejected" and photo.session in skipped else photo.letter


@dataclass(frozen=True, slots=True)
class ConditionCount:
    """Numbers of x-rays for which a value of a condition is planned and has photos, over all sets and by set."""

    condition: str
    value: str
    planned: int
    stored: int
    sets: Mapping[str, int]


def count_conditions(sets: Sequence[SetCoverage], plans: Mapping[str, SessionPlan]) -> list[ConditionCount]:
    """Return the counts of every value of every condition that was planned or noted.

    Args:
        sets: The study's sets.
        plans: The plans of its sessions, by id.
    """
    planned: Counter[tuple[str, str]] = Counter()
    stored: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for covered in sets:
        for subset in covered.set.subsets:
            xrays = len(covered.set.xrays_of(subset))
            planned.update({item: xrays for item in subset.conditions.items() if item[1]})
        taken = Counter(
            photo.session
            for index, photo in covered.photos.items()
            if photo.state != "rejected" and covered.set.first <= index <= covered.set.last
        )
        for session, photos in taken.items():
            for item in plans[session].conditions.items():
                if item[0] != "notes" and item[1]:
                    stored[item][covered.set.name] += photos
    items = sorted({*planned, *stored})
    return [
        ConditionCount(
            name, value, planned[name, value], stored[name, value].total(), dict(stored[name, value])
        )
        for name, value in items
    ]


def is_over(plan: SessionPlan, name: str, of_study: StudySet, subset: PlannedSubset) -> bool:
    """Return whether a session fills a set with x-rays of a subset."""
    if name not in plan.sets or plan.last < subset.first or plan.first > subset.last:
        return False
    return any(plan.covers(index) for index in of_study.xrays_of(subset))
