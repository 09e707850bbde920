"""Drawn x-rays for the tests, each drawn once for all processes and later runs, until the drawing changes.

To draw one takes half a second of processor time, and many tests want the same few.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from dataset import phantoms
from dataset.phantoms import NAME, draw_patient, draw_xray, make_demo_dataset

Grey = NDArray[np.uint8]
MOST = 30
"""No test wants more of the demo's x-rays."""


@cache
def frontal(number: int) -> Grey:
    """Return the frontal x-ray of a drawn patient."""
    with _kept() as folder:
        file = folder / f"frontal-{number}.npy"
        if not file.exists():
            part = file.with_suffix(".part.npy")
            np.save(part, draw_xray(draw_patient(number), "frontal"))
            part.rename(file)
    pixels: Grey = np.load(file)
    pixels.flags.writeable = False
    return pixels


def demo_dataset(folder: Path, count: int) -> Path:
    """Make what `make_demo_dataset` makes in a folder, out of copies; return the CSV's path."""
    with _kept() as kept:
        whole = make_demo_dataset(kept, MOST)
    header, *rows = whole.read_text().splitlines(keepends=True)[: count + 1]
    for row in rows:
        path = row.split(",")[0]
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept / path, folder / path)
    csv = folder / NAME / "train.csv"
    csv.write_text(header + "".join(rows), newline="")
    return csv


@contextmanager
def _kept() -> Iterator[Path]:
    """Open the folder of what has been drawn; the other processes wait meanwhile."""
    folder = Path(__file__).parents[1] / ".pytest_cache" / "drawn-xrays" / _drawing()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


@cache
def _drawing() -> str:
    """Return a name for the way of drawing: the code, and the libraries that it calls."""
    parts = [np.__version__.encode(), cv2.__version__.encode()]
    parts += [path.read_bytes() for path in sorted(Path(phantoms.__file__).parent.glob("*.py"))]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]
