"""Cost of the pixel workers, and responsiveness of the loop meanwhile: ``python -m benchmarks.workers``.

Prints the way of a trivial task there and back, and how late a green thread that wants to run every 5 ms is while
every worker decodes photos without pause.
"""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import eventlet
eventlet.monkey_patch()

import argparse
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from benchmarks.tables import machine, report
from webapp.workers import WorkerError, WorkerPool

TRIVIAL = 2000
TICK_S = 0.005
MEASURE_S = 8.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    lines = [
        f"`python -m benchmarks.workers`; {machine()}.",
        "",
        "| | p50 ms | p95 ms | p99 ms |",
        "| --- | --- | --- | --- |",
    ]
    pool = WorkerPool(2, nice=5)
    with tempfile.TemporaryDirectory() as folder:
        photo = _photo(Path(folder) / "photo.jpg")
        for _ in range(4):
            pool.run("check_photo", path=photo)
        lines.append(_row("trivial task, there and back", [_timed(pool) for _ in range(TRIVIAL)]))
        lines.append(_row("loop late, workers idle", list(_lateness(MEASURE_S))))
        done: list[float] = []
        for _ in range(4):
            threading.Thread(target=_keep_busy, args=(pool, photo, done), daemon=True).start()
        busy = list(_lateness(MEASURE_S))
        lines.append(_row("loop late, both workers decoding 12-megapixel photos", busy))
        pool.close()
    lines += ["", f"{len(done) / MEASURE_S:.1f} photos a second decoded meanwhile."]
    report("workers", lines, chosen.write)


def _keep_busy(pool: WorkerPool, photo: Path, done: list[float]) -> None:
    with suppress(WorkerError):  # until the pool is closed
        while True:
            pool.run("check_photo", path=photo)
            done.append(time.perf_counter())


def _timed(pool: WorkerPool) -> float:
    begun = time.perf_counter()
    pool.run("check_xrays", xrays=[])
    return time.perf_counter() - begun


def _lateness(seconds: float) -> Iterator[float]:
    ends = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < ends:
        time.sleep(TICK_S)
        yield max(time.perf_counter() - begun - TICK_S, 0.0)


def _photo(path: Path) -> Path:
    from PIL import Image

    noise = np.random.default_rng(1).normal(128, 40, (3000, 4000, 3))
    Image.fromarray(noise.clip(0, 255).astype(np.uint8)).save(path, quality=85)
    return path


def _row(name: str, seconds: list[float]) -> str:
    p50, p95, p99 = np.percentile(seconds, [50, 95, 99]) * 1000
    return f"| {name} | {p50:.2f} | {p95:.2f} | {p99:.2f} |"


if __name__ == "__main__":
    main()
