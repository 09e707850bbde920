"""Ends of processes that decode images: by a crash of a library, or for too much processor time."""

from __future__ import annotations

import signal

OUT_OF_TIME: int | None = getattr(signal, "SIGPROF", None)
"""The signal of a timer of processor time; nothing else sends it."""
WINDOWS_CRASH = 0xC0000000
"""The least of Windows' statuses of a process that it ended for an error, an access to foreign memory among them."""
_CRASHES = frozenset(
    -getattr(signal, name)
    for name in ("SIGABRT", "SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL")
    if hasattr(signal, name)
)


def is_crash(status: int) -> bool:
    """Return whether a process ended so because a library failed in it."""
    return status in _CRASHES or status >= WINDOWS_CRASH


def is_out_of_time(status: int) -> bool:
    """Return whether a process ended so because it exceeded its processor time."""
    return OUT_OF_TIME is not None and status == -OUT_OF_TIME
