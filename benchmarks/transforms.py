"""Cost of a transform, beside a plain writing of the same and a library that people use.

    python -m benchmarks.transforms [--runs 9] [--sizes small,large] [--only moire,tilt] [--before REVISION]
        [--original DIR] [--write docs/benchmarks.md]

CPU time on one thread, which equals elapsed time on a machine with nothing else to do. The candidates of a row take
turns, so that what disturbs the machine disturbs them alike, and the median counts.
"Before" is this project at an earlier revision, from git. "Plain" is Pillow, scikit-image or numpy on RGB as one would
first write it (`benchmarks.plain`); "peer" is albumentations 2.0.8 where it has the same operation
(`pip install 'chexphoto-lab[bench]'`).
"Paper's" is the paper's own code on RGB, from the folder that --original names, in a process of its own. Without
it, it is what that code took when it was measured (another day, so a guide and no more).
Memory is what a fresh process needs at its peak for one large grey picture, everything loaded.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

import transforms
from benchmarks import earlier, peers, plain
from benchmarks.tables import machine, report

SIZES = {"small": (1245, 1031), "large": (2828, 2320)}
ORDER = (
    "moire",
    "glare_matte",
    "glare_glossy",
    "tilt",
    "translation",
    "rotation",
    "blur",
    "motion",
    "exposure",
    "brightness_up",
    "brightness_down",
    "contrast_up",
    "contrast_down",
    "random-digital",
    "identity",
)
PAPERS_MS: dict[str, dict[str, tuple[float, ...]]] = {
    "moire": {"small": (1055,), "large": (6134,)},
    "glare_matte": {"small": (78,), "large": (433,)},
    "glare_glossy": {"small": (15,), "large": (131,)},
    "tilt": {"small": (53,), "large": (323,)},
    "translation": {"small": (52,), "large": (468,)},
    "rotation": {"small": (15,), "large": (163,)},
    "blur": {"small": (44,), "large": (251,)},
    "motion": {"small": (7.5, 9.4, 66, 67), "large": (95,)},
    "exposure": {"small": (24,), "large": (149,)},
    "brightness_up": {"small": (3.3,), "large": (42,)},
    "brightness_down": {"small": (1.7,), "large": (38,)},
    "contrast_up": {"small": (5.0,), "large": (56,)},
    "contrast_down": {"small": (3.6,), "large": (48,)},
    "random-digital": {"small": (6.8,), "large": (88,)},
}
"""Milliseconds by level where they differ; of a range, the least."""
SLOW = 1000.0
"""Milliseconds from which one run says enough."""
Run = Callable[[], object]


def picture(size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return a smooth grey picture with some noise, as x-rays are."""
    width, height = size
    rng = np.random.default_rng(3)
    coarse = rng.uniform(20, 230, (8, 8)).astype(np.float32)
    smooth = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(smooth + rng.normal(0, 4, (height, width)), 0, 255).astype(np.uint8)


def candidates(name: str, level: int, size: tuple[int, int], before: str | None) -> dict[str, Run]:
    grey = picture(size)
    rgb = np.dstack([grey] * 3)
    transform = transforms.get(name)
    params = transform.sample(level, size, np.random.default_rng(5))
    runs: dict[str, Run] = {
        "ours grey": lambda: transform.apply(grey, params),
        "ours RGB": lambda: transform.apply(rgb, params),
    }
    if before:
        old = earlier.revision(before).get(name)
        old_params = old.params_from(params.to_dict())
        runs["before grey"] = lambda: old.apply(grey, old_params)
        runs["before RGB"] = lambda: old.apply(rgb, old_params)
    written, peer = plain.writing(name, params), peers.writing(name, params)
    if written:
        runs["plain RGB"] = lambda: written(rgb)
    if peer:
        runs["peer grey"] = lambda: peer(grey)
        runs["peer RGB"] = lambda: peer(rgb)
    return runs


def medians(runs: dict[str, Run], count: int) -> dict[str, float]:
    """Return CPU milliseconds; of what takes longer than SLOW, only one run counts."""
    for run in runs.values():
        run()
    times: dict[str, list[float]] = {column: [] for column in runs}
    for _ in range(count):
        for column, run in runs.items():
            if times[column] and times[column][0] > SLOW:
                continue
            # Ahead of each that counts, one that finds memory and caches as the candidate before has left them.
            run()
            times[column].append(cpu(run))
    return {column: statistics.median(each) for column, each in times.items()}


def cpu(run: Run) -> float:
    """Return the CPU milliseconds of one run."""
    start = time.process_time()
    run()
    return (time.process_time() - start) * 1e3


