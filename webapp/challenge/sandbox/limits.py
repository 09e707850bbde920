"""Bounds on one run of a stranger's program."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """Bounds on one run.

    Attributes:
        seconds: Time from start to end.
        memory_mb: Memory of each process, and of all together.
        processes: Processes and threads at once.
        scratch_mb: Space to write in, in memory: each of the working folder, ``/tmp`` and ``/dev/shm``.
        output_bytes: Size of the file of predictions.
        log_characters: Length of the log that is given back.
    """

    seconds: float = 3600
    memory_mb: int = 8000
    processes: int = 256
    scratch_mb: int = 1000
    output_bytes: int = 50_000_000
    log_characters: int = 300
