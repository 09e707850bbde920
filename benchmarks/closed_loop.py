"""How often a photo shows another x-ray than the one it is filed under: real pixels, real pages, default settings.

``python -m benchmarks.closed_loop [--photos 300]`` lets the phone page photograph what the display page renders,
both in Chromium against a real server, and checks every accepted photo by its pixels. Prints one table; status
1 when any photo is wrong or missing.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from dataset.phantoms import make_demo_dataset
from tests.chromium import find_chromium
from tests.pages.closed_loop import Station, make_session, start
from tests.pages.lab_server import LabServer
from tests.pages.pixel_check import Xrays, misfiled, stored_photos

XRAYS = 30


def run(server: LabServer, station: Station, number: int) -> tuple[str, float]:
    """Photograph every x-ray once; return the session and the seconds from start to finish."""
    session = make_session(server, XRAYS, name=f"loop{number}")
    station.join(server, session)
    start(station, server, session)
    began = time.monotonic()
    station.run_until(server, session, lambda snapshot: snapshot["phase"] == "finished", 180)
    return session, time.monotonic() - began


def gaps(photos: list[dict[str, Any]]) -> list[float]:
    """Return the seconds between consecutive shutters."""
    taken = sorted(photo["taken_at"] for photo in photos)
    return [after - before for before, after in pairwise(taken)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=300)
    sessions = -(-parser.parse_args().photos // XRAYS)
    chromium = find_chromium()
    if chromium is None:
        print("no Chromium: not measured", file=sys.stderr)
        return 1
    accepted = kept = 0
    wrong: list[str] = []
    cycles: list[float] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        csv = make_demo_dataset(Path(folder) / "xrays", count=XRAYS)
        xrays = Xrays([csv.parent.parent / row.split(",")[0] for row in csv.read_text().splitlines()[1:]])
        server = LabServer(Path(folder) / "root", csv).start()
        station = Station(playwright, chromium)
        try:
            for number in range(1, sessions + 1):
                session, _ = run(server, station, number)
                photos = stored_photos(server, session)
                kept += len(photos)
                accepted += sum(photo["state"] == "accepted" for photo in photos)
                cycles += gaps(photos)
                wrong += misfiled(server, session, xrays, station.scene)
                print(
                    f"session {number} of {sessions}: {len(wrong)} wrong so far", file=sys.stderr, flush=True
                )
        finally:
            station.close()
            server.stop()
    report(accepted, kept, wrong, cycles)
    return 1 if wrong or accepted != sessions * XRAYS else 0


def report(accepted: int, kept: int, wrong: list[str], cycles: list[float]) -> None:
    """Print the table."""
    quantiles = statistics.quantiles(cycles, n=20)
    print("| figure | value |")
    print("| --- | --- |")
    print(f"| photos under the wrong x-ray | **{len(wrong)} wrong of {accepted}** |")
    print(f"| photos set aside and retaken | {kept - accepted} |")
    print(f"| shutter to shutter, p50 | {quantiles[9] * 1000:.0f} ms |")
    print(f"| shutter to shutter, p95 | {quantiles[18] * 1000:.0f} ms |")
    for line in wrong:
        print(line)


if __name__ == "__main__":
    sys.exit(main())
