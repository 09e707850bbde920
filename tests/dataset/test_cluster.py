"""A run on a Dask cluster makes the same bytes, also when one of its workers is killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dataset.batch.cluster import LOOK_S
from dataset.batch.engine import NO_WORKER, Report, run_batch
from dataset.errors import BatchError
from tests.dataset.batch_runs import digests, make_source, plan
from tests.waiting import wait_until

pytest.importorskip("distributed")
pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("cluster")]
ROOT = Path(__file__).parents[2]
START_LIMIT_S = 60
VARIANTS = (("photographic", 1), ("photographic", 3))


class Cluster:
    """A scheduler and its workers, each a process of its own on loopback."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        try:
            self.scheduler = self._start(
                "scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"
            )
            self.address = self._await("scheduler", r"Scheduler at:\s+(tcp://\S+)")
            self.workers = [self._start_worker(f"worker-{number}") for number in range(workers)]
            for number in range(workers):
                self._await_worker(f"worker-{number}")
        except BaseException:
            self.close()
            raise

    def add_worker(self, name: str) -> None:
        self.workers.append(self._start_worker(name))
        self._await_worker(name)

    def stop_workers(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()

    def _start_worker(self, name: str) -> subprocess.Popen[bytes]:
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(self._folder)]
        return self._start(name, "worker", self.address, *options)

    def _await_worker(self, name: str) -> None:
        self._await(name, r"Registered to:\s+(tcp://\S+)")

    def close(self) -> None:
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()

    def _start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + command[0], *command[1:]],
                cwd=self._folder,
                env=os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def _await(self, name: str, said: str) -> str:
        log = self._folder / f"{name}.log"
        found = wait_until(
            lambda: re.search(said, log.read_text(errors="replace")),
            lambda: f"{name}:\n{log.read_text(errors='replace')}",
            START_LIMIT_S,
        )
        return str(found and found[1])


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
        if report.made and cluster.workers[0].poll() is None:
            os.kill(cluster.workers[0].pid, signal.SIGKILL)
            cluster.workers[0].wait()

    report = run_batch(
        plan(source, tmp_path / "far", *VARIANTS),
        scheduler=cluster.address,
        on_progress=kill_one_midway,
    )
    assert cluster.workers[0].returncode == -signal.SIGKILL
    assert made[-1] == 80 > next(count for count in made if count), "the worker died in the middle"
    assert (report.made, report.failed) == (80, [])
    run_batch(plan(source, tmp_path / "here", *VARIANTS), workers=0)
    assert digests(tmp_path / "far") == digests(tmp_path / "here")


def test_paths_that_are_relative_here_are_found_by_workers_started_elsewhere(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_source(tmp_path / "source", 2)
    monkeypatch.chdir(tmp_path)
    report = run_batch(plan(Path("source/train.csv"), Path("out")), scheduler=cluster.address)
    assert (report.made, report.failed) == (2, [])


def test_workers_that_are_all_gone_are_missed_aloud_and_the_run_goes_on_with_new_ones(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LOOK_S <= 30, "said within a minute, whenever the last one went"
    monkeypatch.setattr("dataset.batch.cluster.LOOK_S", 0.2)
    cluster.stop_workers()
    said: list[str] = []

    def replace_them(report: Report) -> None:
        if report.waits_for and not said:
            said.append(report.waits_for)
            cluster.add_worker("worker-new")

    source = make_source(tmp_path / "source", 6)
    report = run_batch(plan(source, tmp_path / "out"), scheduler=cluster.address, on_progress=replace_them)
    assert said == [NO_WORKER]
    assert (report.made, report.failed, report.waits_for) == (6, [], "")


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
