"""The unit tier keeps to what it promises, and CI to leaving nothing out."""

from __future__ import annotations

import contextlib
import multiprocessing
import socket
import subprocess
import threading
from collections.abc import Callable

import pytest

from tests.conftest import not_skipped_in_ci
from tests.tiers import guard


def run_program() -> object:
    return subprocess.run(["true"], check=True)


def start_process() -> object:
    return multiprocessing.get_context("spawn").Process(target=print).start()


def listen() -> object:
    with socket.socket() as listening:
        return listening.bind(("127.0.0.1", 0))


@pytest.mark.parametrize("act", [run_program, start_process, listen])
@pytest.mark.parametrize("caught", [False, True], ids=["in the open", "and catches what it is told"])
def test_a_unit_test_that_needs_more_than_itself_fails_and_says_why(
    request: pytest.FixtureRequest, act: Callable[[], object], caught: bool
) -> None:
    catching = contextlib.suppress(BaseException) if caught else contextlib.nullcontext()
    with pytest.raises(pytest.fail.Exception, match="mark it"), guard(request.node), catching:
        act()


def test_what_an_earlier_test_left_behind_is_not_blamed_on_a_unit_test(
    request: pytest.FixtureRequest,
) -> None:
    begun = threading.Event()
    done: list[object] = []

    def left_behind() -> None:
        assert begun.wait(60)
        done.append(listen())

    thread = threading.Thread(target=left_behind)
    thread.start()
    with guard(request.node):
        begun.set()
        thread.join()
    assert done == [None]


@pytest.mark.processes
def test_a_test_that_says_so_may_start_a_process(request: pytest.FixtureRequest) -> None:
    with guard(request.node):
        run_program()


@pytest.mark.parametrize(
    ("ci", "reason", "outcome"),
    [
        ("true", "Skipped: no library", "failed"),
        ("true", "Skipped: only root may mount a small disk", "skipped"),
        ("", "Skipped: no library", "skipped"),
    ],
)
def test_a_skipped_test_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, ci: str, reason: str, outcome: str
) -> None:
    monkeypatch.setenv("CI", ci)
    left_out = pytest.TestReport("a test", ("", 0, ""), {}, "skipped", ("file", 1, reason), "setup")
    report = not_skipped_in_ci(left_out)
    assert report.outcome == outcome
    assert reason in str(report.longrepr)


@pytest.mark.xdist_group("together")
def test_xdist_knows_which_tests_stay_together(request: pytest.FixtureRequest) -> None:
    spread = request.config.getoption("loadgroup", default=False)
    assert request.node.nodeid.endswith("@together") is bool(spread)
