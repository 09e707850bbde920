"""Many phones at once: ``python -m benchmarks.load`` has 50 phones in 10 sessions hand over 3 MB photos.

Phones, displays and server share the machine.  Verdicts (a full decoding each) are throttled behind the captures;
when all is photographed and acknowledged, what is still unjudged is the backlog, and the time until it is gone is
printed.  At the end every photo a phone was told is kept is looked up by its digest.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.bench_clients import Crew, cpu_seconds, own_cpu_seconds, percentiles
from benchmarks.light.crew import LightCrew
from benchmarks.tables import machine, report
from capture.handlers.scheduler import MOST_UNJUDGED

MOST_TROUBLES = 20
"""With more than these, photos that are still missing are not waited for."""


def main() -> int:
    """Measure, print, and check that nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10)
    parser.add_argument("--phones", type=int, default=5, help="In each session.")
    parser.add_argument("--xrays", type=int, default=8, help="In each session.")
    parser.add_argument("--megabytes", type=float, default=3.0)
    parser.add_argument(
        "--mode", default="eventlet", choices=["eventlet", "threading", "both"], help="Of the server."
    )
    parser.add_argument("--profile", metavar="FILE", help="where py-spy puts samples of the web process")
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    lines: list[str] = []
    faults = 0
    for mode in ("eventlet", "threading") if chosen.mode == "both" else (chosen.mode,):
        # Phones of a lab have an address each, and these share one.
        with LightCrew(chosen.xrays, chosen.megabytes, async_mode=mode, connections_per_address=4096) as crew:
            sessions = [
                crew.open([f"set-{number}-{phone}" for phone in range(chosen.phones)])
                for number in range(chosen.sessions)
            ]
            measured, wrong = _measure(crew, sessions, chosen, mode)
        lines += ["", *measured] if lines else measured
        faults += wrong
    report("load", lines, chosen.write)
    return 1 if faults else 0


