"""Cost of looking for x-rays that are the same, as their number grows: ``python -m benchmarks.twins``.

Prints and points of drawn x-rays, and generated ones made of their points (real points mixed and made noisy) up to the
numbers measured; a twentieth are copies of another, with a tenth of their points gone.  CPU time of one process; the
pairs found are then compared on their pixels by all workers.  Status 1 when points cost more than twice what their
number says, or a copy is not found.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np

from benchmarks.loose import filled
from benchmarks.tables import machine, report
from dataset.phantoms import draw_patient, draw_xray
from matching import make_reference
from matching.duplicates import alike_points, alike_prints
from matching.features.points import Descriptors, xray_points

NUMBERS = (2_000, 10_000)
COPIES = 20
Found = TypeVar("Found")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drawn", type=int, default=12)
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    drawn = {
        number: xray_points(make_reference(draw_xray(draw_patient(number), "frontal")))
        for number in range(1, chosen.drawn + 1)
    }
    rows = [_measure(drawn, number) for number in NUMBERS]
    growth = rows[1][2] / rows[0][2]
    kept = growth <= 2 * NUMBERS[1] / NUMBERS[0] and all(row[3] == row[4] for row in rows)
    lines = [
        f"`python -m benchmarks.twins`; {machine()}; {chosen.drawn} drawn x-rays and generated ones, 200 points each.",
        "",
        "| x-rays | by prints, CPU s | by points, CPU s | copies found | pairs to compare |",
        "| ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {n:,} | {prints:.1f} | {points:.1f} | {hit} of {there} | {pairs:,} |"
            for n, prints, points, hit, there, pairs in rows
        ),
        "",
        f"Five times the x-rays cost {growth:.1f} times the time by points (limit {2 * NUMBERS[1] // NUMBERS[0]}).",
    ]
    report("twins", lines, chosen.write)
    return 0 if kept else 1


def _measure(drawn: Mapping[int, Descriptors], number: int) -> tuple[int, float, float, int, int, int]:
    rng = np.random.default_rng(3)
    points = filled(drawn, number)
    copies = list(range(COPIES, number + 1, COPIES))
    for copy in copies:
        original = points[copy - 1]
        noisy = original + rng.normal(0, 4, original.shape)
        points[copy] = np.clip(noisy, 0, 255).astype(np.uint8)[rng.random(len(original)) > 0.1]
    prints = {index: rng.integers(0, 256, 32, dtype=np.uint8) for index in points}
    of_prints, _ = _timed(lambda: list(alike_prints(prints)))
    of_points, pairs = _timed(lambda: alike_points(points))
    hit = len({(copy - 1, copy) for copy in copies} & set(pairs))
    return number, of_prints, of_points, hit, len(copies), len(pairs)


def _timed(work: Callable[[], Found]) -> tuple[float, Found]:
    begun = time.process_time()
    found = work()
    return time.process_time() - begun, found


if __name__ == "__main__":
    sys.exit(main())
