"""Does a Dask cluster make photos as fast as it has workers? ``python -m benchmarks.cluster``.

A scheduler and 1, 2 and 4 workers are started on this machine. Two things are measured: how fast chunks that only wait
are handed out and come back, which no lack of cores can slow; and the processor time of a real photo, in the workers,
and in scheduler and client, which serve all workers and therefore bound their number.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from benchmarks.chexpert import data_set
from benchmarks.tables import machine, report
from dataset.batch.cluster import run_on_cluster
from dataset.batch.engine import run_batch
from dataset.batch.order import XrayWork
from dataset.batch.pool import CHUNK, Outcomes
from tests.dataset.batch_runs import plan
from tests.dataset.test_cluster import Cluster

WORKERS = (1, 2, 4)
WAIT_S = 0.5
CHUNKS = 24


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--images", type=int, default=48, help="photos that are really made, of the small size"
    )
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    lines = [
        f"`python -m benchmarks.cluster`; {machine()}; {CHUNKS} chunks that wait {WAIT_S} s each; "
        f"{chosen.images} photos of 1245 x 1031, `photographic`.",
        "",
        "| workers | chunks that wait, seconds | times as fast as one worker | CPU ms a photo in the workers | "
        "in scheduler and client |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    alone = 0.0
    for count in WORKERS:
        with tempfile.TemporaryDirectory(prefix="chexphoto-benchmark-") as folder:
            (Path(folder) / "cluster").mkdir()
            cluster = Cluster(Path(folder) / "cluster", count)
            try:
                seconds = waiting(cluster)
                made, others = making(cluster, Path(folder), chosen.images)
            finally:
                cluster.close()
        alone = alone or seconds
        lines.append(f"| {count} | {seconds:.1f} | {alone / seconds:.2f} | {made:.0f} | {others:.1f} |")
        print(lines[-1], flush=True)
    report("cluster", lines, chosen.write)


def wait(chunk: Sequence[XrayWork]) -> Outcomes:  # noqa: ARG001
    """Stand in for work on a chunk that needs no processor."""
    time.sleep(WAIT_S)
    return []


def waiting(cluster: Cluster) -> float:
    """Return the seconds in which all chunks that wait come back, once the workers have met the function."""
    xrays = [XrayWork(index, "", Path(), ("",)) for index in range(CHUNKS * CHUNK)]
    list(run_on_cluster(wait, xrays[: CHUNK * len(cluster.workers)], cluster.address))
    begun = time.monotonic()
    list(run_on_cluster(wait, xrays, cluster.address))
    return time.monotonic() - begun


def making(cluster: Cluster, folder: Path, images: int) -> tuple[float, float]:
    """Return CPU milliseconds a photo, in the workers, and in scheduler and client."""
    csv = data_set(folder / "source", images, 4)
    order = plan(csv, folder / "first", ("photographic", 1))
    run_batch(order, scheduler=cluster.address)  # compiled loops are read from the cache
    workers = [psutil.Process(worker.pid) for worker in cluster.workers]
    scheduler = psutil.Process(cluster.scheduler.pid)
    before = _seconds(workers), _seconds([scheduler]) + time.process_time()
    run_batch(plan(csv, folder / "second", ("photographic", 1)), scheduler=cluster.address)
    after = _seconds(workers), _seconds([scheduler]) + time.process_time()
    made, others = ((end - start) / images * 1000 for start, end in zip(before, after, strict=True))
    return made, others


def _seconds(processes: Sequence[psutil.Process]) -> float:
    times = [process.cpu_times() for process in processes]
    return sum(each.user + each.system for each in times)


if __name__ == "__main__":
    main()
