"""Cost of a photo of twelve megapixels: CPU time beyond decoding, and photos a second on two cores."""

import multiprocessing
import os
import statistics
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np

import matching
import transforms
from benchmarks.verification_judging import ONE_THREAD
from dataset.images.encode import encode_image
from dataset.images.reading import read_at_least
from dataset.phantoms import draw_patient, draw_xray

LEVELS = (1, 2, 3, 4)
PROCESSES = 2


def take(work: Path) -> list[Path]:
    """Return one native photo a level, as JPEG files."""
    xray = draw_xray(draw_patient(1), "frontal")
    camera = transforms.get("screen_photo", iphone8=True, native=True)
    files = []
    for level in LEVELS:
        file = work / f"native-{level}.jpg"
        if not file.exists():
            params = camera.sample(level, (xray.shape[1], xray.shape[0]), np.random.default_rng(level))
            file.write_bytes(encode_image(camera.apply(xray, params), "jpeg", 92))
        files.append(file)
    return files


def measure(files: list[Path], runs: int) -> dict[str, float]:
    """Return the median CPU ms of decoding (reduced) and of the rest, and photos a second of two processes."""
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    with multiprocessing.get_context("spawn").Pool(PROCESSES, _begin) as pool:
        pool.map(_one, files, chunksize=1)
        pool.map(_one, files, chunksize=1)
        begun = time.perf_counter()
        times = pool.map(_one, files * runs, chunksize=1)
        took = time.perf_counter() - begun
    return {
        "decoding": statistics.median(decoding for decoding, _ in times),
        "beyond": statistics.median(beyond for _, beyond in times),
        "a second": len(times) / took,
    }


def _begin() -> None:
    global _reference, _context
    cv2.setNumThreads(1)
    _reference = matching.make_reference(draw_xray(draw_patient(1), "frontal"))
    _context = matching.Context(
        {2: matching.make_reference(draw_xray(draw_patient(2), "frontal"))}, before=(2,)
    )


def _one(file: Path) -> tuple[float, float]:
    """Return CPU ms of decoding, and of everything after it."""
    begun = time.process_time()
    pixels: Any = read_at_least(file, matching.LONG_SIDE)
    decoded = time.process_time()
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    matching.verify(grey, _reference, _context, scale=2.0)
    return (decoded - begun) * 1000, (time.process_time() - decoded) * 1000


_reference: matching.Reference
_context: matching.Context
