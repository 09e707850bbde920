"""A server that is killed: starts a pool, prints its workers' ids, keeps one of them busy, and waits for the end."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from webapp.workers import WorkerPool

if __name__ == "__main__":
    started = Path(sys.argv[1])
    pool = WorkerPool(2, tasks="tests.workers.fault_tasks")
    pool.submit("spin", started=started)
    while not (started.exists() and len(pool.pids) == 2):
        time.sleep(0.005)
    print(*pool.pids, flush=True)
    time.sleep(600)
