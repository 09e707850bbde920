"""Sizes of x-rays, read from their headers by worker processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from webapp.pixels.interface import Sizes
from webapp.workers import Priority, WorkerEnded
from webapp.workers.client import OnBusy, WorkerClient

HEADERS_AT_ONCE = 100


def read_sizes(workers: WorkerClient, xrays: Mapping[int, Path], on_busy: OnBusy = "raise") -> Sizes:
    """Return (width, height) of each x-ray, upright, by index, and the reasons for unknown ones.

    Raises:
        ApiError: ``server_busy``, unless busy workers are waited for.
    """
    files = list(xrays.items())
    parts = (dict(files[start : start + HEADERS_AT_ONCE]) for start in range(0, len(files), HEADERS_AT_ONCE))
    return _sizes_of(workers, parts, on_busy)


def _sizes_of(workers: WorkerClient, parts: Iterable[dict[int, Path]], on_busy: OnBusy) -> Sizes:
    sizes: dict[int, tuple[int, int]] = {}
    unknown: dict[int, str] = {}
    for part in parts:
        known, hidden = _sizes(workers, part, on_busy)
        sizes |= known
        unknown |= hidden
    return sizes, unknown


def _sizes(workers: WorkerClient, xrays: dict[int, Path], on_busy: OnBusy) -> Sizes:
    try:
        found: Sizes = workers.run("upright_sizes", Priority.REST, on_busy, files=xrays)
        return found
    except WorkerEnded as error:
        if len(xrays) == 1:
            return {}, dict.fromkeys(xrays, f"its x-ray cannot be read: {error.reason}")
    # One of them ended the worker.
    return _sizes_of(workers, ({index: file} for index, file in xrays.items()), on_busy)
