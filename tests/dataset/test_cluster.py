"""A run on a Dask cluster makes the same bytes, also when one of its workers is killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from dataset.batch.engine import Report, run_batch
from tests.dataset.batch_runs import digests, make_source, plan

pytest.importorskip("distributed")
ROOT = Path(__file__).parents[2]
START_LIMIT_S = 60
QUIET = {"DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "0", "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "20s"}


class Cluster:
    """A scheduler and its workers, each a process of its own on loopback."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._folder = folder
        self._ends = ExitStack()
        scheduler = self._start("scheduler", "scheduler", "--port", "0", "--no-dashboard", "--no-show")
        self.address = self._await(scheduler, r"Scheduler at:\s+(tcp://\S+)")
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder)]
        names = [f"worker-{number}" for number in range(workers)]
        self.workers = [self._start(name, "worker", self.address, *options) for name in names]
        for name in names:
            self._await(name, r"(Registered to)")

    def close(self) -> None:
        self._ends.close()

    def kill(self, worker: int) -> None:
        os.kill(self._processes[self.workers[worker]].pid, signal.SIGKILL)
