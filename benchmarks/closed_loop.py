"""Rate of photos filed under a wrong x-ray, with real pixels on real pages.

``python -m benchmarks.closed_loop [--photos 300] [--hasty 60] [--write docs/benchmarks.md]`` has the phone's page
photograph what the display's page renders, through the software camera, both in Chromium against a real server.
First with the default settle rule and nothing else between a stale photo and the data set; then without that rule,
and with the server's look at the pixels. Every photo is judged by its pixels, by a judge that shares no code with
the server's.
Status 1 when a filed photo is wrong or one is missing, or when the loop was too slow to say.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.tables import machine, report
from dataset.phantoms import make_demo_dataset
from tests.chromium import find_chromium
from tests.pages.closed_loop import Station, finished, make_session, resume_until_finished, start
from tests.pages.lab_server import LabServer
from tests.pages.pixel_check import Xrays, misfiled, stored_photos
from tests.pages.pump import NotMeasured

XRAYS = 30
DEFAULT_SETTLE_MS = 200
MOST_S = 300


@dataclass
class Tally:
    """Counts of the photos of some sessions."""

    accepted: int = 0
    stale: int = 0
    wrong: list[str] = field(default_factory=list)
    gaps_s: list[float] = field(default_factory=list)
    pump: str = ""


@dataclass
class Bench:
    """A server, a display and a phone before it."""

    server: LabServer
    station: Station
    xrays: Xrays

    def run(self, sessions: int, name: str, until: Callable[[str], Any], **settings: Any) -> Tally:
        """Photograph every x-ray in each of some sessions, and judge every photo."""
        tally = Tally()
        for number in range(1, sessions + 1):
            session = make_session(self.server, XRAYS, name=f"{name}{number}", **settings)
            self.station.join(self.server, session)
            start(self.station, self.server, session)
            until(session)
            tally.pump = self.station.pump.told(DEFAULT_SETTLE_MS)
            self._count(session, tally)
            told = f"{name}, session {number} of {sessions}: {tally.stale} stale, {len(tally.wrong)} wrong"
            print(f"{told}; {tally.pump}", file=sys.stderr, flush=True)
        return tally

    def _count(self, session: str, tally: Tally) -> None:
        photos = stored_photos(self.server, session)
        for photo in photos:
            seen, _ = self.xrays.which(self.server.fetch(photo["url"]), self.station.scene.homographies)
            tally.stale += seen != photo["index"]
        tally.accepted += sum(photo["state"] == "accepted" for photo in photos)
        taken = sorted(photo["taken_at"] for photo in photos)
        tally.gaps_s += [after - before for before, after in pairwise(taken)]
        tally.wrong += misfiled(self.server, session, self.xrays, self.station.scene)


def measure(bench: Bench, sessions: int, hasty: int) -> tuple[Tally, Tally, str]:
    """Return the sessions with the rule, those without it, and why they say nothing (empty: they do)."""
    server, station = bench.server, bench.station

    def undisturbed(session: str) -> None:
        station.run_until(server, session, finished, MOST_S)

    ruled = bench.run(sessions, "ruled", undisturbed, verification="off")
    try:
        station.pump.check(DEFAULT_SETTLE_MS)
        slow = ""
    except NotMeasured as error:
        slow = str(error)

    def helped(session: str) -> None:
        resume_until_finished(station, server, session)

    return ruled, bench.run(hasty, "hasty", helped, settle_ms=0, fresh_frames=0), slow


def table(ruled: Tally, hasty: Tally, slow: str) -> list[str]:
    """Return the section."""
    quantiles = statistics.quantiles(ruled.gaps_s, n=20)
    lines = [
        f"`python -m benchmarks.closed_loop`; {machine()}; {ruled.pump}.",
        "",
        "| | default settle rule, pixels not looked at | no settle rule, strict |",
        "| --- | --- | --- |",
        f"| photos filed | {ruled.accepted} | {hasty.accepted} |",
        f"| stale photos taken | {ruled.stale} | {hasty.stale} |",
        f"| filed under the wrong x-ray | **{len(ruled.wrong)}** | **{len(hasty.wrong)}** |",
        f"| shutter to shutter, p50 / p95 | {quantiles[9] * 1000:.0f} / {quantiles[18] * 1000:.0f} ms | |",
    ]
    return [*lines, *(["", f"The first column: {slow}."] if slow else [])]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=300, help="with the default settle rule")
    parser.add_argument("--hasty", type=int, default=60, help="without it")
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        print("no Chromium: not measured", file=sys.stderr)
        return 1
    sessions, hasty_sessions = -(-chosen.photos // XRAYS), -(-chosen.hasty // XRAYS)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        csv = make_demo_dataset(Path(folder) / "xrays", count=XRAYS)
        xrays = Xrays.of(csv)
        server = LabServer(Path(folder) / "root", csv).start()
        station = Station(playwright, chromium)
        try:
            ruled, hasty, slow = measure(Bench(server, station, xrays), sessions, hasty_sessions)
        finally:
            station.close()
            server.stop()
    report("closed_loop", table(ruled, hasty, slow), chosen.write)
    for line in ruled.wrong + hasty.wrong:
        print(line)
    complete = (ruled.accepted, hasty.accepted) == (sessions * XRAYS, hasty_sessions * XRAYS)
    return 0 if complete and not (ruled.wrong or hasty.wrong or slow) else 1


if __name__ == "__main__":
    sys.exit(main())
