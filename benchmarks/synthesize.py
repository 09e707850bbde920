"""Cost of a data set, from JPEG to JPEG: ``python -m benchmarks.synthesize``.

``chexphoto synthesize`` is run over copies of one x-ray, as users run it. CPU time is that of all its processes, less a
run over one x-ray (which is start-up), by image. Beside it: the same decoding and encoding in a loop and nothing else.
Memory is the peak of the worker. Status 1 when a figure misses its limit.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import psutil

from benchmarks.tables import machine, report
from dataset.images import read_image
from dataset.images.encode import encode_image
from dataset.phantoms import draw_patient, draw_xray
from webapp.workers.limits import ONE_THREAD

SIZES = {"small": (1245, 1031), "large": (2828, 2320)}
LIMITS_MS = {"small": 40.0, "large": 180.0}
LIMIT_RATIO = 1.3
LIMIT_MIB = 250.0
BEFORE = {
    "by hand": (6.2, 26.1),
    "identity": (10.3, 29.8),
    "digital": (10.2, 44.9),
    "photographic": (68.4, 323.8),
}
"""CPU ms, small and large, of the first version that was measured."""
LOOK_S = 0.02


@dataclass(frozen=True)
class Cost:
    """CPU milliseconds, of a run or of an image, and the most that the worker took, MiB."""

    ms: float
    mib: float


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--images", type=int, default=480, help="of the small x-ray; a tenth of the large one"
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chexphoto-benchmark-") as folder:
        small = _measure(Path(folder), "small", chosen.images, chosen.runs)
        large = _measure(Path(folder), "large", max(chosen.images // 10, 4), 1)
    lines, kept = _table(small, large, chosen)
    report("synthesize", lines, chosen.write)
    return 0 if kept else 1


def _measure(folder: Path, size: str, images: int, runs: int) -> dict[str, Cost]:
    """Return CPU milliseconds an image, and the worker's peak MiB, of each pipeline; they take turns."""
    csv = _data_set(folder / size, size, images)
    costs: dict[str, list[Cost]] = {}
    for run in range(runs):
        for pipeline in ("identity", "digital", "photographic"):
            out = folder / f"{size}-{run}-{pipeline}"
            start = _synthesize(csv, out / "one", pipeline, 1)
            whole = _synthesize(csv, out / "all", pipeline, images)
            ms = (whole.ms - start.ms) / (images - 1)
            costs.setdefault(pipeline, []).append(Cost(ms, whole.mib))
        costs.setdefault("by hand", []).append(Cost(_by_hand(csv, images), 0.0))
    return {
        pipeline: Cost(statistics.median(cost.ms for cost in each), max(cost.mib for cost in each))
        for pipeline, each in costs.items()
    }


def _data_set(folder: Path, size: str, images: int) -> Path:
    drawn = draw_xray(draw_patient(1), "frontal")
    data = encode_image(cv2.resize(drawn, SIZES[size], interpolation=cv2.INTER_CUBIC))
    lines = ["Path"]
    for number in range(1, images + 1):
        path = f"Bench-v1.0/train/patient{number:05}/study1/view1_frontal.jpg"
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_bytes(data)
        lines.append(path)
    csv = folder / "train.csv"
    csv.write_text("\n".join(lines) + "\n")
    return csv


def _synthesize(csv: Path, out: Path, pipeline: str, limit: int) -> Cost:
    """Run the command with one worker and watch its memory."""
    command = [str(Path(sys.executable).with_name("chexphoto")), "synthesize", "--csv", str(csv)]
    command += ["--out", str(out), "--pipeline", pipeline, "--limit", str(limit), "--workers", "1"]
    before = _children_s()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | ONE_THREAD
    ) as process:
        peak = [0.0]
        watch = threading.Thread(target=_watch, args=(process.pid, peak))
        watch.start()
        status = process.wait()
        watch.join()
    if status:
        raise SystemExit(f"{' '.join(command)}: status {status}")
    return Cost((_children_s() - before) * 1000, peak[0])


def _watch(pid: int, peak: list[float]) -> None:
    """Note the most memory that the worker of a run ever had."""
    while True:
        try:
            for child in psutil.Process(pid).children(recursive=True):
                if "spawn_main" in " ".join(child.cmdline()):
                    peak[0] = max(peak[0], _peak_mib(child.pid))
        except (psutil.Error, OSError):
            if not psutil.pid_exists(pid):
                return
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(LOOK_S)


def _peak_mib(pid: int) -> float:
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(status.get("VmHWM", "0 kB").split()[0]) / 1024


def _children_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _by_hand(csv: Path, images: int) -> float:
    """Return CPU milliseconds to decode and encode one x-ray, and nothing else."""
    cv2.setNumThreads(1)
    file = csv.parent / csv.read_text().split()[1]
    encode_image(read_image(file))
    begun = time.process_time()
    for _ in range(images):
        encode_image(read_image(file))
    return (time.process_time() - begun) / images * 1000


def _table(
    small: dict[str, Cost], large: dict[str, Cost], chosen: argparse.Namespace
) -> tuple[list[str], bool]:
    ratio = small["digital"].ms / small["by hand"].ms
    mib = max(cost.mib for cost in large.values())
    photographic = {"small": small["photographic"].ms, "large": large["photographic"].ms}
    kept = ratio <= LIMIT_RATIO and mib <= LIMIT_MIB
    kept = kept and all(photographic[size] <= limit for size, limit in LIMITS_MS.items())
    lines = [
        f"`python -m benchmarks.synthesize`; {machine()}; {chosen.images} copies of a drawn x-ray, JPEG to JPEG at "
        f"quality 95, one worker, median of {chosen.runs} runs in turns.",
        "",
        "| pipeline | CPU ms an image, small | before | large | before | worker's peak MiB, large |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for pipeline, (small_before, large_before) in BEFORE.items():
        name = "decode and encode by hand" if pipeline == "by hand" else f"`{pipeline}`"
        peak = "" if pipeline == "by hand" else f"{large[pipeline].mib:.0f}"
        lines.append(
            f"| {name} | {small[pipeline].ms:.1f} | {small_before} | {large[pipeline].ms:.1f} | {large_before} "
            f"| {peak} |"
        )
    overhead = small["digital"].ms / small["identity"].ms
    lines += [
        "",
        f"`photographic` {photographic['small']:.0f} and {photographic['large']:.0f} ms (limits "
        f"{LIMITS_MS['small']:.0f} and {LIMITS_MS['large']:.0f}); `digital` {ratio:.2f} x decoding "
        f"and encoding by hand (limit {LIMIT_RATIO}), {overhead:.2f} x `identity`; worker {mib:.0f} MiB "
        f"(limit {LIMIT_MIB:.0f}).",
    ]
    return lines, kept


if __name__ == "__main__":
    sys.exit(main())
