"""The next x-rays of a set that no session has taken or is about to take."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence


def next_free(after: int, size: int, members: Iterable[int], taken: Collection[int]) -> Sequence[int]:
    """Return the x-rays of the next subset, empty if none is free.

    Args:
        after: The last x-ray of the subset before; the search begins behind it, and then at the beginning.
        size: How many x-rays the subset should have; it has fewer only if nowhere as many are free in a row.
        members: The x-rays of the set, in order.
        taken: Those that are not free.
    """
    runs = sorted(_free_runs(after, members, taken), key=lambda run: run[0] <= after)
    return next((run for run in runs if len(run) >= size), next(iter(runs), []))[:size]


def _free_runs(after: int, members: Iterable[int], taken: Collection[int]) -> Iterator[list[int]]:
    """Return the x-rays that are free, in runs that neither one that is taken nor the place to begin interrupts."""
    run: list[int] = []
    for index in members:
        interrupted = index in taken or (run and run[-1] <= after < index)
        if interrupted and run:
            yield run
            run = []
        if index not in taken:
            run.append(index)
    if run:
        yield run
