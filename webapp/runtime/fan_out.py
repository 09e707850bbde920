"""Work on many x-rays in parts, by all workers, a few parts at a time so that other tasks are not delayed."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TypeVar, cast

from webapp.runtime.threads import WorkQueue

AHEAD = 4
"""Parts of one request that wait or are worked on."""

Part = TypeVar("Part")
Done = TypeVar("Done")


def fan_out(
    workers: WorkQueue, work: Callable[[Part], Done], parts: Sequence[Part]
) -> Iterator[tuple[Part, Done]]:
    """Yield each part with its result, as they are done.

    Raises:
        Exception: Whatever ``work`` raised first; parts that were not begun are not done.
    """
    outcomes: queue.Queue[tuple[Part, Done | None, Exception | None]] = queue.Queue()

    def attempt(part: Part) -> None:
        try:
            outcomes.put((part, work(part), None))
        except Exception as error:
            outcomes.put((part, None, error))

    left, begun = iter(parts), 0
    for part in islice(left, AHEAD):
        workers.put(partial(attempt, part))
        begun += 1
    while begun:
        part, done, error = outcomes.get()
        begun -= 1
        if error is not None:
            raise error
        for more in islice(left, 1):
            workers.put(partial(attempt, more))
            begun += 1
        yield part, cast(Done, done)
