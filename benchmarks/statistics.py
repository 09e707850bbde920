"""The time and memory that statistics of all of CheXpert take: ``python -m benchmarks.statistics``.

Draws a CSV of as many rows as CheXpert's ``train.csv`` has, and counts it in a process of its own.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.tables import machine, report
from dataset.chexpert import COLUMNS, OBSERVATIONS
from dataset.statistics import read_statistics, written

ROWS = 223_414
MOST_SECONDS, MOST_MIB = 5, 1024


def rows() -> Iterator[str]:
    """Yield the lines of a CSV: patients with studies of one or two views."""
    draw = random.Random(1)
    yield ",".join(COLUMNS)
    for patient in range(1, ROWS + 1):
        for study in range(1, draw.choice((2, 2, 3, 4, 6))):
            labels = ",".join(draw.choice(("1.0", "0.0", "-1.0", "", "", "")) for _ in OBSERVATIONS)
            place = f"CheXpert-v1.0/train/patient{patient:05}/study{study}"
            person = f"{draw.choice(('Male', 'Female'))},{draw.randint(18, 90)}"
            yield f"{place}/view1_frontal.jpg,{person},Frontal,AP,{labels}"
            if draw.random() < 0.25:
                yield f"{place}/view2_lateral.jpg,{person},Lateral,,{labels}"


def measure(csv: Path) -> tuple[float, float, float]:
    """Return seconds, seconds of CPU and MiB of this process for counting a CSV."""
    begun, cpu = time.perf_counter(), time.process_time()
    written(read_statistics(csv), "text")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return time.perf_counter() - begun, time.process_time() - cpu, memory


def main() -> None:
    """Measure, and print or write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", metavar="PAGE", help="Put the result into this page.")
    parser.add_argument("--csv", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.csv:
        print(*measure(options.csv))
        return
    with tempfile.TemporaryDirectory() as folder:
        csv = Path(folder) / "train.csv"
        lines = (line for _, line in zip(range(ROWS + 1), rows(), strict=False))
        csv.write_text("\n".join(lines) + "\n")
        command = [sys.executable, "-m", "benchmarks.statistics", "--csv", str(csv)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, cpu, memory = (float(word) for word in told.split())
    lines_of_report = [
        f"`python -m benchmarks.statistics`; {machine()}; a CSV of {ROWS:,} rows.",
        "",
        "| | measured | limit |",
        "| --- | ---: | ---: |",
        f"| seconds | {seconds:.1f} | {MOST_SECONDS} |",
        f"| of them CPU | {cpu:.1f} | |",
        f"| memory, MiB | {memory:.0f} | {MOST_MIB:,} |",
    ]
    report("statistics", lines_of_report, options.write)


if __name__ == "__main__":
    main()
