"""The work in processes of this machine.

The processes are spawned, so that none inherits another's state (the original's forked workers shared their random
numbers).  At most a few chunks wait at a time: memory does not grow with the data set.  Should a process die, the
chunks under way are tried again one x-ray at a time, and only the x-ray that kills its process fails.  Ctrl-C is
for the process that was started by hand, and none outlives that one, however it ends.  What they are denied
is for their caller to say.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial

from dataset.batch.confinement import UNCONFINED, Confinement
from dataset.batch.order import XrayWork
from dataset.batch.work import Failed, Made
from dataset.system.allocator import keep_freed_memory
from dataset.system.endings import is_crash, is_out_of_time

Outcomes = list[Made | Failed]
Make = Callable[[Sequence[XrayWork]], Outcomes]
CHUNK = 4
WAITING_PER_WORKER = 2
CRASHED = "the decoder crashes on it; it is damaged"
TOO_SLOW = "it takes too long to decode"
ENDED = "the process that worked on it was ended (out of memory?)"


def run_in_processes(
    make: Make, xrays: Sequence[XrayWork], workers: int, confinement: Confinement = UNCONFINED
) -> Iterator[Outcomes]:
    """Yield the outcomes of chunks in any order.

    Args:
        make: Picklable; works on a chunk.
        xrays: What to work on.
        workers: How many processes.
        confinement: What each process is denied.
    """
    chunks = [tuple(xrays[start : start + CHUNK]) for start in range(0, len(xrays), CHUNK)]
    suspects: list[Broken] = []
    yield from _run(
        make, chunks, partial(_pool, workers, confinement), workers * WAITING_PER_WORKER, suspects
    )
    alone = [(xray,) for chunk, _ in suspects for xray in chunk]
    culprits: list[Broken] = []
    yield from _run(make, alone, partial(_pool, 1, confinement), 1, culprits)
    for (xray,), reason in culprits:
        yield [Failed(xray.index, xray.path, target, reason) for target in xray.targets if target]


Broken = tuple[tuple[XrayWork, ...], str]
"""A chunk that was being worked on when a process ended, and why that ended."""


def _run(
    make: Make,
    chunks: Sequence[tuple[XrayWork, ...]],
    start: Callable[[], ProcessPoolExecutor],
    at_once: int,
    broken: list[Broken],
) -> Iterator[Outcomes]:
    """Yield outcomes; chunks that were being processed when a worker died are added to ``broken`` instead."""
    left = deque(chunks)
    while left:
        under_way: dict[Future[Outcomes], tuple[XrayWork, ...]] = {}
        processes: set[multiprocessing.process.BaseProcess] = set()
        with start() as pool:
            try:
                yield from _feed(pool, make, left, at_once, under_way, processes)
            except BrokenProcessPool:
                pass
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        # The pool has waited for its processes by now.
        reason = _reason(process.exitcode for process in processes) if under_way else ""
        broken.extend((chunk, reason) for chunk in under_way.values())


def _reason(statuses: Iterable[int | None]) -> str:
    """Return why an x-ray's process ended; the pool itself ends those that are left by another signal."""
    known = [status for status in statuses if status is not None]
    if any(map(is_crash, known)):
        return CRASHED
    return TOO_SLOW if any(map(is_out_of_time, known)) else ENDED


def _feed(
    pool: ProcessPoolExecutor,
    make: Make,
    left: deque[tuple[XrayWork, ...]],
    at_once: int,
    under_way: dict[Future[Outcomes], tuple[XrayWork, ...]],
    processes: set[multiprocessing.process.BaseProcess],
) -> Iterator[Outcomes]:
    while left or under_way:
        while left and len(under_way) < at_once:
            future = pool.submit(make, left[0])
            under_way[future] = left.popleft()
            # A process that has ended is in no public list any more, and its status says why.
            processes.update(pool._processes.values())
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            outcomes = future.result()
            del under_way[future]
            yield outcomes


def _pool(workers: int, confinement: Confinement) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin, (confinement,))


def _begin(confinement: Confinement) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_after_parent, daemon=True).start()
    keep_freed_memory()
    confinement.enter()


def _end_after_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
