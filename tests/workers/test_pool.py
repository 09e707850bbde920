"""The pool as its callers see it, with real processes that really die. `test_eventlet` runs this file again, green."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import psutil
import pytest

from dataset.errors import ImageError
from tests.waiting import wait_until
from webapp.workers import Priority, QueueFull, WorkerDied, WorkerNotReady, WorkerPool, WorkerTimeout
from webapp.workers.errors import OutOfMemory, TooMuchWork, WorkerCrashed, WorkersClosed
from webapp.workers.limits import ONE_THREAD, surroundings

FAULTS = "tests.workers.fault_tasks"


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    """One worker, so that what comes first is known."""
    pool = WorkerPool(1, queue_limit=4, tasks=FAULTS)
    yield pool
    pool.close()


@pytest.fixture
def busy(pool: WorkerPool, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """The one worker is at work until this is called."""
    started, release = tmp_path / "started", tmp_path / "release"
    held = pool.submit("hold", started=started, release=release)
    wait_until(started.exists)
    yield release.touch
    release.touch()
    held.exception()


def test_a_task_gives_its_result(pool: WorkerPool) -> None:
    assert pool.run("echo", value={"side": (1, 2)}) == {"side": (1, 2)}


def test_large_values_travel_whole(pool: WorkerPool) -> None:
    value = os.urandom(1 << 20) * 9
    assert pool.run("echo", value=value) == value


def test_what_a_task_raises_is_raised_where_it_is_waited_for(pool: WorkerPool) -> None:
    with pytest.raises(ImageError, match="it is torn") as caught:
        pool.run("refuse", reason="it is torn")
    assert caught.value.code == "damaged"
    assert pool.run("echo", value=1) == 1


@pytest.mark.parametrize(
    ("task", "error", "text"),
    [
        ("odd_error", RuntimeError, "Odd: of a kind nobody else knows"),
        ("odd_result", TypeError, "cannot be sent"),
    ],
)
def test_what_cannot_travel_is_an_error_and_costs_no_process(
    pool: WorkerPool, task: str, error: type[Exception], text: str
) -> None:
    pids = pool.run("echo", value=None) or pool.pids
    with pytest.raises(error, match=text):
        pool.run(task)
    assert pool.pids == pids


def test_an_argument_that_cannot_travel_is_an_error(pool: WorkerPool) -> None:
    with pytest.raises(Exception, match="pickle"):
        pool.run("echo", value=lambda: None)
    assert pool.run("echo", value=1) == 1


def test_only_listed_tasks_are_carried_out(pool: WorkerPool) -> None:
    with pytest.raises(ValueError, match="is not a task"):
        pool.submit("os.remove", path="x")


@pytest.mark.parametrize(
    ("task", "arguments", "how"), [("killed", {}, "by signal 9"), ("leave", {"status": 3}, "with status 3")]
)
def test_a_dying_process_costs_its_task_and_no_other(
    pool: WorkerPool, task: str, arguments: dict[str, int], how: str
) -> None:
    dying = pool.submit(task, **arguments)
    after = [pool.submit("echo", value=number) for number in range(3)]
    with pytest.raises(WorkerDied, match=f"that did {task} .*ended {how}"):
        dying.result()
    assert [future.result() for future in after] == [0, 1, 2]


def test_a_process_that_dies_idle_costs_nothing(pool: WorkerPool) -> None:
    pool.run("echo", value=1)
    (pid,) = pool.pids
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: pool.pids == [])
    assert pool.run("echo", value=2) == 2


def test_a_task_that_overruns_is_ended(pool: WorkerPool, tmp_path: Path) -> None:
    pool.run("echo", value=1)
    (pid,) = pool.pids
    with pytest.raises(WorkerTimeout, match=r"spin took longer than 0\.2 s"):
        pool.run("spin", started=tmp_path / "started", time_limit_s=0.2)
    assert not psutil.pid_exists(pid)
    assert pool.run("echo", value=2) == 2


def test_a_crash_of_a_library_is_the_images_doing(pool: WorkerPool) -> None:
    with pytest.raises(WorkerCrashed, match="ended by signal 6") as caught:
        pool.run("crashed", image="its digest")
    assert caught.value.by_input
    assert pool.run("echo", value=1) == 1


def test_an_image_that_ended_a_worker_is_refused_at_once_the_next_time(
    pool: WorkerPool, tmp_path: Path
) -> None:
    with pytest.raises(WorkerCrashed):
        pool.run("crashed", image="its digest")
    with pytest.raises(WorkerCrashed):
        pool.run("note", path=tmp_path / "order", text="begun", image="its digest")
    assert not (tmp_path / "order").exists()
    pool.run("note", path=tmp_path / "order", text="begun", image="another's")


@pytest.mark.skipif(sys.platform != "linux", reason="macOS does not limit memory")
def test_a_task_gets_no_more_memory_than_a_worker_may_have() -> None:
    pool = WorkerPool(1, memory_mb=1000, tasks=FAULTS)
    try:
        pids = pool.run("echo", value=None) or pool.pids
        with pytest.raises(OutOfMemory) as caught:
            pool.run("greedy", megabytes=2000)
        assert "memory" in caught.value.reason
        assert pool.run("greedy", megabytes=10) == 10 << 20
        assert pool.pids == pids
    finally:
        pool.close()


def test_time_counts_while_a_task_works_and_not_while_it_waits(pool: WorkerPool, tmp_path: Path) -> None:
    held = pool.submit("hold", started=tmp_path / "started", release=tmp_path / "release", time_limit_s=1)
    wait_until((tmp_path / "started").exists)
    with pytest.raises(TimeoutError):
        held.result(timeout=1.5)
    (tmp_path / "release").touch()
    assert isinstance(held.result(timeout=30), int)


def test_who_overran_twice_goes_last(pool: WorkerPool, tmp_path: Path) -> None:
    for number in range(2):
        with pytest.raises(TooMuchWork):
            pool.run("spin", started=tmp_path / f"spun-{number}", time_limit_s=0.1, sender="one/x")
    started, release, order = tmp_path / "started", tmp_path / "release", tmp_path / "order"
    held = pool.submit("hold", started=started, release=release)
    wait_until(started.exists)
    waiting = [
        pool.submit("note", path=order, text=sender[-1], sender=sender, priority=priority)
        for sender, priority in (
            ("one/x", Priority.CAPTURE),
            ("one/g", Priority.CAPTURE),
            ("pages", Priority.REST),
        )
    ]
    release.touch()
    for future in [held, *waiting]:
        future.result()
    assert order.read_text() == "gsx"


def test_the_most_urgent_task_goes_first(pool: WorkerPool, busy: Callable[[], None], tmp_path: Path) -> None:
    order = tmp_path / "order"
    waiting = [
        pool.submit("note", path=order, text=priority.name[0], priority=priority)
        for priority in (Priority.JOBS, Priority.REST, Priority.AIM, Priority.CAPTURE)
    ]
    busy()
    for future in waiting:
        future.result()
    assert order.read_text() == "CARJ"


def test_a_full_queue_refuses_and_still_takes_what_is_more_urgent(
    pool: WorkerPool, busy: Callable[[], None]
) -> None:
    jobs = [pool.submit("echo", value=number, priority=Priority.JOBS) for number in range(4)]
    with pytest.raises(QueueFull, match="4 tasks are waiting"):
        pool.submit("echo", value=4, priority=Priority.JOBS)
    capture = pool.submit("echo", value=5, priority=Priority.CAPTURE)
    assert pool.backlog == 5
    busy()
    assert capture.result() == 5
    assert [job.result() for job in jobs] == [0, 1, 2, 3]
    assert pool.backlog == 0


def test_a_task_nobody_wants_any_more_is_not_begun(
    pool: WorkerPool, busy: Callable[[], None], tmp_path: Path
) -> None:
    unwanted = pool.submit("note", path=tmp_path / "order", text="x")
    assert unwanted.cancel()
    busy()
    pool.run("echo", value=1)
    assert not (tmp_path / "order").exists()
    with pytest.raises(CancelledError):
        unwanted.result()


def test_closing_ends_processes_and_tells_who_waits(pool: WorkerPool, tmp_path: Path) -> None:
    running = pool.submit("spin", started=tmp_path / "started")
    wait_until((tmp_path / "started").exists)
    waiting = pool.submit("echo", value=1)
    pids = pool.pids
    pool.close()
    for future in (running, waiting):
        with pytest.raises(WorkersClosed):
            future.result(timeout=30)
    with pytest.raises(WorkersClosed):
        pool.submit("echo", value=1)
    assert not any(map(psutil.pid_exists, pids))


def test_workers_stand_back_for_the_server_take_one_core_each_and_know_no_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CHEXPHOTO_OPERATOR_TOKEN", "a token that opens everything")
    monkeypatch.setenv("CLOUD_SECRET_KEY", "of somebody else")
    pool = WorkerPool(1, nice=3, tasks=FAULTS)
    try:
        found = pool.run("surroundings")
        assert found == {"nice": min(os.nice(0) + 3, 19), "opencv_threads": 1, "secrets": []}
    finally:
        pool.close()


def test_workers_compute_with_the_code_that_their_server_was_told_to_use() -> None:
    chosen = {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": "AVX512F"}
    theirs = surroundings(chosen | {"OPENBLAS_NUM_THREADS": "8"})
    assert theirs == chosen | ONE_THREAD


def test_a_task_whose_libraries_are_missing_fails_alone(pool: WorkerPool) -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        pool.run("unfinished")
    assert pool.run("echo", value=1) == 1


def test_several_tasks_run_at_once(tmp_path: Path) -> None:
    pool = WorkerPool(2, tasks=FAULTS)
    try:
        release = tmp_path / "release"
        held = [pool.submit("hold", started=tmp_path / str(number), release=release) for number in range(2)]
        wait_until(lambda: all((tmp_path / str(number)).exists() for number in range(2)))
        release.touch()
        assert len({future.result() for future in held}) == 2
    finally:
        pool.close()


def test_a_worker_that_cannot_start_fails_the_task_and_not_the_server(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    pool = WorkerPool(1, tasks=FAULTS)
    try:
        with pytest.raises(WorkerNotReady, match="could not be started: it ended with status 1"):
            pool.run("echo", value=1)
        monkeypatch.undo()
        assert pool.run("echo", value=2) == 2
    finally:
        pool.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux kills a busy worker with its parent")
def test_idle_and_busy_workers_end_with_a_killed_server(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.workers.orphan", str(tmp_path / "started")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        workers = [psutil.Process(int(pid)) for pid in server.stdout.readline().split()]
        server.kill()
    assert len(workers) == 2
    wait_until(
        lambda: not any(worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE for worker in workers)
    )
