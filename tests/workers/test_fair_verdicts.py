"""Fair order of verifications, from the request to the verdict, with real workers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from capture.commands import Judge
from capture.verification import PixelFinding
from tests.waiting import wait_until
from tests.workers.test_pool import FAULTS
from webapp.runtime.threads import SideBySide, Threads
from webapp.verification.verification_queue import VerificationQueue
from webapp.workers import Priority, WorkerPool

MANY = 100
"""Photos of one phone: more than there could be threads for."""


class SlowPhotos:
    """Pixels whose workers hold on to the photos of one session until somebody lets go."""

    def __init__(self, folder: Path) -> None:
        self.started, self.release = folder / "started", folder / "release"
        self.pool = WorkerPool(2, tasks=FAULTS)

    def examine(self, photo: Path, small: Path, xray: None, *, sender: str) -> PixelFinding:
        task: dict[str, Any] = {"task": "echo", "value": 0}
        if sender.startswith("hostile"):
            task = {"task": "hold", "started": self.started, "release": self.release}
        self.pool.run(task.pop("task"), priority=Priority.CAPTURE, sender=sender, **task)
        return PixelFinding(measures={})


class Bench:
    """A lab's background with nothing real but its threads and its workers."""

    def __init__(self, folder: Path) -> None:
        self.pixels = SlowPhotos(folder)
        self.threads = Threads()
        self.judged: dict[str, list[int]] = {"hostile": [], "honest": []}
        self.background = VerificationQueue(
            cast(Any, SimpleNamespace(find=lambda *_: folder / "photo.jpg")),
            cast(Any, self.pixels),
            cast(Any, SimpleNamespace(photo_place=lambda *_: folder / "small.jpg")),
            cast(Any, None),
            lambda function, *args: function(*args),
            self.live,
            SideBySide("verdicts", self.threads, 2),
            cast(Any, None),
        )

    def live(self, session: str) -> Any:
        settings = SimpleNamespace(verification="off")
        return SimpleNamespace(
            id=session,
            plan=SimpleNamespace(settings=settings, without_twin=()),
            deliver=lambda event: self.judged[session].append(event(0.0).index),
        )

    def order(self, session: str, *indices: int) -> None:
        for index in indices:
            self.background.judge(session, Judge("phone", index, 1, f"{index}.jpg"))

    def close(self) -> None:
        self.pixels.pool.close()
        self.threads.close()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.close()


def test_verdicts_come_while_another_sessions_slow_photos_wait(bench: Bench) -> None:
    bench.order("honest", 1)
    wait_until(lambda: bench.judged["honest"] == [1])
    bench.order("hostile", *range(1, MANY + 1))
    wait_until(bench.pixels.started.exists)
    bench.order("honest", *range(2, 7))
    wait_until(lambda: sorted(bench.judged["honest"]) == [1, 2, 3, 4, 5, 6])
    assert bench.judged["hostile"] == []
    bench.pixels.release.touch()
    wait_until(lambda: sorted(bench.judged["hostile"]) == list(range(1, MANY + 1)))


def test_closing_forgets_what_waits_and_leaves_no_thread(bench: Bench) -> None:
    bench.order("hostile", *range(1, MANY + 1))
    wait_until(bench.pixels.started.exists)
    bench.close()
    assert bench.judged["hostile"] == []
    bench.order("honest", 1)
    assert [one.name for one in threading.enumerate() if one.name.startswith("verdicts")] == []


def test_a_senders_jobs_begin_in_order_and_one_that_fails_costs_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    threads, done = Threads(), list[int]()
    jobs = SideBySide("sums", threads, 1)
    jobs.put("a", lambda: done.append(1 // 0))
    for number in range(50):
        jobs.put("a", lambda number=number: done.append(number))
    wait_until(lambda: len(done) == 50)
    threads.close()
    assert done == list(range(50))
    assert "A job of sums failed" in caplog.text
