"""The worker processes of one command."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from webapp.settings import read_settings
from webapp.workers import WorkerNotReady, WorkerPool
from webapp.workers.cage import CommandFiles
from webapp.workers.client import WorkerClient


class NoDecoder(click.ClickException):
    """No process that decodes images can be started."""

    exit_code = 2


@contextmanager
def decoder_pool(
    workers: int = 1,
    *,
    read: Iterable[Path] = (),
    written: Iterable[Path] = (),
    data_root: Path | None = None,
) -> Iterator[WorkerPool]:
    """Start worker processes for one command, and end them with it.

    Args:
        workers: How many.
        read: What they read, as the user named it; what a task names is added.
        written: The folders that they write; they exist.
        data_root: The data root that the command works on, if any.
    """
    settings = read_settings()
    pool = WorkerPool(
        workers,
        time_limit_s=settings.worker_time_limit_s,
        memory_mb=settings.worker_memory_mb,
        files=CommandFiles(read, written, data_root),
    )
    try:
        yield pool
    finally:
        pool.close()


@contextmanager
def decoders(
    workers: int = 1, *, read: Iterable[Path] = (), data_root: Path | None = None
) -> Iterator[WorkerClient]:
    """Yield worker processes that write nothing, started for their first task; arguments as for `decoder_pool`."""
    starting, started = threading.Lock(), list[WorkerPool]()
    with ExitStack() as until_done:

        def run(task: str, /, **arguments: Any) -> Any:
            with starting:
                if not started:
                    pool = decoder_pool(workers, read=read, data_root=data_root)
                    started.append(until_done.enter_context(pool))
            try:
                return started[0].run(task, **arguments)
            except WorkerNotReady as error:  # a server would wait for better times
                raise NoDecoder(f"No image can be decoded: {error}") from error

        yield WorkerClient(run)
