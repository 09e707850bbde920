"""Cost of a physically modelled photo: CPU time and memory, one thread, and whether every run gives the same bytes.

``python -m benchmarks.camera [--runs 7] [--write docs/benchmarks.md]`` photographs a drawn chest x-ray with
`screen_photo` and `film_photo` at two megapixels and with all of a twelve-megapixel sensor, each in a process of its
own, and shoots frames with the fixed camera of the virtual phone. Status 1 when a figure misses its limit.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.tables import machine, report

LIMITS_MS = {"2 MP": 120.0, "12 MP": 800.0}
LIMIT_MIB = 300.0
BEFORE = {
    ("screen_photo", "2 MP"): ("200-223", 256),
    ("screen_photo", "12 MP"): ("1,281-1,692", 375),
    ("film_photo", "2 MP"): ("269-321", 287),
    ("film_photo", "12 MP"): ("1,259-1,431", 382),
}
"""CPU ms and MiB when each photosite was computed by itself, measured likewise."""
FRAMES_PER_S = 10.0
ONE_THREAD = {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def measure(name: str, size: str, xray: str, runs: int) -> dict[str, Any]:
    """Return CPU milliseconds by level, peak MiB and digest of one kind of photo; to be run in its own process."""
    import hashlib

    import cv2

    from transforms import get

    cv2.setNumThreads(1)
    source = np.load(xray)
    transform = get(name, iphone8=True, native=size == "12 MP")
    levels = [
        transform.sample(level, source.shape[::-1], np.random.default_rng(level)) for level in (1, 2, 3, 4)
    ]
    digest = hashlib.sha256()
    for params in levels:
        digest.update(transform.apply(source, params).tobytes())
    by_level = [
        [cpu_ms(lambda p=params: transform.apply(source, p)) for params in levels] for _ in range(runs)
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "ms": [min(run[i] for run in by_level) for i in range(4)],
        "mib": peak,
        "digest": digest.hexdigest()[:12],
    }


def measure_frames(xray: str, runs: int) -> dict[str, Any]:
    """Return CPU milliseconds of a frame of the fixed camera, and of setting it up."""
    import cv2

    from transforms.fixed_camera import lens_for

    cv2.setNumThreads(1)
    shown = cv2.resize(np.load(xray), (880, 1080), interpolation=cv2.INTER_AREA)
    grey = np.zeros((1080, 1920, 3), np.uint8)
    grey[:, 520:1400] = shown[:, :, None]
    coloured = grey.copy()
    coloured[20:60, 20:200] = (200, 30, 30)
    lens_for("nokia6", (320, 240), (160, 120)).shoot(grey[:240, :320], 0)
    begun = time.process_time()
    camera = lens_for("nokia6", (1920, 1080), (1152, 864), level=2)
    setup = (time.process_time() - begun) * 1000
    times = {}
    for what, frame in (("grey", grey), ("colour", coloured)):
        camera.shoot(frame, 0)
        times[what] = statistics.median(
            cpu_ms(lambda f=frame, s=seed: camera.shoot(f, s)) for seed in range(runs * 3)
        )
    return {"setup": setup, **times}


def cpu_ms(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def alone(*arguments: str) -> dict[str, Any]:
    """Run one measurement of this module in a process of its own, on one thread."""
    command = [sys.executable, "-m", "benchmarks.camera", "--only", *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **ONE_THREAD}
    )
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def table(xray: str, runs: int) -> tuple[str, bool]:
    """Return the table as Markdown, and whether every limit is kept."""
    kept = True
    lines = [
        "| photo | CPU ms at level 1 / 2 / 3 / 4 | before | limit | peak MiB | before | same bytes twice |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name in ("screen_photo", "film_photo"):
        for size, limit in LIMITS_MS.items():
            first, again = alone(name, size, xray, str(runs)), alone(name, size, xray, "1")
            same = first["digest"] == again["digest"]
            kept &= same and max(first["ms"]) <= limit and first["mib"] <= LIMIT_MIB
            figures = " / ".join(f"{ms:.0f}" for ms in first["ms"])
            ms, mib = BEFORE[name, size]
            lines.append(
                f"| `{name}` {size} | {figures} | {ms} | {limit:.0f} | {first['mib']:.0f} | {mib} "
                f"| {'yes' if same else 'NO'} |"
            )
    frames = alone("frames", "", xray, str(runs))
    slowest = max(frames["grey"], frames["colour"])
    kept &= 1000 / slowest >= FRAMES_PER_S
    lines += [
        "",
        f"Fixed camera, 1920 x 1080 screen to 1152 x 864 photo: {frames['grey']:.0f} ms a grey frame, "
        f"{frames['colour']:.0f} ms a coloured one ({1000 / slowest:.0f} frames/s; limit {FRAMES_PER_S:.0f}), "
        f"{frames['setup']:.0f} ms once.",
    ]
    return "\n".join(lines), kept


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--write", help="document whose section is replaced")
    parser.add_argument("--only", nargs=4, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        name, size, xray, runs = arguments.only
        print(
            json.dumps(
                measure_frames(xray, int(runs)) if name == "frames" else measure(name, size, xray, int(runs))
            )
        )
        return 0
    from dataset.phantoms import draw_patient, draw_xray

    with tempfile.TemporaryDirectory() as folder:
        xray = str(Path(folder) / "xray.npy")
        # Drawn here and not where memory is measured: drawing takes more of it than the photo.
        np.save(xray, draw_xray(draw_patient(1), "frontal"))
        rows, kept = table(xray, arguments.runs)
    section = (
        f"`python -m benchmarks.camera`; {machine()} at the end (a busy machine costs up to twice the CPU time); "
        f"one thread, the best of {arguments.runs} runs, limit of memory {LIMIT_MIB:.0f} MiB."
    )
    report("camera", [section, "", rows], arguments.write)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
