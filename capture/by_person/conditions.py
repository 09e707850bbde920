"""The conditions of each photo: those of the plan, until a person stated others."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from capture.facts import ConditionsStated, Fact
from capture.plan import SessionPlan


@dataclass(frozen=True, slots=True)
class ConditionHistory:
    """The conditions of a session over time: ``stated[n]`` hold from ``since[n]`` on."""

    planned: Mapping[str, str]
    since: tuple[float, ...] = ()
    stated: tuple[Mapping[str, str], ...] = ()

    @classmethod
    def of(cls, plan: SessionPlan, facts: Iterable[Fact]) -> Self:
        """Return the history that a session's facts tell, in their order."""
        changes = [fact for fact in facts if isinstance(fact, ConditionsStated)]
        return cls(plan.conditions, tuple(c.at for c in changes), tuple(c.conditions for c in changes))

    def at(self, taken_at: float) -> Mapping[str, str]:
        """Return the conditions of a photo of which the server heard at ``taken_at``, by its own clock.

        A retake of an early x-ray is taken under the conditions of its own time, so that indices cannot tell.
        """
        number = bisect_right(self.since, taken_at)
        return {**self.planned, **self.stated[number - 1]} if number else self.planned
