"""Limits of a worker process: memory, processor time per task, and a clean environment.

Limits are the kernel's. Time is counted as processor time, since a busy machine must not make a good photo a bad one.
Windows offers neither: there a task is ended by the clock alone (`webapp.workers.worker`).
"""

from __future__ import annotations

import importlib
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import ModuleType

from dataset.system.endings import OUT_OF_TIME

MEGABYTE = 1 << 20
OPEN_FILES = 256
"""A worker has about ten open; what reads many, such as a gallery, closes each."""
LIBRARIES = (
    "OPENCV_FOR_THREADS_NUM",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMBA_NUM_THREADS",
)
ONE_THREAD = dict.fromkeys(LIBRARIES, "1")
"""As many workers as the operator wants share the cores; no library may take all of them for one task."""
WINDOWS = (
    "SYSTEMROOT",
    "SYSTEMDRIVE",
    "PATHEXT",
    "COMSPEC",
    "TEMP",
    "TMP",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
)
"""Without the first, Windows makes no sockets."""
KEPT = frozenset({"PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "VIRTUAL_ENV", "LD_LIBRARY_PATH", *WINDOWS})
KEPT_BEGINNINGS = (
    "LC_",
    "PYTHON",
    "NUMBA_",
    "OPENBLAS_",
    "NPY_",
    "OPENCV_CPU_",
    "DYLD_",
    "XDG_",
    "COVERAGE_",
)
"""Those of the numeric libraries choose their code by processor: the last digits of a homography depend on it."""


def surroundings(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment for processes that decode untrusted files: without tokens, keys and passwords."""
    kept = {
        name: value for name, value in environment.items() if name in KEPT or name.startswith(KEPT_BEGINNINGS)
    }
    return kept | ONE_THREAD


def limit_memory(megabytes: int) -> None:
    """Limit this process's memory; 0 sets no limit."""
    resource = _resource()
    if resource is None:
        return
    if megabytes:
        with suppress(ValueError, OSError):  # macOS knows the limit and takes none
            resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, resource.RLIM_INFINITY))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold patients' x-rays


def limit_files(megabytes: int) -> None:
    """Limit how many files are open at once, and how large one may grow; 0 sets no limit of size."""
    resource = _resource()
    if resource is None:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
        if megabytes:
            resource.setrlimit(resource.RLIMIT_FSIZE, (megabytes * MEGABYTE, megabytes * MEGABYTE))


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Kill this process (``OUT_OF_TIME``) when the block exceeds that processor time."""
    if OUT_OF_TIME is None:
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def stand_back(nice: int) -> None:
    """Lower this process's priority, where the system counts priorities so."""
    if hasattr(os, "nice"):
        os.nice(nice)


def is_about_memory(error: Exception) -> bool:
    """Return whether an exception says that memory ran out."""
    no_memory_in_opencv = -4
    return isinstance(error, MemoryError) or getattr(error, "code", None) == no_memory_in_opencv


def _resource() -> ModuleType | None:
    try:
        return importlib.import_module("resource")
    except ImportError:
        return None
