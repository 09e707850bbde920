"""CPU time of verification and aiming, beside that of an earlier revision in the same run.

    python -m benchmarks.matching_cost [--before c0381fd] [--runs 8] [--write docs/benchmarks.md]

Photos have twelve megapixels and are decoded reduced, which is not counted; frames have 1280 pixels. Both codes take
turns on each of them, so that what else the machine does slows both alike.
"""

import argparse
import importlib
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

import matching
from benchmarks.tables import machine, report
from benchmarks.verification_judging import ONE_THREAD
from benchmarks.verification_speed import LEVELS, take
from dataset.images.reading import read_at_least
from dataset.phantoms import draw_patient, draw_xray

Grey = NDArray[np.uint8]
ROOT = Path(__file__).parents[1]
GOAL_VERIFY, GOAL_AIM = 60.0, 80.0


class Code:
    """One revision of `matching`, with references of its own."""

    def __init__(self, package: ModuleType) -> None:
        self._package: Any = package
        self._own, other = (package.make_reference(draw_xray(draw_patient(n), "frontal")) for n in (1, 2))
        self._context = package.Context({2: other}, before=(2,))

    def verify(self, photo: Grey) -> None:
        """Compare a photo with its x-ray and with the one shown before."""
        assert self._package.verify(photo, self._own, self._context, scale=2.0).verdict == "verified"

    def find_features(self, photo: Grey) -> None:
        """Reduce a photo and find its features, which is a part of `verify`."""
        assert len(self._package.prepare_photo(photo, scale=2.0).features)

    def aim(self, frame: Grey) -> None:
        """Analyse a frame."""
        assert self._package.aim(frame, self._own).match.verdict == "verified"


def earlier(revision: str) -> ModuleType:
    """Import `matching` as it was at a revision; its modules stay apart from today's."""
    folder = tempfile.mkdtemp(prefix="matching-before-")
    packed = subprocess.run(
        ["git", "archive", revision, "matching"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    subprocess.run(["tar", "-x", "-C", folder], input=packed, check=True)
    # Its imports are absolute: today's modules step aside while those of the revision are imported.
    today = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "matching"}
    for name in today:
        del sys.modules[name]
    sys.path.insert(0, folder)
    try:
        return importlib.import_module("matching")
    finally:
        sys.path.remove(folder)
        sys.modules.update(today)


def measure(
    do: Callable[[Code, Grey], None], codes: list[Code], pictures: list[Grey], runs: int
) -> list[list[float]]:
    """Return the median CPU milliseconds of each code for each picture."""
    times: list[list[list[float]]] = [[[] for _ in pictures] for _ in codes]
    for run in range(runs + 1):
        for place, picture in enumerate(pictures):
            for code, of_code in zip(codes, times, strict=True):
                begun = time.process_time()
                do(code, picture)
                if run:  # the first run fills caches
                    of_code[place].append((time.process_time() - begun) * 1000)
    return [[float(np.median(each)) for each in of_code] for of_code in times]


def main() -> int:
    """Measure and print; status 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--before", default="c0381fd", help="revision to compare with")
    parser.add_argument("--runs", type=int, default=8)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "chexphoto-verification")
    parser.add_argument("--write", metavar="PAGE", help="Markdown page whose section is replaced")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    # A process of its own: libraries read the variables as they are loaded.
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        lines, kept = pool.apply(_rows, (options.work, options.before, options.runs))
    head = [
        f"`python -m benchmarks.matching_cost --before {options.before} --runs {options.runs}`; {machine()}; CPU "
        f"milliseconds, one thread, median of {options.runs} runs, at levels {', '.join(map(str, LEVELS))}; both codes "
        "by turns.",
        "",
        "| what | before | now | now / before | goal (median) |",
        "| --- | --- | --- | ---: | ---: |",
    ]
    report("matching_cost", [*head, *lines], options.write)
    return 0 if kept else 1


def _rows(work: Path, revision: str, runs: int) -> tuple[list[str], bool]:
    """Return the rows of the table, and whether the goals are met."""
    cv2.setNumThreads(1)
    photos = [_grey(read_at_least(file, matching.LONG_SIDE)) for file in take(work)]
    side = matching.LONG_SIDE
    frames = [
        np.asarray(
            cv2.resize(p, (side, side * p.shape[0] // p.shape[1]), interpolation=cv2.INTER_AREA), np.uint8
        )
        for p in photos
    ]
    codes = [Code(earlier(revision)), Code(matching)]
    lines, kept = [], True
    for what, do, pictures, goal in (
        ("`verify`, photo of 12 MP, beyond decoding", Code.verify, photos, GOAL_VERIFY),
        ("of it, to reduce the photo and find its features", Code.find_features, photos, None),
        ("`aim`, frame of 1280 px", Code.aim, frames, GOAL_AIM),
    ):
        before, now = measure(do, codes, pictures, runs)
        kept &= goal is None or float(np.median(now)) <= goal
        lines.append(_row(what, before, now, goal))
    return lines, kept


def _grey(pixels: Any) -> Grey:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels, np.uint8)


def _row(what: str, before: list[float], now: list[float], goal: float | None) -> str:
    of_levels = (", ".join(f"{value:.0f}" for value in values) for values in (before, now))
    missed = "" if goal is None or float(np.median(now)) <= goal else " **missed**"
    ratio = float(np.median(np.array(now) / np.array(before)))
    return f"| {what} | {' | '.join(of_levels)} | {ratio:.2f} | {'' if goal is None else f'{goal:.0f}'}{missed} |"


if __name__ == "__main__":
    sys.exit(main())
