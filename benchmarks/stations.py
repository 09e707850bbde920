"""Many stations at a room's pace: ``python -m benchmarks.stations``, 10 stations of 3 phones with photos of 3 MB.

Unlike ``benchmarks.load``, which asks how much the server can take, every phone takes as long for a photo as a real one
does.  An overview is open all the while; what it is sent is counted.  Phones, displays and server share the machine.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import socketio

from benchmarks.bench_clients import Crew, cpu_seconds
from benchmarks.load import audit, own_cpu, signals, wait_for_photos
from benchmarks.tables import machine, report

LIMIT_MS = 200
"""What a capture signal may take at the 95th percentile."""


class OverviewPage:
    """An open overview that counts what it is sent."""

    def __init__(self, crew: Crew) -> None:
        self.messages = 0
        self.sent = 0
        self._client = socketio.Client(http_session=crew.lab.trust.open())
        self._client.on("stations", self._hear, namespace="/operator")
        headers = {"Authorization": f"Bearer {crew.lab.token}"}
        self._client.connect(crew.lab.url, headers=headers, namespaces=["/operator"])
        answer = self._client.call("overview", {}, namespace="/operator")
        self.whole = len(json.dumps(answer))

    def _hear(self, told: object) -> None:
        self.messages += 1
        self.sent += len(json.dumps(told))

    def close(self) -> None:
        """Close the page."""
        self._client.disconnect()


def main() -> int:
    """Measure, print, and check that nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stations", type=int, default=10)
    parser.add_argument("--phones", type=int, default=3, help="At each station.")
    parser.add_argument("--xrays", type=int, default=30, help="At each station.")
    parser.add_argument("--megabytes", type=float, default=3.0)
    parser.add_argument("--shutter", type=float, default=1.2, help="Seconds that a phone takes for a photo.")
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    with Crew(chosen.xrays, chosen.megabytes) as crew:
        sessions = [
            crew.open([f"set-{number}-{phone}" for phone in range(chosen.phones)], chosen.shutter)
            for number in range(chosen.stations)
        ]
        lines, faults = _measure(crew, sessions, chosen)
    report("stations", lines, chosen.write)
    return 1 if faults else 0


def _measure(crew: Crew, sessions: list[str], chosen: argparse.Namespace) -> tuple[list[str], int]:
    photos = chosen.stations * chosen.phones * chosen.xrays
    page = OverviewPage(crew)
    server, clients, began = cpu_seconds(crew.lab.pid), own_cpu(), time.perf_counter()
    with ThreadPoolExecutor(chosen.stations) as pool:
        list(pool.map(lambda session: crew.operator.act(session, "start"), sessions))
    wait_for_photos(crew, sessions, photos)
    took = time.perf_counter() - began
    server_cpu, client_cpu = cpu_seconds(crew.lab.pid) - server, own_cpu() - clients
    page.close()
    for session in sessions:
        crew.operator.wait_for(session, "the end", lambda seen: seen["phase"] == "finished", 600, every_s=0.3)
    lost, twice, troubles = audit(crew, sessions)
    capture, reported = signals(crew, sessions)
    lines = [
        f"`python -m benchmarks.stations`; {machine()}; {chosen.stations} stations of {chosen.phones} phones, "
        f"{photos} photos of {chosen.megabytes:g} MB, {chosen.shutter:g} s for each, clients on the same cores.",
        "",
        "| | |",
        "| --- | --- |",
        f"| photos acknowledged | {photos} in {took:.1f} s: **{photos / took:.0f} a second** |",
        f"| `shown` to `capture` at the phone | p50 {capture[0]:.0f} ms, **p95 {capture[1]:.0f} ms** "
        f"(goal {LIMIT_MS}) |",
        f"| `captured` to its acknowledgement (journalled) | p50 {reported[0]:.0f} ms, p95 {reported[1]:.0f} ms |",
        f"| CPU of server and workers, of the clients | {server_cpu / took:.2f} cores, {client_cpu / took:.2f} cores |",
        f"| an open overview | {page.whole:,} bytes at first, then {page.messages / took:.1f} messages and "
        f"{page.sent / took / 1000:.1f} kB a second |",
        f"| lost, twice, errors | {lost}, {twice}, {len(troubles)} |",
    ]
    if troubles:
        lines.append(f"| first errors | {troubles[:3]} |")
    return lines, lost + twice + len(troubles)


if __name__ == "__main__":
    sys.exit(main())
