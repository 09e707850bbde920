"""Studies, as the operator plans them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field, model_validator

from capture.plan import MAX_CONDITION, MAX_SETS, Way
from capture.study.study import MAX_NAME, MOST_SUBSET, PlannedSubset, StudySet
from dataset.sampling import Unit
from webapp.api.paths import MAX_INDEX, Id, Index, SetName, Strict
from webapp.sessions.models import Condition, Conditions

MOST_SUBSETS = 10_000
SAMPLE_BYTES = 4_000_000
Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
SubsetSize = Annotated[int, Field(ge=1, le=MAX_INDEX)]


class StudyPath(BaseModel):
    """One study."""

    study: Id


class SubsetWish(Strict):
    """Some consecutive x-rays of a set, and the conditions planned for them."""

    first: Index
    last: Index
    conditions: Conditions = Conditions()


class SetWish(Strict):
    """A set of a study: all x-rays of a range, or a sample of it."""

    name: SetName
    first: Index
    last: Index
    indices: list[Index] | None = Field(
        default=None, min_length=1, description="Its x-rays where they are a sample, rising."
    )
    capture: Way = "automatic"
    subset_size: SubsetSize = MOST_SUBSET
    subsets: list[SubsetWish] = Field(default=[], max_length=MOST_SUBSETS)

    def as_set(self) -> StudySet:
        """Return the set.

        Raises:
            CaptureError: ``study_invalid``.
        """
        return StudySet(
            self.name,
            self.first,
            self.last,
            None if self.indices is None else tuple(self.indices),
            self.capture,
            self.subset_size,
            tuple(_subset(wish) for wish in self.subsets),
        )


class NewStudy(Strict):
    """A new study of a data set; sets may be planned later."""

    name: Name
    dataset: Id
    sets: list[SetWish] = Field(default=[], max_length=MAX_SETS)


class StudyChange(Strict):
    """Changes of a study; what is left out stays.

    With ``edits`` as it was read, a change is refused where somebody else made one meanwhile.
    """

    name: Name | None = None
    sets: list[SetWish] | None = Field(default=None, max_length=MAX_SETS)
    edits: int | None = Field(default=None, ge=0)


class SubsetsWish(Strict):
    """Wish for subsets: x-rays, the size of a subset, and the values of each condition."""

    first: Index
    last: Index
    indices: list[Index] | None = Field(default=None, min_length=1)
    subset_size: SubsetSize = MOST_SUBSET
    values: dict[
        Annotated[str, Field(max_length=MAX_CONDITION)], Annotated[list[Condition], Field(max_length=50)]
    ] = Field(
        default={},
        description="The values of each condition, as in a session; every one is used equally often.",
    )
    seed: int = Field(default=0, ge=0, le=2**53)

    @model_validator(mode="after")
    def check(self) -> SubsetsWish:
        """Refuse conditions that sessions do not have."""
        unknown = self.values.keys() - (Conditions.model_fields.keys() - {"notes"})
        if unknown:
            raise ValueError(f"There is no condition {min(unknown)}.")
        return self


class SampleWish(Strict):
    """A sample to be read from a CSV of indices or paths, or to be drawn."""

    csv: str = Field("", max_length=SAMPLE_BYTES)
    count: int | None = Field(
        default=None, ge=1, le=MAX_INDEX, description="How many to draw, without a CSV."
    )
    unit: Unit = "xrays"
    seed: int = Field(default=0, ge=0, le=2**53)

    @model_validator(mode="after")
    def check(self) -> SampleWish:
        """Refuse both, and neither."""
        if bool(self.csv) == (self.count is not None):
            raise ValueError("Give either a CSV, or how many x-rays to draw.")
        return self


class StudySessionWish(Strict):
    """A session of a study: over a subset, or over the x-rays to be retaken (of a subset, or of the whole set)."""

    sets: list[SetName] = Field(
        min_length=1,
        max_length=MAX_SETS,
        description="The sets to be filled, one phone each; the subset is of the first.",
    )
    subset: int | None = Field(default=None, ge=1, le=MOST_SUBSETS, description="Its number, from 1.")
    retakes: bool = Field(False, description="Only x-rays that have to be taken again.")
    overlap: bool = Field(False, description="Photograph x-rays again that the set already has.")
    conditions: Conditions | None = Field(
        default=None, description="Instead of those planned for the subset."
    )

    @model_validator(mode="after")
    def check(self) -> StudySessionWish:
        """Refuse a session over nothing, and two sets of one name."""
        if self.subset is None and not self.retakes:
            raise ValueError("Give the number of a subset, or ask for retakes.")
        if len(set(self.sets)) < len(self.sets):
            raise ValueError("Two sets have the same name. Give each a name of its own.")
        return self


def _subset(wish: SubsetWish) -> PlannedSubset:
    noted: dict[str, Any] = wish.conditions.model_dump(exclude_defaults=True)
    return PlannedSubset(wish.first, wish.last, noted)
