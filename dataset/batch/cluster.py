"""The same work on a Dask cluster.

The tasks are the functions that the process pool runs; workers need the same installation, and see data and output
under the same paths.  A worker that is lost costs its tasks a second try elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import Any

from dataset.batch.order import XrayWork
from dataset.batch.pool import CHUNK, Make, Outcomes
from dataset.batch.work import Failed
from dataset.errors import BatchError

CONNECT_S = 20
WAITING = 64
RETRIES = 2
LOOK_S = 20.0
"""The wait for a result, after which the cluster is asked whether it has any workers."""


def run_on_cluster(make: Make, xrays: Sequence[XrayWork], scheduler: str) -> Iterator[Outcomes]:
    """Yield the outcomes of chunks in any order; block while the cluster has no worker.

    Args:
        make: Picklable; works on a chunk.
        xrays: What to work on.
        scheduler: Address of a Dask scheduler, ``tcp://host:8786``.

    Raises:
        BatchError: Dask is not installed, or no scheduler answers.
    """
    client, wait = _connect(scheduler)
    with client, client.as_current():
        chunks = [tuple(xrays[start : start + CHUNK]) for start in range(0, len(xrays), CHUNK)]
        left = iter(chunks)
        chunk_of: dict[Any, tuple[XrayWork, ...]] = {}
        while True:
            for chunk in islice(left, WAITING - len(chunk_of)):
                chunk_of[client.submit(make, chunk, pure=False, retries=RETRIES)] = chunk
            if not chunk_of:
                return
            try:
                done = wait(list(chunk_of), timeout=LOOK_S, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                if not client.nthreads():
                    yield []
                continue
            for future in done:
                yield _outcomes(future, chunk_of.pop(future))


def _outcomes(future: Any, chunk: tuple[XrayWork, ...]) -> Outcomes:
    error = future.exception()
    if error is None:
        outcomes: Outcomes = future.result()
        return outcomes
    reason = f"the cluster gave it up: {error}"
    return [
        Failed(xray.index, xray.path, target, reason) for xray in chunk for target in xray.targets if target
    ]


def _connect(scheduler: str) -> tuple[Any, Any]:
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise BatchError("--scheduler needs Dask: pip install 'chexphoto-lab[cluster]'") from None
    try:
        client = distributed.Client(scheduler, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BatchError(f"no Dask scheduler answers at {scheduler}: {error}") from None
    return client, distributed.wait
