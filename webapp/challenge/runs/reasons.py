"""Sentences about the end of a program, which say nothing that the program itself chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from webapp.challenge.sandbox import Ended, Reason, SandboxLimits

SANDBOX_MISSING = (
    "This server cannot run programs at present. Tell whoever runs it; this does not count as one of the day."
)
SERVER_ENDED = (
    "The server ended while this ran, twice. Submit it again; this does not count as one of the day."
)
_SENTENCES: Mapping[Reason, Callable[[Ended, SandboxLimits], str]] = {
    "failed": lambda ended, _: f"The program ended with exit code {ended.code}.",
    "no_output": lambda *_: "The program ended without writing its predictions.",
    "output": lambda _, limits: f"The predictions are larger than {limits.output_bytes / 1e6:.1f} MB.",
    "log": lambda *_: "The program was stopped: it printed without end.",
    "time": lambda _, limits: f"The program was stopped: it ran longer than {limits.seconds:,.0f} s.",
    "memory": lambda _, limits: (
        f"The program was stopped: it took more than {limits.memory_mb:,} MB of memory."
    ),
    "processes": lambda _, limits: (
        f"The program was stopped: it started more than {limits.processes} processes."
    ),
    "disk": lambda _, limits: (
        f"The program was stopped: it wrote more than {limits.scratch_mb:,} MB to a disk."
    ),
}


def sentence_of(ended: Ended, limits: SandboxLimits) -> str:
    """Return why a program gave no predictions."""
    return _SENTENCES[ended.reason](ended, limits)
