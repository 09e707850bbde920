"""Measures a running sandbox from outside."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

import psutil

from webapp.challenge.sandbox.limits import MEGABYTE, SandboxLimits
from webapp.challenge.sandbox.mounts import INSIDE_TARGET, JOB

Reason = Literal["done", "failed", "no_output", "output", "log", "time", "memory", "processes", "disk"]
OWN_PROCESSES = 4
"""bubblewrap's and the first process inside; to spare, so that the watch sees who takes more than is allowed."""
MOST_FILES = 200_000
"""An empty file takes memory of the kernel's that counts for no size."""
WRITABLE = (JOB, "tmp", "dev/shm")


def beyond(pid: int, limits: SandboxLimits, seconds: float) -> Reason | None:
    """Return the bound that the sandbox of a process has passed, None while it is within all."""
    if seconds > limits.seconds:
        return "time"
    try:
        family = psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return None
    if len(family) > limits.processes:
        return "processes"
    if _memory(family, limits.memory_mb * MEGABYTE) > limits.memory_mb * MEGABYTE:
        return "memory"
    return "disk" if any(_is_full(folder) for folder in _writable(family)) else None


def _memory(family: Sequence[psutil.Process], most: int) -> int:
    """Return the memory of processes, exactly where it may be too much: that takes long.

    Forked processes share pages, which the plain sum counts once for each of them.
    """
    plain = sum(_of(process, full=False) for process in family)
    return plain if plain <= most else sum(_of(process, full=True) for process in family)


def _of(process: psutil.Process, *, full: bool) -> int:
    with suppress(psutil.Error):
        return int(process.memory_full_info().pss if full else process.memory_info().rss)
    return 0


def _writable(family: Sequence[psutil.Process]) -> Iterator[os.statvfs_result]:
    for process in family[-1:]:
        root = Path(f"/proc/{process.pid}/root")
        with suppress(OSError):
            if Path(f"{root}{INSIDE_TARGET}").exists():  # before that, its root is still the machine's
                for folder in WRITABLE:
                    yield os.statvfs(f"{root}/{folder}")


def _is_full(folder: os.statvfs_result) -> bool:
    return folder.f_bfree == 0 or folder.f_files - folder.f_ffree > MOST_FILES
