"""What a taken-over decoder could still do: real workers try to get out. Linux alone holds them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workers.escape_tasks import ATTEMPTS
from webapp.workers import WorkerPool
from webapp.workers.cage import WorkerFiles, landlock, seccomp
from webapp.workers.errors import WorkerCrashed

TASKS = "tests.workers.escape_tasks"
needs_landlock = pytest.mark.skipif(not landlock.version(), reason="this kernel has no Landlock")


@pytest.fixture(scope="module")
def data_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("caged") / "root"
    for name in ("secrets", "tls", "photos"):
        (root / name).mkdir(parents=True)
        (root / name / "file").write_text("of somebody")
    (root / "lab.db").write_text("all sessions")
    return root


@pytest.fixture(scope="module")
def pool(data_root: Path) -> Iterator[WorkerPool]:
    pool = WorkerPool(1, tasks=TASKS, files=WorkerFiles(data_root), memory_mb=4000)
    yield pool
    pool.close()


def test_a_system_that_offers_a_cage_holds_its_workers_in_one(pool: WorkerPool) -> None:
    assert pool.run("thread") == 7
    assert pool.protection is not None
    assert pool.protection.files == bool(landlock.version())
    if not pool.protection.system_calls:
        pytest.skip("this system filters no calls")


@pytest.mark.parametrize("name", ATTEMPTS)
def test_a_worker_reaches_nobody_and_starts_nothing(pool: WorkerPool, data_root: Path, name: str) -> None:
    pids = pool.run("thread") and pool.pids
    if pool.protection is None or not pool.protection.system_calls:
        pytest.skip("this system filters no calls")
    assert pool.run("attempt", name=name, folder=data_root / "cache") == "PermissionError"
    assert pool.pids == pids


@needs_landlock
@pytest.mark.parametrize("name", ["lab.db", "secrets/file", "tls/file"])
def test_what_opens_doors_cannot_be_read_though_a_task_names_it(
    pool: WorkerPool, data_root: Path, name: str
) -> None:
    assert (data_root / name).read_text()
    assert pool.run("read", path=data_root / name) == "PermissionError"
    assert pool.run("read", path=data_root / "photos" / "file") == "done"


@needs_landlock
def test_what_the_home_folder_hides_is_hidden_from_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, xray = tmp_path / "home" / ".ssh" / "id", tmp_path / "home" / "xrays" / "1.png"
    for file in (key, xray):
        file.parent.mkdir(parents=True)
        file.touch()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    pool = WorkerPool(1, tasks=TASKS, files=WorkerFiles(tmp_path / "root"))
    try:
        assert pool.run("read_all", paths=[str(key), str(xray)]) == ["PermissionError", "done"]
    finally:
        pool.close()


@needs_landlock
def test_a_worker_writes_nothing_but_the_caches(pool: WorkerPool, data_root: Path, tmp_path: Path) -> None:
    assert pool.run("write", path=data_root / "cache" / "picture.png") == "done"
    assert (data_root / "cache" / "picture.png").read_bytes() == b"written"
    for place in (data_root / "photos" / "file", data_root / "new", tmp_path / "new", Path(__file__)):
        assert pool.run("write", path=place) == "PermissionError", place


@needs_landlock
def test_a_file_that_came_after_a_worker_costs_it_its_process_once(pool: WorkerPool, data_root: Path) -> None:
    xray = data_root.parent / "xrays" / "1.png"
    xray.parent.mkdir()
    xray.touch()
    assert pool.run("read_all", paths=[str(xray)]) == ["PermissionError"]
    before = pool.pids
    assert pool.run("read", path=xray) == "done"
    after = pool.pids
    assert before != after
    assert pool.run("read", path=xray) == "done"
    assert pool.pids == after


@needs_landlock
def test_a_cache_that_somebody_deletes_is_made_again(pool: WorkerPool, data_root: Path) -> None:
    (data_root / "cache").rename(data_root / "deleted")
    assert pool.run("write", path=data_root / "cache" / "again.png") == "done"


@needs_landlock
def test_a_data_root_behind_a_link_is_guarded_as_well(tmp_path: Path) -> None:
    (tmp_path / "disk" / "root" / "secrets").mkdir(parents=True)
    (tmp_path / "disk" / "root" / "secrets" / "token").touch()
    link = tmp_path / "root"
    link.symlink_to(tmp_path / "disk" / "root")
    pool = WorkerPool(1, tasks=TASKS, files=WorkerFiles(link))
    try:
        assert pool.run("write", path=link / "cache" / "picture.png") == "done"
        assert pool.run("read", path=link / "secrets" / "token") == "PermissionError"
    finally:
        pool.close()


def test_a_library_that_aborts_is_told_from_one_that_is_refused(pool: WorkerPool) -> None:
    with pytest.raises(WorkerCrashed, match="signal 6"):
        pool.run("abort")
    assert pool.run("thread") == 7


@pytest.mark.parametrize("machine", seccomp.AUDIT)
def test_the_filter_is_well_formed_for_every_kind_of_machine(machine: str) -> None:
    steps = list(seccomp.program(machine, 1))
    assert all(len(step) == 8 for step in steps)
    jumps = [at + 1 + max(step[2], step[3]) for at, step in enumerate(steps[:-1])]
    assert max(jumps) < len(steps)
    assert len(steps) > 2 * 60
