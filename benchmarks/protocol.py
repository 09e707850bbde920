"""Cost of the protocol per x-ray, on loopback TLS with one display and one phone: ``python -m benchmarks.protocol``.

Paint, settle delay and shutter take no time here, so what remains between one x-ray and the next is messages,
journal, disk, TLS, the phone's own bookkeeping (SHA-256, store) and waiting for photos under way.  Client and server
share the machine.  ``--shutter MS`` gives the camera time, as it has in use, and takes it off again: uploads and
verdicts then pass in its shadow.
"""

from __future__ import annotations

import argparse
from itertools import pairwise

from benchmarks.bench_clients import Crew, Times, cpu_seconds, percentiles
from benchmarks.tables import machine, report

PARTS = [
    ("`show` to `shown`, at the display", "told to show", "shows", 0),
    ("`shown` to `capture`, at the phone", "shows", "asked for", 0),
    ("photo, SHA-256, store, at the phone", "asked for", "took", 0),
    ("`captured` acknowledged (journalled)", "took", "reported", 0),
    ("`captured` to the next `show`", "took", "told to show", 1),
    ("upload, in the background", "reported", "stored", 0),
]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--xrays", type=int, default=150)
    parser.add_argument("--megabytes", type=float, default=4.0)
    parser.add_argument("--shutter", type=float, nargs="*", default=[0.0, 500.0], metavar="MS")
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    lines = [
        f"`python -m benchmarks.protocol`; {machine()}; photos of {chosen.megabytes:g} MB and 12 megapixels, "
        f"{chosen.xrays} x-rays, one phone.",
        "",
        "| ms | p50 | p95 |",
        "| --- | --- | --- |",
    ]
    for shutter in chosen.shutter:
        lines += _measure(chosen.xrays, chosen.megabytes, shutter)
    report("protocol", lines, chosen.write)


def _measure(xrays: int, megabytes: float, shutter_ms: float) -> list[str]:
    with Crew(xrays, megabytes) as crew:
        session = crew.open(["pixel"], shutter_ms / 1000)
        before = cpu_seconds(crew.lab.pid)
        crew.operator.act(session, "start")
        crew.operator.wait_for(session, "the end", lambda seen: seen["phase"] == "finished", 600, every_s=1)
        server = (cpu_seconds(crew.lab.pid) - before) / xrays * 1000
        display, phone = crew.times[session]
        troubles = display.troubles + phone.troubles
    shown = [display.at["told to show", i] for i in range(5, xrays + 1)]
    cycles = [(b - a) * 1000 - shutter_ms for a, b in pairwise(shown)]
    what = "back to back" if not shutter_ms else f"with a {shutter_ms:.0f} ms shutter, taken off"
    rows = [_row(f"**x-ray to x-ray, {what}**", cycles)]
    for name, begin, end, ahead in PARTS:
        off = shutter_ms if begin == "asked for" else 0.0
        rows.append(_row(f"- {name}", _part(display, phone, begin, end, ahead), off))
    rows.append(f"| - CPU of server and workers per x-ray | {server:.0f} | |")
    if troubles:
        rows.append(f"| troubles: {troubles[:3]} | {len(troubles)} | |")
    return rows


def _part(display: Times, phone: Times, begin: str, end: str, ahead: int) -> list[float]:
    first = display if begin in ("told to show", "shows") else phone
    then = display if end in ("told to show", "shows") else phone
    return [
        (then.at[end, i + ahead] - first.at[begin, i]) * 1000
        for (what, i) in first.at
        if what == begin and i >= 5 and (end, i + ahead) in then.at
    ]


def _row(name: str, values: list[float], off: float = 0.0) -> str:
    p50, p95 = percentiles([value - off for value in values])
    return f"| {name} | {p50:.1f} | {p95:.1f} |"


if __name__ == "__main__":
    main()
