"""The times at which each x-ray stood on the display, as the journal tells them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from capture import facts
from capture.facts import Fact


@dataclass(frozen=True, slots=True)
class ShowingTime:
    """An x-ray on the display from ``begin`` to ``end``, Unix seconds of the server's clock."""

    index: int
    begin: float
    end: float


def showing_times(journal: Iterable[Fact]) -> list[ShowingTime]:
    """Return every showing that was painted, in order; one that still stands ends with the journal's last fact."""
    times: list[ShowingTime] = []
    ordered: int | None = None
    since: float | None = None
    at = 0.0
    for fact in journal:
        at = fact.at
        if isinstance(fact, (facts.ShowingOrdered, facts.ShowingInterrupted, facts.ServerRestarted)):
            if ordered is not None and since is not None:
                times.append(ShowingTime(ordered, since, at))
            ordered, since = (fact.index if isinstance(fact, facts.ShowingOrdered) else None), None
        elif isinstance(fact, facts.ShowingPainted):
            since = at
    if ordered is not None and since is not None:
        times.append(ShowingTime(ordered, since, at))
    return times
