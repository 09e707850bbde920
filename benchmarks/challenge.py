"""The overhead of a submitted program: from its unpacked archive to scores, less the time of the program itself.

python -m benchmarks.challenge --runs 5
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import numpy as np

from dataset.scoring.predictions import COMPETITION
from dataset.scoring.truth import Truth
from webapp.challenge.runs.order import RunOrder
from webapp.challenge.sandbox import SandboxLimits
from webapp.challenge.submission_queue import MODULE
from webapp.challenge.withheld.folder import ChallengeFolder
from webapp.workers.line_process import LineProcess

STUDIES = 668
"""As many as the CheXphoto competition's test set has."""
PROGRAM = """
import csv, sys
with open(sys.argv[1]) as given, open(sys.argv[2], "w", newline="") as made:
    writer = csv.writer(made)
    writer.writerow(["Study", *COLUMNS])
    for number, row in enumerate(csv.DictReader(given)):
        writer.writerow([row["Path"].rpartition("/")[0], *[number % 97 / 97] * 5])
"""


def make_challenge(root: Path) -> RunOrder:
    """Write a set, and a program that takes no time."""
    folder = ChallengeFolder(root / "challenge")
    folder.make()
    paths = tuple(f"Set-v1.0/valid/patient{number:05d}/study1/view1.jpg" for number in range(STUDIES))
    for path in paths:
        (folder.images / path).parent.mkdir(parents=True)
        (folder.images / path).write_bytes(b"picture")
    labels = np.random.default_rng(1).integers(0, 2, (STUDIES, len(COMPETITION))).astype(float)
    folder.write_truth({"clean": Truth(paths, COMPETITION, labels)})
    archive = root / "program.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("src/predict.py", PROGRAM.replace("COLUMNS", repr(COMPETITION)))
    return RunOrder(
        folder=str(folder.path),
        upload=str(archive),
        command="python src/predict.py input.csv output.csv",
        number=1,
        python=sys.executable,
        data_root=str(root),
        work=str(folder.work / "one"),
        unpacked_mb=100,
        limits=SandboxLimits(),
    )


def overhead(order: RunOrder, root: Path) -> float:
    """Return the seconds of one run that are not the program's."""
    file = root / "order.json"
    order.write(file)
    began = time.monotonic()
    process = LineProcess(MODULE, [str(file)], root / "log")
    [*_, end] = map(json.loads, process.lines())
    whole = time.monotonic() - began
    process.end()
    if end["code"]:
        raise SystemExit(f"{end['code']}: {end['message']} {end['log']} {(root / 'log').read_text()}")
    return whole - float(end["seconds"])


def main() -> None:
    """Print the overhead of each run, and their median."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        order = make_challenge(Path(folder))
        seconds = [overhead(order, Path(folder)) for _ in range(runs)]
    print("overhead of each submission, s:", *(f"{each:.2f}" for each in seconds))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"processor time of each, the program's included: {(used.ru_utime + used.ru_stime) / runs:.2f} s")
    print(f"median {statistics.median(seconds):.2f} s of {STUDIES} studies, target 1 s")


if __name__ == "__main__":
    main()
