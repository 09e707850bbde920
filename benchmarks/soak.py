"""Kill the server with SIGKILL at random moments of virtual sessions, as often as asked, and audit every session.

``make soak`` runs it: two phones and a display photograph 24 x-rays again and again while the server is killed and
started again.  It ends with status 1 at the first photo that is lost, there twice, or filed under another x-ray
(judged by its pixels).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.tables import machine, report
from tests.faults.killing import XRAYS, soak
from tests.faults.station import Station


def main() -> int:
    """Run the soak and print what it came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Station(Path(folder), XRAYS) as station:
        try:
            toll = soak(station, chosen.kills, chosen.seed)
        except AssertionError as error:
            print(f"FAILED with seed {chosen.seed}: {error}", file=sys.stderr)
            return 1
    lines = [
        f"`make soak`; {machine()}; seed {chosen.seed}, {time.monotonic() - began:.0f} s.",
        "",
        "| | |",
        "| --- | --- |",
        f"| kills with SIGKILL | {toll.kills}, of which {toll.early} while it was starting |",
        f"| sessions of two phones over {XRAYS} x-rays, each finished | {toll.sessions} |",
        f"| photos kept | {toll.photos}, of which {toll.set_aside} set aside: their showing was broken |",
        f"| photos acknowledged | {toll.acknowledged}, all there |",
        "| lost, there twice, misfiled (by pixels) | 0, 0, 0 |",
    ]
    report("soak", lines, chosen.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
