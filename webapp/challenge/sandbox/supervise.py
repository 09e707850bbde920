"""Runs a program in a sandbox and ends it when it goes beyond its bounds.

The kernel's limits, set inside, hold at once but say nothing; the watch from outside is what gives the reason.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from webapp.challenge.sandbox.inside import STARTED
from webapp.challenge.sandbox.limits import MEGABYTE, SandboxLimits
from webapp.challenge.sandbox.machine import SandboxMissing
from webapp.challenge.sandbox.mounts import INSIDE_TARGET, SandboxView, command_line
from webapp.challenge.sandbox.reading import Kept, PipeReader
from webapp.challenge.sandbox.trimming import trimmed
from webapp.challenge.sandbox.watch import OWN_PROCESSES, Reason, beyond

LOOK_S = 0.05
OPEN_FILES = 1024
MOST_LOG_BYTES = 50_000_000
KEPT_LOG_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a run.

    Attributes:
        reason: ``done``, or why it failed or was stopped.
        code: The program's exit code; 128 and more for a signal.
        output: The file of predictions.
        log: The end of what it printed, trimmed.
        seconds: How long it ran.
    """

    reason: Reason
    code: int
    output: bytes
    log: str
    seconds: float


def run_in_sandbox(
    view: SandboxView,
    limits: SandboxLimits,
    command: Sequence[str],
    output: str,
    beat: Callable[[float], None] = lambda _: None,
) -> Ended:
    """Run ``command`` in the working folder of a sandbox and return its ``output`` file.

    Args:
        view: What it sees.
        limits: How far it may go.
        command: The program and its arguments.
        output: Name of the file that it is to write.
        beat: Called with the seconds so far, many times a second.

    Raises:
        SandboxMissing: There is no sandbox on this machine, or it cannot be made.
    """
    started = time.monotonic()
    process = _start(view, limits, command, output)
    assert process.stdout is not None
    assert process.stderr is not None
    predictions = PipeReader(process.stdout, limits.output_bytes + len(STARTED), Kept.FIRST)
    log = PipeReader(process.stderr, KEPT_LOG_BYTES, Kept.LAST)
    stopped: Reason | None = None
    try:
        while stopped is None and not _has_ended(process):
            seconds = time.monotonic() - started
            beat(seconds)
            stopped = "log" if log.seen > MOST_LOG_BYTES else beyond(process.pid, limits, seconds)
    finally:
        process.kill()  # its children end with it
        process.wait()
    sent, said = predictions.finish(), log.finish()
    if not sent.startswith(STARTED):
        told = said.decode(errors="replace").strip()[-KEPT_LOG_BYTES:]
        raise SandboxMissing(f"The sandbox could not be made: {told or 'it ended at once'}")
    file = sent[len(STARTED) :]
    reason = stopped or _reason(process.returncode, file, predictions.overflowed)
    log_text = trimmed(said, limits.log_characters)
    return Ended(reason, process.returncode, file, log_text, time.monotonic() - started)


def _start(
    view: SandboxView, limits: SandboxLimits, command: Sequence[str], output: str
) -> subprocess.Popen[bytes]:
    kernel = {
        "AS": limits.memory_mb * MEGABYTE,
        "FSIZE": max(limits.scratch_mb * MEGABYTE, limits.output_bytes + 1),
        "NPROC": limits.processes + OWN_PROCESSES,
        "NOFILE": OPEN_FILES,
        "CORE": 0,
        "output": output,
    }
    inside = [str(view.python.executable), "-I", "-S", INSIDE_TARGET, json.dumps(kernel), *command]
    return subprocess.Popen(
        command_line(view, limits, inside),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": os.defpath},
        start_new_session=True,
    )


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(LOOK_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def _reason(code: int, file: bytes, overflowed: bool) -> Reason:
    if code:
        return "failed"
    if overflowed:
        return "output"
    return "done" if file else "no_output"
