"""Processes that make one picture after another keep the memory of the last for the next."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROUNDS = 20
PAGES_OF_A_ROUND = 3 * 320
FAULTS = f"""
import resource
import sys
import numpy as np
from dataset.system.allocator import keep_freed_memory

def pictures():
    return [np.ones((1031, 1270), np.uint8) for _ in range(3)]

kept = len(sys.argv) > 1 and keep_freed_memory()
pictures(), pictures()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range({ROUNDS}):
    pictures()
print(kept, resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def page_faults(*arguments: str) -> tuple[bool, int]:
    """Return whether a process could keep its memory, and how many pages it asked for in all rounds."""
    command = [sys.executable, "-c", FAULTS, *arguments]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    kept, faults = ran.stdout.split()
    return kept == "True", int(faults)


@pytest.mark.processes
@pytest.mark.skipif(sys.platform != "linux", reason="the memory of glibc")
def test_a_process_asks_for_the_pages_of_its_pictures_once() -> None:
    kept, faults = page_faults("keep")
    if not kept:
        pytest.skip("this C library keeps memory in its own way")
    assert faults < PAGES_OF_A_ROUND
    assert page_faults()[1] > ROUNDS / 2 * PAGES_OF_A_ROUND