def _measure(crew: Crew, sessions: list[str], chosen: argparse.Namespace, mode: str) -> tuple[list[str], int]:
    photos = chosen.sessions * chosen.phones * chosen.xrays
    if chosen.profile:
        spy = ["py-spy", "record", "--gil", "--nonblocking", "-r", "400", "-f", "raw", "-o", chosen.profile]
        subprocess.Popen(
            [*spy, "--pid", str(crew.lab.pid)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(2)
    clients, web, began = own_cpu(), own_cpu_seconds(crew.lab.pid), time.perf_counter()
    workers = cpu_seconds(crew.lab.pid) - web
    with ThreadPoolExecutor(chosen.sessions) as pool:
        list(pool.map(lambda session: crew.operator.act(session, "start"), sessions))
    wait_for_photos(crew, sessions, photos)
    phones = [times for session in sessions for times in crew.times[session][1:]]
    stored = sorted(at for times in phones for (what, _), at in times.at.items() if what == "stored")
    acknowledged = stored[-1]
    took = acknowledged - began
    client_cpu = own_cpu() - clients
    web_cpu = own_cpu_seconds(crew.lab.pid) - web
    judged = sum(crew.operator.snapshot(session)["progress"]["accepted"] for session in sessions)
    backlog = photos - judged
    for session in sessions:
        crew.operator.wait_for(session, "the end", lambda seen: seen["phase"] == "finished", 600, every_s=0.3)
    drained = time.perf_counter() - acknowledged
    workers_cpu = cpu_seconds(crew.lab.pid) - own_cpu_seconds(crew.lab.pid) - workers
    lost, twice, troubles = audit(crew, sessions)
    capture, reported = signals(crew, sessions)
    burst = min(MOST_UNJUDGED, chosen.xrays - 1)
    paced = signals(crew, sessions, after=burst)
    lines = [
        f"`python -m benchmarks.load`; {machine()}; {chosen.phones * chosen.sessions} phones in {chosen.sessions} "
        f"sessions, {photos} photos of {chosen.megabytes:g} MB and 12 megapixels, {mode}, "
        "light devices on the same cores.",
        "",
        "| | |",
        "| --- | --- |",
        f"| photos acknowledged | {photos} in {took:.1f} s: **{photos / took:.0f} a second** |",
        f"| the middle half of them | {_middle_rate(stored):.0f} a second |",
        f"| `shown` to `capture` at the phone | p50 {capture[0]:.0f} ms, **p95 {capture[1]:.0f} ms** |",
        f"| `captured` to its acknowledgement (journalled) | p50 {reported[0]:.0f} ms, **p95 {reported[1]:.0f} ms** |",
        f"| both, from x-ray {burst + 1} on, at the pace of the verdicts | "
        f"p95 {paced[0][1]:.0f} ms, {paced[1][1]:.0f} ms |",
        f"| CPU of the clients | {client_cpu / took:.2f} cores, {client_cpu / photos * 1000:.1f} ms a photo |",
        f"| CPU of the web process | {web_cpu / took:.2f} cores, **{web_cpu / photos * 1000:.1f} ms a photo** |",
        f"| CPU of the workers | {workers_cpu / photos * 1000:.1f} ms a photo, until all are judged |",
        f"| unjudged when the last was acknowledged | {backlog}, gone after {drained:.1f} s |",
        f"| lost, twice, errors | {lost}, {twice}, {len(troubles)} |",
    ]
    if troubles:
        lines.append(f"| first errors | {troubles[:3]} |")
    return lines, lost + twice + len(troubles)


def wait_for_photos(crew: Crew, sessions: list[str], photos: int) -> None:
    """Wait until every photo is acknowledged, without asking the server."""
    phones = [times for session in sessions for times in crew.times[session][1:]]
    until = time.monotonic() + 600
    while sum(what == "stored" for times in phones for what, _ in list(times.at)) < photos:
        troubles = [
            trouble for session in sessions for times in crew.times[session] for trouble in times.troubles
        ]
        if time.monotonic() > until or len(troubles) > MOST_TROUBLES:
            reasons = [crew.operator.snapshot(session)["reason"] for session in sessions]
            print(f"not all photos were acknowledged: {reasons} {troubles[:3]}")
            sys.exit(1)
        time.sleep(0.2)


def signals(
    crew: Crew, sessions: list[str], after: int = 0
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return median and 95th percentile, ms, of the latency of ``capture`` and of ``captured``'s answer.

    Args:
        crew: Who noted the times.
        sessions: Whose signals.
        after: Only those of x-rays after this one, counted from 1.
    """
    asked, reported = [], []
    for session in sessions:
        display, *phones = crew.times[session]
        for phone in phones:
            for (what, index), at in phone.at.items():
                if index <= after:
                    continue
                if what == "asked for":
                    asked.append((at - display.at["shows", index]) * 1000)
                elif what == "reported":
                    reported.append((at - phone.at["took", index]) * 1000)
    return percentiles(asked), percentiles(reported)


def audit(crew: Crew, sessions: list[str]) -> tuple[int, int, list[str]]:
    """Return the photos lost, photos there twice, and whatever devices complained of."""
    rows = [row for session in sessions for row in crew.operator.photos(session)]
    keys = [(row["session"], row["set"], row["index"], row["attempt"]) for row in rows]
    digests = [row["sha256"] for row in rows if row["state"] == "accepted"]
    # One that was set aside, because a display had lost its connection, is there as well.
    there = {row["sha256"] for row in rows if row["state"] != "lost"}
    troubles = [line for session in sessions for times in crew.times[session] for line in times.troubles]
    twice = len(keys) - len(set(keys)) + len(digests) - len(set(digests))
    return len(set(crew.kept()) - there), twice, troubles


def _middle_rate(stored: list[float]) -> float:
    quarter = len(stored) // 4
    return (len(stored) - 2 * quarter - 1) / (stored[-quarter - 1] - stored[quarter])


def own_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main())
