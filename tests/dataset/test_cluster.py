"""A run on a Dask cluster makes the same bytes, also when one of its workers is killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dataset.batch.engine import Report, run_batch
from dataset.errors import BatchError
from tests.dataset.batch_runs import digests, make_source, plan

pytest.importorskip("distributed")
pytestmark = pytest.mark.xdist_group("cluster")
ROOT = Path(__file__).parents[2]
START_LIMIT_S = 60
VARIANTS = (("photographic", 1), ("photographic", 3))


class Cluster:
    """A scheduler and its workers, each a process of its own on loopback."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        try:
            self._start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
            self.address = self._await("scheduler", r"Scheduler at:\s+(tcp://\S+)")
            options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder)]
            names = [f"worker-{number}" for number in range(workers)]
            self.workers = [self._start(name, "worker", self.address, *options) for name in names]
            for name in names:
                self._await(name, r"Registered to:\s+(tcp://\S+)")
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()

    def _start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + command[0], *command[1:]],
                cwd=ROOT,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def _await(self, name: str, said: str) -> str:
        log, ends = self._folder / f"{name}.log", time.monotonic() + START_LIMIT_S
        while not (found := re.search(said, log.read_text(errors="replace"))):
            assert time.monotonic() < ends, f"{name} did not come up:\n{log.read_text(errors='replace')}"
            time.sleep(0.05)
        return found[1]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    cluster = Cluster(folder, workers=2)
    yield cluster
    cluster.close()


def test_a_worker_killed_midway_costs_no_image_and_changes_no_byte(cluster: Cluster, tmp_path: Path) -> None:
    source = make_source(tmp_path / "source", 40)
    made: list[int] = []

    def kill_one_midway(report: Report) -> None:
        made.append(report.made)
        if report.made >= 16 and cluster.workers[0].poll() is None:
            os.kill(cluster.workers[0].pid, signal.SIGKILL)
            cluster.workers[0].wait()

    report = run_batch(
        plan(source, tmp_path / "far", *VARIANTS),
        scheduler=cluster.address,
        on_progress=kill_one_midway,
    )
    assert cluster.workers[0].returncode == -signal.SIGKILL
    assert made[-1] == 80 > next(count for count in made if count >= 16), "the worker died in the middle"
    assert (report.made, report.failed) == (80, [])
    run_batch(plan(source, tmp_path / "here", *VARIANTS), workers=0)
    assert digests(tmp_path / "far") == digests(tmp_path / "here")


def test_an_xray_that_cannot_be_read_is_told_with_its_row(cluster: Cluster, tmp_path: Path) -> None:
    source = make_source(tmp_path / "source", 3)
    (source.parent / "Small-v1.0/train/patient00002/study1/view1_frontal.jpg").write_bytes(b"no image")
    report = run_batch(plan(source, tmp_path / "out"), scheduler=cluster.address)
    assert report.made == 2
    assert [failure.index for failure in report.failed] == [2]


def test_no_scheduler_is_told_in_one_sentence(tmp_path: Path) -> None:
    source = make_source(tmp_path / "source", 1)
    with pytest.raises(BatchError, match="no Dask scheduler answers at nonsense://nowhere"):
        run_batch(plan(source, tmp_path / "out"), scheduler="nonsense://nowhere")
