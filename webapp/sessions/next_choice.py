"""The choice of what comes after a session: the next planned subset of its set, else the next free x-rays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from capture.errors import CaptureError
from capture.plan import SessionPlan
from capture.storage import Storage
from capture.study.study import StudySet
from webapp.sessions.free_subset import next_free


@dataclass(frozen=True, slots=True)
class NextXrays:
    """X-rays to photograph next, in order, and the conditions that were planned for them."""

    members: Sequence[int]
    conditions: Mapping[str, str]

    @property
    def first(self) -> int:
        """The first of them."""
        return self.members[0]

    @property
    def last(self) -> int:
        """The last of them."""
        return self.members[-1]

    @property
    def indices(self) -> tuple[int, ...] | None:
        """They themselves where some between the first and the last are left out, else None."""
        whole = len(self.members) == self.last - self.first + 1
        return None if whole else tuple(self.members)


def choose_next(storage: Storage, plan: SessionPlan, xrays: int, reserved: Iterable[int]) -> NextXrays | None:
    """Return what to photograph after the session of ``plan``, None if nothing is left.

    Args:
        storage: The database.
        plan: The session's plan.
        xrays: How many x-rays the data set has.
        reserved: X-rays that sessions in the making are to have.
    """
    taken = _taken(storage, plan).union(reserved)
    of_study = _set_of(storage, plan)
    if of_study is not None and of_study.subsets:
        return _next_planned(of_study, plan, taken)
    members = range(1, xrays + 1) if of_study is None else of_study.members
    free = next_free(plan.last, plan.xrays, members, taken)
    return NextXrays(free, {}) if free else None


def alike(one: SessionPlan, other: SessionPlan) -> bool:
    """Return whether two sessions fill a set of the same study, and so must not have the same x-rays."""
    return (one.dataset, one.study) == (other.dataset, other.study) and not set(one.sets).isdisjoint(
        other.sets
    )


def _taken(storage: Storage, plan: SessionPlan) -> set[int]:
    taken: set[int] = set()
    for indices in storage.photos.taken(plan.dataset, plan.sets, plan.study).values():
        taken.update(indices)
    for row in storage.sessions.all():
        # What a finished session left out was left out on purpose; what an aborted one did not reach is free again.
        if row.phase != "aborted" and alike(row.plan, plan):
            taken.update(row.plan.members)
    return taken


def _set_of(storage: Storage, plan: SessionPlan) -> StudySet | None:
    with suppress(CaptureError):
        return storage.studies.get(plan.study).set_named(plan.sets[0])
    return None


def _next_planned(of_study: StudySet, plan: SessionPlan, taken: set[int]) -> NextXrays | None:
    """Return the first planned subset behind the session's, else before it, of which nothing is taken."""
    for subset in sorted(of_study.subsets, key=lambda subset: subset.first <= plan.last):
        members = of_study.xrays_of(subset)
        if members and taken.isdisjoint(members):
            return NextXrays(members, subset.conditions)
    return None
