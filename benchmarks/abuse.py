"""Effect of hostile clients on capture: ``python -m benchmarks.abuse``.

Two sessions of two phones photograph without a pause, while one client after another does its worst for some seconds.
All of them share this machine, and its address. Status 1 when a capture signal's 95th percentile misses its limit.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np

from benchmarks.abusers import ABUSES
from benchmarks.bench_clients import Crew
from benchmarks.tables import machine, report
from webapp.virtual.network.joining import joined

LIMIT_MS = 250.0
SHUTTER_S = 0.3
CALM_S = 4.0
GRACE_S = 30.0


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10.0, help="Of each abuse.")
    parser.add_argument("--xrays", type=int, default=800)
    parser.add_argument("--megabytes", type=float, default=1.0)
    parser.add_argument("--only", choices=ABUSES, nargs="*", default=list(ABUSES))
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    with Crew(chosen.xrays, chosen.megabytes) as crew:
        rows, slowest = _measure(crew, chosen.only, chosen.seconds)
    head = (
        f"`python -m benchmarks.abuse`; {machine()}; two sessions of two phones with a shutter of "
        f"{SHUTTER_S * 1000:.0f} ms and photos of {chosen.megabytes:g} MB; each abuse for {chosen.seconds:.0f} s, "
        "from the devices' own address, on the same cores. "
        f"Limit of a capture signal's p95 meanwhile: {LIMIT_MS:.0f} ms."
    )
    report("abuse", [head, "", *rows], chosen.write)
    return 1 if slowest > LIMIT_MS else 0


def _measure(crew: Crew, names: list[str], seconds: float) -> tuple[list[str], float]:
    rows = [
        "| abuse | it got done | `shown` to `capture`, p50 / p95 ms: before | during | after "
        "| photos a second: before | during | after |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    slowest = 0.0
    sessions = [crew.open([f"set-{number}-a", f"set-{number}-b"], SHUTTER_S) for number in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda session: crew.operator.act(session, "start"), sessions))
    time.sleep(CALM_S)
    for name in names:
        command = _attack(crew, name, seconds)
        marks = [time.perf_counter()]
        time.sleep(CALM_S)
        marks.append(time.perf_counter())
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + GRACE_S, check=False)
        marks.append(time.perf_counter())
        time.sleep(CALM_S)
        marks.append(time.perf_counter())
        spans = list(pairwise(marks))
        signals = [_signals(crew, sessions, *span) for span in spans]
        slowest = max(slowest, _p95(signals[1]))
        rates = [_rate(crew, sessions, *span) for span in spans]
        rows.append(_row(ABUSES[name].__doc__ or name, done.stdout or done.stderr[-200:], signals, rates))
        print(rows[-1], file=sys.stderr)
    for session in sessions:
        crew.operator.act(session, "abort")
    return rows, slowest


def _attack(crew: Crew, name: str, seconds: float) -> list[str]:
    """Return the command of an abuser that is a phone of a session of its own."""
    session = crew.operator.new_session(crew.dataset, 1, 1, ["abuser"], overlap=True)
    invitation = crew.operator.invitation(session, "phone")
    cookies = joined(invitation, "Phone", "phone", crew.lab.trust).cookies
    cookie = "; ".join(f"{key}={value}" for key, value in cookies.items())
    authority = str(crew.lab.settings.data_root / "tls" / "ca.crt")
    given = [name, crew.lab.url, authority, str(seconds), cookie, session, invitation.rpartition("=")[2]]
    return ["nice", "-n", "19", sys.executable, "-m", "benchmarks.abusers", *given]


def _signals(crew: Crew, sessions: list[str], begin: float, end: float) -> list[float]:
    """Return the milliseconds from ``shown`` to ``capture`` at the phones, of the x-rays shown in a span of time."""
    found = []
    for session in sessions:
        display, *phones = crew.times[session]
        for phone in phones:
            for (what, index), at in list(phone.at.items()):
                shown = display.at.get(("shows", index), 0.0)
                if what == "asked for" and begin <= shown < end:
                    found.append((at - shown) * 1000)
    return found


def _rate(crew: Crew, sessions: list[str], begin: float, end: float) -> float:
    phones = [phone for session in sessions for phone in crew.times[session][1:]]
    stored = [at for phone in phones for (what, _), at in list(phone.at.items()) if what == "stored"]
    return sum(begin <= at < end for at in stored) / (end - begin)


def _p95(signals: list[float]) -> float:
    return float(np.percentile(signals, 95)) if signals else float("inf")


def _row(words: str, done: str, signals: list[list[float]], rates: list[float]) -> str:
    try:
        did = ", ".join(_told(what, count) for what, count in json.loads(done).items())
    except ValueError:
        did = done.strip()
    times = [f"{np.median(some):.0f} / {_p95(some):.0f}" if some else "none" for some in signals]
    return "| " + " | ".join([words.rstrip("."), did, *times, *(f"{rate:.1f}" for rate in rates)]) + " |"


def _told(what: str, count: int) -> str:
    if what == "bytes":
        return f"{count / 1e6:.0f} MB"
    return f"{count} x {what}" if what.isdecimal() else f"{count} {what}"


if __name__ == "__main__":
    sys.exit(main())
