"""Sessions under faults of every kind, one after the other, and an audit of each: ``make soak``.

Two phones and a display photograph drawn x-rays behind a network that can go away; every photo is compared with its
x-ray.  Between the photos the server is killed, its disk fills, its clock is set, pages are reloaded or opened twice,
and messages are lost, doubled and overtaken.  It ends with status 1 at the first photo that is lost although it was
acknowledged, there twice, or filed under another x-ray (judged by its pixels, outside the server).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.tables import machine, report
from dataset.phantoms import make_demo_dataset
from tests.faults.soak import Plan, Toll, soak, stricken_station

SIZE = (800, 600)
"""Of screen and photos: as small as the comparison of pixels allows."""


def main() -> int:
    """Run the soak and print what it came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--captures", type=int, default=10_000, help="Photos to take, at least.")
    parser.add_argument("--faults", type=int, default=1000, help="Faults to inject, at least.")
    parser.add_argument("--between", type=int, default=8, help="Photos from one fault to the next.")
    parser.add_argument("--xrays", type=int, default=60, help="In each session.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    began = time.monotonic()
    plan = Plan(chosen.captures, chosen.faults, chosen.between)
    more = {"make": make_demo_dataset, "size": SIZE, "verification": "strict", "workers": 2}
    with (
        tempfile.TemporaryDirectory() as folder,
        stricken_station(Path(folder), chosen.xrays, **more) as station,
    ):
        try:
            toll = soak(station, plan, chosen.seed)
        except (AssertionError, TimeoutError) as error:
            print(f"FAILED with seed {chosen.seed}: {error}", file=sys.stderr)
            print(station.lab.log.read_text(errors="replace")[-3000:], file=sys.stderr)
            return 1
    report("soak", _lines(toll, chosen, time.monotonic() - began), chosen.write)
    return 0


def _lines(toll: Toll, chosen: argparse.Namespace, seconds: float) -> list[str]:
    options = f'ARGS="--captures {chosen.captures} --faults {chosen.faults} --between {chosen.between}"'
    return [
        f"`make soak {options}`; {machine()}; seed {chosen.seed}, {seconds:.0f} s.",
        "",
        "| | |",
        "| --- | ---: |",
        f"| sessions of two phones over {chosen.xrays} x-rays, each finished | {toll.sessions} |",
        f"| photos kept, verified with *strict* | {toll.captures:,} |",
        f"| of those set aside (their showing or their pixels were not right) and taken again | {toll.set_aside:,} |",
        f"| photos acknowledged, all there | {toll.acknowledged:,} |",
        f"| **faults injected** | **{toll.faults.total():,}** |",
        *(f"| {kind} | {count:,} |" for kind, count in toll.faults.most_common()),
        "| **lost, there twice, misfiled (by pixels)** | **0, 0, 0** |",
    ]


if __name__ == "__main__":
    sys.exit(main())
