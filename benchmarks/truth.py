"""Cost of recording where everything went: ``python -m benchmarks.truth``.

A photo of the camera model as `apply` makes it, as the command and the REST API make it (pixels, homography, corners),
and with all of the ground truth (displacement and masks too), which ``--truth`` and ``POST /transforms/.../truth``
ask for.  CPU time on one thread; the three take turns and the median counts.  Status 1 when the second costs more than
1.2 times the first.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable

import cv2
import numpy as np

import transforms
from benchmarks.tables import machine, report
from dataset.phantoms import draw_patient, draw_xray

SIZE = (1245, 1031)
PIPELINES = ("screen_photo", "film_photo")
LIMIT_RATIO = 1.2


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    costs = {name: _measure(name, chosen.runs) for name in PIPELINES}
    lines = [
        f"`python -m benchmarks.truth`; {machine()}; x-ray of {SIZE[0]} x {SIZE[1]}, level 1; CPU milliseconds, one "
        f"thread, median of {chosen.runs} runs in turns; limit of the second: {LIMIT_RATIO} x the first.",
        "",
        "| photo | `apply` | as command and REST make it | with all ground truth |",
        "| --- | ---: | ---: | ---: |",
    ]
    lines += [
        f"| `{name}` | {pixels:.0f} | {made:.0f} ({made / pixels:.2f} x) | {whole:.0f} ({whole / pixels:.1f} x) |"
        for name, (pixels, made, whole) in costs.items()
    ]
    report("truth", lines, chosen.write)
    return 0 if all(made <= LIMIT_RATIO * pixels for pixels, made, _ in costs.values()) else 1


def _measure(name: str, runs: int) -> tuple[float, ...]:
    drawn = draw_xray(draw_patient(1), "frontal")
    xray = np.asarray(cv2.resize(drawn, SIZE, interpolation=cv2.INTER_CUBIC), np.uint8)
    pipeline = transforms.Pipeline.parse(name)
    params = pipeline.sample(1, SIZE, seed=1)
    ways: tuple[Callable[[], object], ...] = (
        lambda: pipeline.apply(xray, params),
        lambda: pipeline.render(xray, params, masks=False, displacement=False),
        lambda: pipeline.render(xray, params),
    )
    for way in ways:
        way()
    turns = [[_cpu_ms(way) for way in ways] for _ in range(runs)]
    return tuple(statistics.median(turn[position] for turn in turns) for position in range(len(ways)))


def _cpu_ms(way: Callable[[], object]) -> float:
    begun = time.process_time()
    way()
    return (time.process_time() - begun) * 1000


if __name__ == "__main__":
    sys.exit(main())
