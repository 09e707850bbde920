"""The tiers of tests. The unit tier needs no server, no browser and no process, and runs in under a minute.

A test is of the unit tier by its folder. One that stands in such a folder and needs a process or a socket is marked
``processes``; one that computes for seconds, ``slow``. The guard below knows when the first mark is missing.
"""

from __future__ import annotations

import multiprocessing.process
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

# `make test-thorough`: more examples of each rule, other ones at each run.
THOROUGH = os.environ.get("THOROUGH") == "1"
MORE = 20

TESTS = Path(__file__).parent
UNIT = ("architecture", "capture", "dataset", "matching", "transforms")
TOGETHER = ("matching", "transforms")
"""Their modules keep drawn photos and compiled loops, seconds of work each, for all tests of the folder."""
OTHERS = ("browser", "processes", "slow")

PROCESSES = (
    "subprocess.Popen",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.exec",
    "os.system",
    "multiprocessing",
)
SOCKETS = ("socket.connect", "socket.bind")


@dataclass
class _Guarded:
    """A unit test that runs: what it did, and the threads that earlier tests left behind, which are not its own."""

    others: frozenset[int]
    done: list[str] = field(default_factory=list)


_guarded: list[_Guarded] = []


def examples(usual: int) -> int:
    """Return how many examples Hypothesis tries of a rule that is usually tried so often."""
    return usual * MORE if THOROUGH else usual


def is_unit(item: pytest.Item) -> bool:
    """Return whether a test is of the unit tier."""
    folder = item.path.relative_to(TESTS).parts[0]
    return folder in UNIT and not any(item.get_closest_marker(name) for name in OTHERS)


def company(item: pytest.Item) -> str:
    """Return the group of tests that share what one of them has made: in two processes it would be made twice."""
    assert isinstance(item, pytest.Function)
    folder = item.path.relative_to(TESTS).parts[0]
    if folder in TOGETHER:
        return folder
    found = item._fixtureinfo.name2fixturedefs.values()
    shared = any(definition.scope == "module" for definitions in found for definition in definitions)
    return item.nodeid.split("::")[0] if shared else ""


@contextmanager
def guard(item: pytest.Item) -> Iterator[None]:
    """Fail a test of the unit tier that starts a process or uses a socket, also where a thread of its own does."""
    if not item.get_closest_marker("unit"):
        yield
        return
    others = {thread.ident for thread in threading.enumerate() if thread.ident is not None}
    guarded = _Guarded(frozenset(others - {threading.get_ident()}))
    _guarded.append(guarded)
    try:
        yield
    finally:
        _guarded.remove(guarded)
    if guarded.done:
        pytest.fail(_why(guarded.done[0]), pytrace=False)


def _why(what: str) -> str:
    return f"a test of the unit tier {what}: do without, or mark it `@pytest.mark.processes` (tests/tiers.py)"


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if not _guarded or event not in PROCESSES + SOCKETS:
        return
    # The tests of the architecture ask git which files are the project's.
    if event == "subprocess.Popen" and Path(str(arguments[0])).name == "git":
        return
    if threading.get_ident() in _guarded[-1].others:
        return
    what = f"uses a socket ({event})" if event in SOCKETS else f"starts a process ({event})"
    _guarded[-1].done.append(what)
    raise pytest.fail.Exception(_why(what))


_start = multiprocessing.process.BaseProcess.start


def _watched_start(process: multiprocessing.process.BaseProcess) -> None:
    """Start a process; the interpreter itself tells hooks nothing of those that multiprocessing starts."""
    _watch("multiprocessing", ())
    _start(process)


multiprocessing.process.BaseProcess.start = _watched_start  # type: ignore[method-assign]
sys.addaudithook(_watch)
