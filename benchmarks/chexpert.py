"""All of CheXpert, extrapolated from many x-rays really done: ``python -m benchmarks.chexpert --images 20000``.

``chexphoto synthesize`` makes photographic photos of x-rays of the small size, with a worker for each core. The x-rays
are some drawn patients, each under many names, so that the files to read are small in number and all those to write
are there. Processor time counts, of the command and of all its workers: on a machine that does nothing else, the whole
takes that time divided by the cores. Status 1 when it would take longer than the limit.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import psutil

from benchmarks.tables import machine, report
from dataset.batch.checkpoint import FILE
from dataset.images.encode import encode_image
from dataset.phantoms.study import draw_study_patient
from dataset.phantoms.xray import draw_xray
from webapp.workers.limits import ONE_THREAD

CHEXPERT = 224_316
"""X-rays of CheXpert, training and validation."""
SIZE = (1245, 1031)
LIMIT_H = 1.5
LOOK_S = 0.5
WARM = 80
"""Photos after which the start is over."""


@dataclass(frozen=True)
class Run:
    """A run of the command.

    Attributes:
        images: Photos made.
        wall_s: Seconds that it took.
        cpu_s: Seconds of processors.
        warm: Photos made, and seconds of processors, once the start was over.
        loads: Of the machine, before and after.
    """

    images: int
    wall_s: float
    cpu_s: float
    warm: tuple[int, float]
    loads: tuple[float, float]

    @property
    def photo_ms(self) -> float:
        """CPU milliseconds a photo; the start, which compiles loops on a new installation, counts once and not here."""
        return (self.cpu_s - self.warm[1]) / (self.images - self.warm[0]) * 1000


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=20_000)
    parser.add_argument("--patients", type=int, default=24, help="x-rays that are really drawn")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--minutes", type=float, default=600, help="stop then, and count what is made")
    parser.add_argument("--folder", help="where images are written and removed again; some 0.3 MB each")
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chexphoto-benchmark-", dir=chosen.folder) as folder:
        csv = data_set(Path(folder), chosen.images, chosen.patients)
        run = synthesize(csv, Path(folder) / "out", chosen.workers, chosen.minutes * 60)
    hours = run.photo_ms / 1000 * CHEXPERT / chosen.workers / 3600
    report("chexpert", _lines(run, chosen, hours), chosen.write)
    return 0 if hours <= LIMIT_H else 1


def data_set(folder: Path, images: int, patients: int) -> Path:
    """Write a CSV of so many x-rays, which are links to a few files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"drawn-{number}.jpg" for number in range(min(patients, images))]
    for number, file in enumerate(files):
        drawn = draw_xray(draw_study_patient(number + 1), "frontal")
        small = np.asarray(cv2.resize(drawn, SIZE, interpolation=cv2.INTER_CUBIC), np.uint8)
        file.write_bytes(encode_image(small))
    lines = ["Path"]
    for number in range(images):
        path = f"Bench-v1.0/train/patient{number + 1:06}/study1/view1_frontal.jpg"
        (folder / path).parent.mkdir(parents=True)
        (folder / path).hardlink_to(files[number % len(files)])
        lines.append(path)
    csv = folder / "train.csv"
    csv.write_text("\n".join(lines) + "\n")
    return csv


def synthesize(csv: Path, out: Path, workers: int, seconds: float) -> Run:
    """Run the command to its end or for so long, and count what it made."""
    command = [str(Path(sys.executable).with_name("chexphoto")), "synthesize", "--csv", str(csv)]
    command += ["--out", str(out), "--name", "All", "--pipeline", "photographic", "--workers", str(workers)]
    begun, load = time.monotonic(), os.getloadavg()[0]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | ONE_THREAD
    ) as process:
        cpu, warm = 0.0, (0, 0.0)
        while process.poll() is None and time.monotonic() - begun < seconds:
            time.sleep(LOOK_S)
            cpu = max(cpu, _tree_s(process.pid))
            if not warm[0] and (first := _lines_of(out / "All" / FILE) - 1) >= WARM:
                warm = (first, cpu)
        wall, made = time.monotonic() - begun, _lines_of(out / "All" / FILE) - 1
        process.terminate()
    if made <= warm[0]:
        raise SystemExit(f"{' '.join(command)}: status {process.returncode}, {max(made, 0)} photos made")
    return Run(made, wall, cpu, warm, (load, os.getloadavg()[0]))


def _tree_s(pid: int) -> float:
    """Return the processor seconds of the command and its workers so far; 0 once it has ended."""
    try:
        command = psutil.Process(pid)
        times = [each.cpu_times() for each in (command, *command.children(recursive=True))]
    except psutil.Error:
        return 0.0
    return sum(each.user + each.system for each in times)


def _lines_of(file: Path) -> int:
    """Return the lines of a run's record: one on the run, and one for each photo."""
    return sum(1 for _ in file.open()) if file.exists() else 0


def _lines(run: Run, chosen: argparse.Namespace, hours: float) -> list[str]:
    whole = "" if run.images == chosen.images else f", stopped after {chosen.minutes:.0f} minutes"
    return [
        f"`python -m benchmarks.chexpert --images {chosen.images}`; {machine()} (at the start {run.loads[0]:.1f}); "
        f"{SIZE[0]} x {SIZE[1]}, `photographic`, {chosen.workers} workers{whole}.",
        "",
        "| photos made | CPU ms a photo, after the start | took here | CheXpert's 224,316 in CPU hours | on "
        f"{chosen.workers} cores that do nothing else |",
        "| ---: | ---: | ---: | ---: | ---: |",
        f"| {run.images:,} | {run.photo_ms:.1f} | {run.wall_s / 60:.1f} min | "
        f"{hours * chosen.workers:.2f} h | {hours:.2f} h (limit {LIMIT_H:.1f} h) |",
    ]


if __name__ == "__main__":
    sys.exit(main())
