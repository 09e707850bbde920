"""A session's time, divided into spans of running, pause and waiting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from capture.facts import ENDED, Fact, PhaseChanged


@dataclass(frozen=True, slots=True)
class Span:
    """One span, Unix seconds: ``phase`` as in `capture.facts`, ``index`` the first x-ray, ``code`` the reason."""

    phase: str
    start: float
    end: float
    code: str = ""
    index: int | None = None

    @property
    def seconds(self) -> float:
        """Duration of the span."""
        return self.end - self.start


def spans_of(facts: Iterable[Fact], at: float) -> list[Span]:
    """Return the spans of a session from its first start, in order; after an end only if it was resumed.

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
    """Return the time that the session spent in ``phases``."""
    return sum(span.seconds for span in spans if span.phase in phases)


def _span(change: PhaseChanged, end: float) -> Span:
    return Span(change.phase, change.at, end, change.code, change.index)
