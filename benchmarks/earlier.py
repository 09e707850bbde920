"""Peers of the transforms: this project at an earlier revision, and the paper's own code."""

import importlib
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BEFORE = "transforms_before"
ORIGINAL = """
import statistics, sys, time
import cv2, numpy as np
from PIL import Image
cv2.setNumThreads(1)
# Names that numpy and Pillow have dropped since it was written.
np.float, np.int, Image.ANTIALIAS = float, int, Image.Resampling.LANCZOS
folder, name, level, width, height, count = sys.argv[1:]
sys.path.insert(0, folder)
try:
    from transforms.constants import PERTURBATIONS
except ImportError:
    from constants import PERTURBATIONS
if name in PERTURBATIONS:
    rng = np.random.default_rng(3)
    image = Image.fromarray(rng.integers(0, 256, (int(height), int(width), 3)).astype(np.uint8))
    times = []
    for _ in range(int(count) + 1):
        start = time.process_time()
        PERTURBATIONS[name](int(level), image)
        times.append((time.process_time() - start) * 1e3)
    print(statistics.median(times[1:]))
"""
"""Its package is called `transforms` too, so it gets a process of its own."""


@cache
def revision(name: str) -> Any:
    """Return the package `transforms` as it was at a revision, imported beside today's.

    Raises:
        subprocess.CalledProcessError: there is no such revision, or no git.
    """
    folder = Path(tempfile.mkdtemp(prefix="transforms-before-"))
    packed = subprocess.run(
        ["git", "archive", name, "transforms"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed, check=True)
    # Its imports are relative, so it works under any name.
    (folder / "transforms").rename(folder / BEFORE)
    sys.path.append(str(folder))
    return importlib.import_module(BEFORE)


def original(folder: Path, name: str, level: int, size: tuple[int, int], count: int) -> float | None:
    """Return the median CPU milliseconds of the paper's code on RGB, None where it has no such transform."""
    arguments = [str(folder), name, str(level), *map(str, size), str(count)]
    run = subprocess.run(
        [sys.executable, "-c", ORIGINAL, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return float(run.stdout) if run.stdout else None