def memory(name: str) -> float:
    """Return the peak resident memory in MiB of a fresh process that makes one large grey picture."""
    code = (
        "import numpy as np, cv2, PIL.Image, transforms\n"
        f"w, h = {SIZES['large']}\n"
        "image = np.full((h, w), 90, np.uint8)\n"
        f"pipeline = transforms.Pipeline.parse({name!r})\n"
        "pipeline.apply(image, pipeline.sample(1, (w, h)))\n"
        "status = dict(line.split(':', 1) for line in open('/proc/self/status'))\n"
        "print(int(status['VmHWM'].split()[0]) / 1024)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(run.stdout)


def first_picture(cache: str) -> float:
    """Return the CPU seconds until a fresh process has made its first `photographic`, import and loops included."""
    code = (
        "import time, numpy as np, transforms\n"
        f"w, h = {SIZES['small']}\n"
        "pipeline = transforms.Pipeline.parse('photographic')\n"
        "pipeline.apply(np.full((h, w), 90, np.uint8), pipeline.sample(1, (w, h)))\n"
        "print(time.process_time())\n"
    )
    environment = os.environ | {"NUMBA_CACHE_DIR": cache, "OMP_NUM_THREADS": "1"}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return float(run.stdout)


def first_pictures() -> str:
    """Return how long the first pictures of two processes take, of which the first has to compile."""
    with tempfile.TemporaryDirectory(prefix="chexphoto-benchmark-") as cache:
        compiled, loaded = first_picture(cache), first_picture(cache)
    return (
        f"First `photographic` of a process, from its start: {compiled:.1f} CPU s on a new installation that was "
        f"not compiled ahead, {loaded:.1f} CPU s later."
    )


TIMES = (
    "before grey",
    "ours grey",
    "peer grey",
    "before RGB",
    "ours RGB",
    "peer RGB",
    "plain RGB",
    "paper's RGB",
)
FACTORS = (
    ("before grey", "ours grey"),
    ("before RGB", "ours RGB"),
    ("peer grey", "ours grey"),
    ("peer RGB", "ours RGB"),
    ("plain RGB", "ours grey"),
    ("paper's RGB", "ours grey"),
)


def head(times: Sequence[str], factors: Sequence[tuple[str, str]]) -> list[str]:
    """Return the head of a table, as Markdown."""
    cells = ["transform, level", "size", *times, *(f"{one} / {other}" for one, other in factors)]
    return [f"| {' | '.join(cells)} |", f"| --- | --- |{' ---: |' * (len(cells) - 2)}"]


def row(
    name: str,
    level: int,
    label: str,
    found: dict[str, float],
    times: Sequence[str],
    factors: Sequence[tuple[str, str]],
) -> str:
    cells = [f"`{name}` {level}", label]
    cells += [f"{found[column]:.2f}" if column in found else "" for column in times]
    cells += [
        f"{found[one] / found[other]:.{1 if found[one] < 10 * found[other] else 0}f}x" if one in found else ""
        for one, other in factors
    ]
    return "| " + " | ".join(cells) + " |"


def measured(name: str, level: int, label: str, options: argparse.Namespace) -> dict[str, float]:
    """Return the medians of a row's columns."""
    found = medians(candidates(name, level, SIZES[label], options.before), options.runs)
    if options.original:
        took = earlier.original(options.original, name, level, SIZES[label], max(options.runs // 3, 1))
    else:
        papers = PAPERS_MS.get(name, {}).get(label, ())
        took = papers[min(level, len(papers)) - 1] if papers else None
    return found if took is None else found | {"paper's RGB": took}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9, help="of each candidate, at least 7")
    parser.add_argument("--sizes", default="small,large")
    parser.add_argument("--only", default=",".join(ORDER))
    parser.add_argument("--levels", default="1", help="for motion and blur all four count anyway")
    parser.add_argument("--before", metavar="REVISION", help="of this project, to compare with")
    parser.add_argument("--original", type=Path, metavar="DIR", help="the paper's own code, to compare with")
    parser.add_argument("--json", type=Path, help="write the medians there too")
    parser.add_argument("--write", help="document whose section is replaced")
    return parser.parse_args()


def table(options: argparse.Namespace) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the rows as Markdown, and the medians they were made of."""
    found: list[dict[str, Any]] = []
    times = [column for column in TIMES if options.before or "before" not in column]
    factors = [(one, other) for one, other in FACTORS if one in times]
    rows = head(times, factors)
    for name in options.only.split(","):
        for level in (1, 2, 3, 4) if name in ("motion", "blur") else map(int, options.levels.split(",")):
            for label in options.sizes.split(","):
                took = measured(name, level, label, options)
                rows.append(row(name, level, label, took, times, factors))
                print(rows[-1], file=sys.stderr, flush=True)
                found.append({"transform": name, "level": level, "size": label, "ms": took})
    return rows, found


def command(options: argparse.Namespace) -> str:
    """Return what was called, as far as it decides on the columns."""
    before = f" --before {options.before}" if options.before else ""
    return f"python -m benchmarks.transforms{before}{' --original DIR' if options.original else ''}"


def main() -> int:
    options = arguments()
    cv2.setNumThreads(1)
    rows, found = table(options)
    peaks = ", ".join(f"`{name}` {memory(name):.0f}" for name in ("identity", "digital", "photographic"))
    lines = [
        f"`{command(options)}`; {machine()}; CPU milliseconds, median of {options.runs} interleaved runs "
        "(one of what takes over a second), "
        f"one thread; small is 1245 x 1031, large 2828 x 2320; {peers.version()}.",
        "",
        *rows,
        "",
        f"Peak memory of a process for one large grey picture, libraries included, MiB: {peaks}.",
        "",
        first_pictures(),
    ]
    report("transforms", lines, options.write)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + os.linesep)
    return 0


if __name__ == "__main__":
    sys.exit(main())
