"""Sessions share commits, and one session's trouble is its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from capture.facts import Fact, ServerRestarted
from webapp.storage.group_commit import GroupCommit

FACT = ServerRestarted(1.0)


def test_facts_that_arrive_during_a_commit_go_together_into_the_next() -> None:
    batches: list[list[str]] = []
    first_is_writing, go_on = threading.Event(), threading.Event()

    def write(batch: Sequence[tuple[str, Sequence[Fact]]]) -> list[list[int]]:
        batches.append([session for session, _ in batch])
        if len(batches) == 1:
            first_is_writing.set()
            assert go_on.wait(5)
        return [[len(batches)] * len(facts) for _, facts in batch]

    committer = GroupCommit(write)
    threads = [threading.Thread(target=committer.append, args=("first", [FACT]))]
    threads[0].start()
    assert first_is_writing.wait(5)
    threads += [threading.Thread(target=committer.append, args=(f"later {n}", [FACT])) for n in range(5)]
    for thread in threads[1:]:
        thread.start()
    while committer.waiting < 5:
        first_is_writing.wait(0.001)
    go_on.set()
    for thread in threads:
        thread.join(5)
    assert len(batches) == 2
    assert sorted(batches[1]) == [f"later {n}" for n in range(5)]


def test_nothing_to_say_costs_no_commit() -> None:
    def write(batch: object) -> list[list[int]]:
        raise AssertionError("nothing to write")

    assert GroupCommit(write).append("session", []) == []


def test_a_refusal_of_one_sessions_facts_fails_that_session_alone() -> None:
    entered: list[str] = []
    release = threading.Event()

    def write(batch: Sequence[tuple[str, Sequence[Fact]]]) -> list[list[int]]:
        names = [session for session, _ in batch]
        if names == ["slow"]:
            assert release.wait(5)
        if "bad" in names:
            raise ValueError("refused")
        entered.extend(names)
        return [[1] for _ in batch]

    committer = GroupCommit(write)
    failures: list[str] = []

    def append(session: str) -> None:
        try:
            committer.append(session, [FACT])
        except ValueError:
            failures.append(session)

    slow = threading.Thread(target=append, args=("slow",))
    slow.start()
    others = [threading.Thread(target=append, args=(name,)) for name in ("good", "bad", "fine")]
    for thread in others:
        thread.start()
    while committer.waiting < 3:
        release.wait(0.001)
    release.set()
    for thread in [slow, *others]:
        thread.join(5)
    assert failures == ["bad"]
    assert sorted(entered) == ["fine", "good", "slow"]


def test_numbers_come_back_to_whom_they_belong() -> None:
    committer = GroupCommit(lambda batch: [[7, 8]])
    assert committer.append("session", [FACT, FACT]) == [7, 8]
    with pytest.raises(ZeroDivisionError):
        GroupCommit(lambda batch: [[1 // 0]]).append("session", [FACT])
