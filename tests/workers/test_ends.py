"""A worker gets its end of the channel by inheritance, or by a call back with the secret that it was given."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from dataset.system.endings import is_crash
from webapp.workers import WorkerNotReady, WorkerPool, ends, line_process
from webapp.workers.ends import SECRET_BYTES
from webapp.workers.line_process import LineProcess
from webapp.workers.worker import Worker

FAULTS = "tests.workers.fault_tasks"


@pytest.fixture(autouse=True)
def _nothing_is_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ends, "INHERITS", False)
    monkeypatch.setattr(line_process, "INHERITS", False)


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(1, tasks=FAULTS)
    yield pool
    pool.close()


def test_a_worker_that_calls_back_carries_out_tasks(pool: WorkerPool) -> None:
    value = b"x" * (3 << 20)
    assert pool.run("echo", value=value) == value


def test_a_process_that_ends_before_its_call_is_no_worker() -> None:
    with pytest.raises(WorkerNotReady, match="could not be started"):
        Worker("no.such.module", nice=0)


def test_a_stranger_who_calls_is_hung_up(monkeypatch: pytest.MonkeyPatch) -> None:
    strangers: list[socket.socket] = []
    make = socket.create_server

    def make_and_call(address: tuple[str, int], backlog: int) -> socket.socket:
        listener = make(address, backlog=backlog)
        strangers.append(socket.create_connection(listener.getsockname(), 60))  # first in the line
        strangers[0].sendall(b"?" * SECRET_BYTES)
        return listener

    monkeypatch.setattr(ends.socket, "create_server", make_and_call)
    worker = Worker(FAULTS, nice=0)
    with strangers[0]:
        assert strangers[0].recv(1) == b""
    assert worker.is_alive()
    worker.end()


def test_lines_come_through_a_pipe_too(tmp_path: Path) -> None:
    process = job(tmp_path, "--version")
    assert b"chexphoto, version " in b"".join(process.lines())
    process.end()
    assert job(tmp_path, "--version").wait() == 0


def test_a_process_is_stopped_where_there_are_no_groups_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "killpg")
    process = job(tmp_path, "--version")
    process.stop()
    assert process.end() in (0, -signal.SIGKILL)  # it may have been quicker
    process.stop()


def job(folder: Path, *arguments: str) -> LineProcess:
    return LineProcess("webapp.cli.job_process", ["0", *arguments], folder / "log")


def test_statuses_of_crashes_are_known_in_every_system() -> None:
    access_violation, out_of_memory_killer = 0xC0000005, -9
    assert [is_crash(status) for status in (-11, -6, access_violation)] == [True] * 3
    assert [is_crash(status) for status in (0, 1, 2, out_of_memory_killer)] == [False] * 4
