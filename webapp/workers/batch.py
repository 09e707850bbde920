"""The confinement of the processes of ``chexphoto synthesize``: a worker's limits, and its cage."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from dataset.batch.confinement import Confinement
from webapp.workers.cage import CommandFiles, FileRules, enter
from webapp.workers.limits import limit_files, limit_memory, processor_time

DECODING_LIMIT_S = 60.0
"""Processor time of the decoding of one x-ray; what is made of it afterwards takes as long as was asked for."""
MEMORY_MB = 8000
"""Twice a worker's: a pipeline holds an x-ray several times."""


def batch_confinement(read: Iterable[Path], written: Path, memory_mb: int = MEMORY_MB) -> Confinement:
    """Return what confines the processes of a run.

    Args:
        read: The folders and files of the x-rays.
        written: The data set that is made.
        memory_mb: The most memory that each may have, in MB; 0 sets no limit.
    """
    rules = CommandFiles(read, [written]).rules()
    return Confinement(partial(_enter, rules, memory_mb), partial(processor_time, DECODING_LIMIT_S))


def _enter(rules: FileRules, memory_mb: int) -> None:
    limit_memory(memory_mb)
    limit_files(memory_mb)
    enter(rules)
