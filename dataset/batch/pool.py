"""The work in processes of this machine.

The processes are spawned, so that none inherits another's state (the original's forked workers shared their random
numbers).  At most a few chunks wait at a time: memory does not grow with the data set.  Should a process die, the
chunks under way are tried again one x-ray at a time, and only the x-ray that kills its process fails.  Ctrl-C is
for the process that was started by hand, and none outlives that one, however it ends.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from dataset.batch.order import XrayWork
from dataset.batch.work import Failed, Made

Outcomes = list[Made | Failed]
Make = Callable[[Sequence[XrayWork]], Outcomes]
CHUNK = 4
WAITING_PER_WORKER = 2


def run_in_processes(make: Make, xrays: Sequence[XrayWork], workers: int) -> Iterator[Outcomes]:
    """Yield the outcomes of chunks in any order.

    Args:
        make: Picklable; works on a chunk.
        xrays: What to work on.
        workers: How many processes.
    """
    chunks = [tuple(xrays[start : start + CHUNK]) for start in range(0, len(xrays), CHUNK)]
    suspects: list[tuple[XrayWork, ...]] = []
    yield from _run(make, chunks, workers, workers * WAITING_PER_WORKER, suspects)
    alone = [(xray,) for chunk in suspects for xray in chunk]
    culprits: list[tuple[XrayWork, ...]] = []
    yield from _run(make, alone, 1, 1, culprits)
    for (xray,) in culprits:
        reason = "the process that worked on it was ended (out of memory?)"
        yield [Failed(xray.index, xray.path, target, reason) for target in xray.targets if target]


def _run(
    make: Make,
    chunks: Sequence[tuple[XrayWork, ...]],
    workers: int,
    at_once: int,
    broken: list[tuple[XrayWork, ...]],
) -> Iterator[Outcomes]:
    """Yield outcomes; chunks that were being processed when a worker died are added to ``broken`` instead."""
    left = deque(chunks)
    while left:
        under_way: dict[Future[Outcomes], tuple[XrayWork, ...]] = {}
        with _pool(workers) as pool:
            try:
                yield from _feed(pool, make, left, at_once, under_way)
            except BrokenProcessPool:
                broken.extend(under_way.values())
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _feed(
    pool: ProcessPoolExecutor,
    make: Make,
    left: deque[tuple[XrayWork, ...]],
    at_once: int,
    under_way: dict[Future[Outcomes], tuple[XrayWork, ...]],
) -> Iterator[Outcomes]:
    while left or under_way:
        while left and len(under_way) < at_once:
            future = pool.submit(make, left[0])
            under_way[future] = left.popleft()
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            outcomes = future.result()
            del under_way[future]
            yield outcomes


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _follow_parent)


def _follow_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_after_parent, daemon=True).start()


def _end_after_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
