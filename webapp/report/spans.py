"""A session's time, cut into the stretches in which it ran, stood or waited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from capture.facts import ENDED, Fact, PhaseChanged


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch, Unix seconds: ``phase`` as in `capture.facts`, ``index`` the x-ray it began at, ``code`` why."""

    phase: str
    start: float
    end: float
    code: str = ""
    index: int | None = None

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return self.end - self.start


def spans_of(facts: Iterable[Fact], at: float) -> list[Span]:
    """The stretches of a session from its first start on, in order; those after an end count only if it went on.

    Args:
        facts: All that happened.
        at: Until when the last one lasts, if the session has not ended.
    """
    changes = [fact for fact in facts if isinstance(fact, PhaseChanged)]
    while changes and changes[0].phase not in ("aiming", "running"):
        changes.pop(0)
    if not changes:
        return []
    spans = [_span(change, later.at) for change, later in pairwise(changes)]
    if changes[-1].phase not in ENDED:
        spans.append(_span(changes[-1], max(at, changes[-1].at)))
    return [span for span in spans if span.end > span.start]


def seconds_in(spans: Iterable[Span], *phases: str) -> float:
    """How long the session was in any of ``phases``."""
    return sum(span.seconds for span in spans if span.phase in phases)


def _span(change: PhaseChanged, end: float) -> Span:
    return Span(change.phase, change.at, end, change.code, change.index)
