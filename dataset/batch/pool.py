"""Runs work in processes of this machine.

The processes are spawned, so that none inherits another's state (the original's forked workers shared their random
numbers).  At most a few chunks wait at a time: memory does not grow with the data set.  Should a process die, the
chunks under way are tried again one x-ray at a time, and only the x-ray that kills its process fails.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from dataset.batch.plan import XrayWork
from dataset.batch.work import Failed, Made

Outcomes = list[Made | Failed]
Make = Callable[[Sequence[XrayWork]], Outcomes]
CHUNK = 4
WAITING_PER_WORKER = 2


def run_in_processes(make: Make, xrays: Sequence[XrayWork], workers: int) -> Iterator[Outcomes]:
    """Yield the outcomes of chunks as they are done, in any order.

    Args:
        make: Picklable; works on a chunk.
        xrays: What to work on.
        workers: How many processes.
    """
    chunks = [tuple(xrays[start : start + CHUNK]) for start in range(0, len(xrays), CHUNK)]
    broken: list[tuple[XrayWork, ...]] = []
    yield from _run(make, chunks, workers, broken)
    for xray in [xray for chunk in broken for xray in chunk]:
        alone: list[tuple[XrayWork, ...]] = []
        yield from _run(make, [(xray,)], 1, alone)
        if alone:
            reason = "the process that worked on it was ended (out of memory?)"
            yield [Failed(xray.index, xray.path, target, reason) for target in xray.targets if target]


def _run(
    make: Make, chunks: Sequence[tuple[XrayWork, ...]], workers: int, broken: list[tuple[XrayWork, ...]]
) -> Iterator[Outcomes]:
    left = iter(chunks)
    with _pool(workers) as pool:
        under_way: dict[Future[Outcomes], tuple[XrayWork, ...]] = {}
        try:
            while True:
                for chunk in islice(left, workers * WAITING_PER_WORKER - len(under_way)):
                    under_way[pool.submit(make, chunk)] = chunk
                if not under_way:
                    return
                done, _ = wait(under_way, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
                    del under_way[future]
        except BrokenProcessPool:
            broken.extend(under_way.values())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    rest = list(left)
    if rest:
        yield from _run(make, rest, workers, broken)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
