"""Limits of a worker process: memory, processor time per task, and a clean environment.

Limits are the kernel's. Time is counted as processor time, since a busy machine must not make a good photo a bad one.
"""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

MEGABYTE = 1 << 20
LIBRARIES = (
    "OPENCV_FOR_THREADS_NUM",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMBA_NUM_THREADS",
)
ONE_THREAD = dict.fromkeys(LIBRARIES, "1")
"""As many workers as the operator wants share the cores; no library may take all of them for one task."""
KEPT = frozenset({"PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "VIRTUAL_ENV", "LD_LIBRARY_PATH"})
KEPT_BEGINNINGS = ("LC_", "PYTHON", "NUMBA_", "DYLD_", "XDG_", "COVERAGE_")
OUT_OF_TIME = signal.SIGPROF
CRASHES = frozenset({signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGILL})


def surroundings(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment for processes that decode untrusted files: without tokens, keys and passwords."""
    kept = {
        name: value for name, value in environment.items() if name in KEPT or name.startswith(KEPT_BEGINNINGS)
    }
    return kept | ONE_THREAD


def limit_memory(megabytes: int) -> None:
    """Limit this process's memory; 0 sets no limit."""
    if megabytes:
        with suppress(ValueError, OSError):  # macOS knows the limit and takes none
            resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, resource.RLIM_INFINITY))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold patients' x-rays


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Kill this process (``OUT_OF_TIME``) when the block exceeds that processor time."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def is_about_memory(error: Exception) -> bool:
    """Return whether an exception says that memory ran out."""
    no_memory_in_opencv = -4
    return isinstance(error, MemoryError) or getattr(error, "code", None) == no_memory_in_opencv
