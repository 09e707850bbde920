"""Take the network away from all devices of a session, twenty times over, in every phase, and audit every session.

A session of two phones and a display photographs four x-rays over a relay that stops carrying anything, closes
nothing and tells nobody, as Wi-Fi does.  Meanwhile the server must let in others; afterwards the session must go on
and end by itself, with every photo there once and under its x-ray (judged by its pixels).  Ends with status 1 at the
first that does not.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.tables import machine, report
from tests.faults.outages import LAST, behind_a_network, endure, twenty


def main() -> int:
    """Run the outages and print what they came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mode", choices=("eventlet", "threading"), default="eventlet")
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    began, photos, aside = time.monotonic(), 0, 0
    with (
        tempfile.TemporaryDirectory() as folder,
        behind_a_network(Path(folder), async_mode=chosen.mode) as station,
    ):
        for number, outage in enumerate(twenty(), 1):
            started = time.monotonic()
            try:
                found = endure(station, outage)
            except (AssertionError, TimeoutError) as error:
                print(f"FAILED in outage {number} ({outage}): {error}", file=sys.stderr)
                print(station.lab.log.read_text()[-5000:], file=sys.stderr)
                return 1
            photos += len(found.filed)
            aside += sum(not photo.accepted for photo in found.filed)
            print(
                f"{number:>4} {outage}: {len(found.filed)} photos, {time.monotonic() - started:.0f} s",
                flush=True,
            )
    lines = [
        f"`python -m benchmarks.outage`; {machine()}; {chosen.mode}, {time.monotonic() - began:.0f} s.",
        "",
        "| | |",
        "| --- | --- |",
        f"| outages, each in a session of two phones over {LAST} x-rays | {len(twenty())} |",
        f"| sessions that went on by themselves and ended complete | {len(twenty())} |",
        f"| photos kept | {photos}, of which {aside} set aside: their showing was broken |",
        "| lost, there twice, misfiled (by pixels) | 0, 0, 0 |",
    ]
    report("outage", lines, chosen.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
