"""Effect of hostile clients on capture: ``python -m benchmarks.abuse``.

Two sessions of two phones photograph without a pause, while one client after another does its worst for some seconds.
All of them share this machine, and its address. Status 1 when a capture signal's 95th percentile misses its limit, or
a photo is lost.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.abusers import ABUSES
from benchmarks.bench_clients import Crew
from benchmarks.tables import machine, report
from tests import bombs as hostile
from webapp.virtual.network.joining import joined

LIMIT_MS = 250.0
SHUTTER_S = 0.3
CALM_S = 4.0
GRACE_S = 60.0
SESSIONS = 10_000
BOMBS = (
    *hostile.FRAMES.values(),
    hostile.deflated_dicom,
    hostile.dicom_of_large_codestream,
    partial(hostile.scan_bomb, 40, 2000),
    partial(hostile.png_bomb, 4000),
    partial(hostile.webp_bomb, 2000),
    *hostile.DRESSED.values(),
)
"""The largest ones take workers' time alone: `benchmarks.bombs` measures each by itself."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10.0, help="Of each abuse.")
    parser.add_argument("--xrays", type=int, default=1600, help="Of each session: enough for all abuses.")
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
    _make_bombs(crew.folder / "bombs")
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
        if name == "many_sessions":
            _multiply(crew, SESSIONS)
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
    lost = _lost(crew, sessions)
    rows += ["", f"Photos that were taken in all rows and not stored afterwards: {lost}."]
    return rows, float("inf") if lost else slowest


def _lost(crew: Crew, sessions: list[str]) -> int:
    """End the sessions, and return how many photos were taken and are not stored after some time."""
    for session in sessions:
        crew.operator.act(session, "pause")
    phones = [phone for session in sessions for phone in crew.times[session][1:]]
    until, left = time.monotonic() + GRACE_S, 1
    while left and time.monotonic() < until:
        time.sleep(1)
        left = sum(
            what == "took" and ("stored", index) not in phone.at
            for phone in phones
            for what, index in list(phone.at)
        )
    return left


def _attack(crew: Crew, name: str, seconds: float) -> list[str]:
    """Return the command of an abuser that is a phone of a session of its own."""
    session = crew.operator.new_session(crew.dataset, 1, 1, ["abuser"], overlap=True)
    invitation = crew.operator.invitation(session, "phone")
    me = joined(invitation, "Phone", "phone", crew.lab.trust)
    authority = str(crew.lab.settings.data_root / "tls" / "ca.crt")
    code = invitation.rpartition("=")[2]
    given = [name, crew.lab.url, authority, str(seconds), _header(me.cookies), session, me.device, code]
    given += [_reader(crew), _secret(crew, "transforms"), str(crew.folder / "bombs"), next(iter(crew.times))]
    return ["nice", "-n", "19", sys.executable, "-m", "benchmarks.abusers", *given]


def _make_bombs(folder: Path) -> None:
    """Make the bombs beforehand: their maker runs as the last of all."""
    folder.mkdir()
    for number, make in enumerate(BOMBS):
        (folder / f"{number:02}").write_bytes(make())


def _secret(crew: Crew, scope: str) -> str:
    return str(crew.operator.call("POST", "/credentials", {"scope": scope, "name": scope})["secret"])


def _reader(crew: Crew) -> str:
    """Return the cookie of a reader who has opened a link."""
    with crew.lab.trust.open() as web:
        answer = web.post(
            f"{crew.lab.url}/api/v1/sign-in", json={"token": _secret(crew, "reviewer")}, timeout=10
        )
        answer.raise_for_status()
        return _header(answer.cookies.get_dict())


def _header(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _multiply(crew: Crew, count: int) -> None:
    """Have the journal list so many sessions that were aborted before their first photo."""
    session = crew.operator.new_session(crew.dataset, 1, 1, ["copied"], overlap=True)
    copied = """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
        INSERT INTO sessions (id, dataset, study, plan, created_at, phase, started_at, ended_at)
        SELECT 'copy' || i, dataset, study, json_set(plan, '$.session', 'copy' || i), created_at, 'aborted',
               created_at, created_at
        FROM sessions, n WHERE id = ?
    """
    with closing(sqlite3.connect(crew.lab.settings.data_root / "lab.db", timeout=30)) as journal, journal:
        journal.execute(copied, (count, session))


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
