"""Cost of transforms over REST, and their effect on capture: ``python -m benchmarks.rest``.

Clients in a process of their own send one small x-ray (JPEG, 1245 x 1031) to ``POST /transforms/photographic`` again
and again, while a session with one phone is photographed. Server, workers, clients and devices share the machine.
Status 1 when a capture signal's 99th percentile misses its limit.
"""

from __future__ import annotations

import argparse
import http.client
import json
import ssl
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import cv2
import numpy as np

from benchmarks.bench_clients import Crew, Times
from benchmarks.tables import machine, report
from dataset.images.encode import encode_image
from dataset.phantoms import draw_patient, draw_xray

LIMIT_MS = 150.0
CLIENTS = (0, 1, 2, 8)
SIZE = (1245, 1031)
WARM_UP = 3
"""Requests of each client, and x-rays of the session, that do not count."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--xrays", type=int, default=60, help="Photographed at each number of clients.")
    parser.add_argument("--shutter", type=float, default=300.0, metavar="MS")
    parser.add_argument("--megabytes", type=float, default=3.0)
    parser.add_argument("--write", help="document whose section is replaced")
    parser.add_argument("--client", nargs=5, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.client:
        return _be_clients(*chosen.client)
    rows, slowest = _measure(chosen)
    head = (
        f"`python -m benchmarks.rest`; {machine()}; x-ray of {SIZE[0]} x {SIZE[1]}, level 1; meanwhile one phone "
        f"photographs {chosen.xrays} x-rays with a shutter of {chosen.shutter:.0f} ms and photos of "
        f"{chosen.megabytes:g} MB. Limit of a capture signal's p99: {LIMIT_MS:.0f} ms."
    )
    report("rest", [head, "", *rows], chosen.write)
    return 1 if slowest > LIMIT_MS else 0


def _measure(chosen: argparse.Namespace) -> tuple[list[str], float]:
    rows = [
        "| clients | answers a second | p50 ms | p99 ms | other answers | `shown` to `capture`, p50 / p99 ms "
        "| `captured` to its answer, p50 / p99 ms |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    slowest = 0.0
    with Crew(chosen.xrays, chosen.megabytes) as crew:
        xray = crew.folder / "xray.jpg"
        drawn = draw_xray(draw_patient(1), "frontal")
        small = np.asarray(cv2.resize(drawn, SIZE, interpolation=cv2.INTER_AREA), np.uint8)
        xray.write_bytes(encode_image(small))
        for clients in CLIENTS:
            session = crew.open(["pixel"], chosen.shutter / 1000)
            found = _with_clients(crew, session, xray, clients)
            asked, reported = _signals(*crew.times[session])
            slowest = max(slowest, float(np.percentile([*asked, *reported], 99)))
            rows.append(_row(clients, found, asked, reported))
    return rows, slowest


def _with_clients(crew: Crew, session: str, xray: Path, clients: int) -> dict[str, Any]:
    """Photograph the whole session while clients ask for variants; returns what they found."""
    command = [sys.executable, "-m", "benchmarks.rest", "--client", crew.lab.url, crew.lab.token]
    command += [str(crew.lab.settings.data_root / "tls" / "ca.crt"), str(xray), str(clients)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()  # warm
        crew.operator.act(session, "start")
        crew.operator.wait_for(session, "the end", lambda seen: seen["phase"] == "finished", 600, every_s=1)
        process.stdin.close()
        said = process.stdout.readline()
    if not said:
        raise SystemExit("the clients ended before they had told what they found")
    found: dict[str, Any] = json.loads(said)
    return found


def _signals(display: Times, phone: Times) -> tuple[list[float], list[float]]:
    """Return milliseconds from ``shown`` to ``capture`` at the phone, and from ``captured`` to its answer."""
    asked, reported = [], []
    for (what, index), at in phone.at.items():
        if index > WARM_UP and what == "asked for":
            asked.append((at - display.at["shows", index]) * 1000)
        elif index > WARM_UP and what == "reported":
            reported.append((at - phone.at["took", index]) * 1000)
    return asked, reported


def _row(clients: int, found: dict[str, Any], asked: list[float], reported: list[float]) -> str:
    cells = [str(clients), "", "", "", ""]
    if times := found["ms"]:
        other = ", ".join(f"{count} x {status}" for status, count in found["other"].items())
        cells[1:] = [f"{len(times) / found['seconds']:.1f}", *_percentiles(times), other or "none"]
    return (
        "| "
        + " | ".join([*cells, " / ".join(_percentiles(asked)), " / ".join(_percentiles(reported))])
        + " |"
    )


def _percentiles(ms: list[float]) -> tuple[str, str]:
    return f"{np.percentile(ms, 50):.0f}", f"{np.percentile(ms, 99):.0f}"


def _be_clients(url: str, token: str, authority: str, xray: str, count: str) -> int:
    """Ask again and again until standard input ends; print what was found."""
    data, found, over = Path(xray).read_bytes(), Found(), threading.Event()
    clients = [
        threading.Thread(target=_ask, args=(url, token, authority, data, seed, found, over))
        for seed in range(int(count))
    ]
    for client in clients:
        client.start()
    while found.answers < WARM_UP * len(clients):
        time.sleep(0.05)
    found.begin()
    print("warm", flush=True)
    sys.stdin.read()
    over.set()
    for client in clients:
        client.join()
    print(json.dumps({"ms": found.ms, "other": found.other, "seconds": time.perf_counter() - found.began}))
    return 0


class Found:
    """Clients' measurements since `begin`."""

    def __init__(self) -> None:
        self.answers = 0
        self.begin()

    def begin(self) -> None:
        self.ms: list[float] = []
        self.other: Counter[int] = Counter()
        self.began = time.perf_counter()

    def note(self, status: int, seconds: float) -> None:
        self.answers += 1
        if status == 200:
            self.ms.append(seconds * 1000)
        else:
            self.other[status] += 1


def _ask(
    url: str, token: str, authority: str, data: bytes, seed: int, found: Found, over: threading.Event
) -> None:
    place = urlsplit(url)
    context = ssl.create_default_context(cafile=authority)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "image/jpeg"}
    connection = http.client.HTTPSConnection(str(place.hostname), place.port, timeout=120, context=context)
    while not over.is_set():
        begun = time.perf_counter()
        connection.request("POST", f"/api/v1/transforms/photographic?seed={seed}", data, headers)
        answer = connection.getresponse()
        answer.read()
        found.note(answer.status, time.perf_counter() - begun)
        if answer.status == 503:
            time.sleep(float(answer.headers["Retry-After"]))
        seed += 1000
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
