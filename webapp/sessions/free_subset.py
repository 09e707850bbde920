"""The next x-rays of a data set that no session has taken or is about to take, for the same sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Range = tuple[int, int]


def next_free(after: int, size: int, xrays: int, taken: Iterable[Range]) -> Range | None:
    """Return the next free subset, None if no x-ray is free.

    Args:
        after: The last x-ray of the subset before; the search begins behind it, and then at the beginning.
        size: How many x-rays the subset should have; it has fewer only if nowhere as many are free in a row.
        xrays: How many there are.
        taken: The ranges that are not free.
    """
    free = list(_free(xrays, taken))
    behind = [(max(first, after + 1), last) for first, last in free if last > after]
    before = [(first, min(last, after)) for first, last in free if first <= after]
    runs = behind + before
    found = next((run for run in runs if run[1] - run[0] + 1 >= size), next(iter(runs), None))
    return None if found is None else (found[0], min(found[1], found[0] + size - 1))


def _free(xrays: int, taken: Iterable[Range]) -> Iterator[Range]:
    begin = 1
    for first, last in sorted(taken):
        if begin < first:
            yield begin, min(first - 1, xrays)
        begin = max(begin, last + 1)
    if begin <= xrays:
        yield begin, xrays
