"""Effect of small files that claim to be huge on other people's capture: ``python -m benchmarks.bombs``.

One session photographs without a pause. Beside it one input after the other is sent, again as soon as it is answered:
as frames of a session that is aimed, to be transformed, and as photos of a session whose phones see nothing else.
Capture's signals (``shown`` to ``capture``, at the phone) are timed before and meanwhile.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil
import requests

from benchmarks.bench_clients import Crew, percentiles
from benchmarks.tables import machine, report
from tests import bombs
from webapp.virtual.network.joining import joined
from webapp.virtual.network.web import Trust

ACCEPTED_MS = 250.0
LIMIT_S = 5
"""Processor time of an image, less than a server gives by default: the rows would otherwise take minutes to end."""
SCANS = 24
"""As many as are decoded at this size: each such photo costs a worker seconds."""


def main() -> int:
    """Measure and print; 1 when signals were slower than is accepted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="Of each input.")
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    with Crew(5000, 0.3, worker_time_limit_s=LIMIT_S) as crew:
        honest = crew.jpeg
        crew.jpeg = bombs.scan_bomb(SCANS)
        hostile = crew.open(["bomber-1", "bomber-2"])
        crew.jpeg = honest
        session = crew.open(["pixel"], 0.05)
        crew.operator.act(session, "start")
        rows = list(_measured(crew, session, hostile, chosen.seconds))
    lines = [
        f"`python -m benchmarks.bombs`; {machine()}; signals of one session, two workers, {chosen.seconds:g} s each.",
        f"Images sent to be transformed have {LIMIT_S} s of processor time.",
        "",
        "| sent meanwhile | photos a second | signal p50 | signal p95 | web process | answers |",
        "| --- | --- | --- | --- | --- | --- |",
        *[row for row, _ in rows],
    ]
    report("bombs", lines, chosen.write)
    return int(max(p95 for _, p95 in rows) > ACCEPTED_MS)


@dataclass(frozen=True)
class Target:
    """An address for files, and the sender's credential."""

    url: str
    media_type: str
    cookies: Mapping[str, str] = field(default_factory=dict)
    token: str = ""

    def web(self, trust: Trust) -> requests.Session:
        """Return a connection that shows who sends."""
        web = trust.open()
        web.cookies.update(self.cookies)
        web.headers["Content-Type"] = self.media_type
        if self.token:
            web.headers["Authorization"] = f"Bearer {self.token}"
        return web


def _measured(crew: Crew, session: str, hostile: str, seconds: float) -> Iterator[tuple[str, float]]:
    nothing = Counter[str]()
    yield _row(crew, session, "nothing", nothing, seconds)
    crew.operator.act(hostile, "aim")
    targets = {
        "as a frame": (_aim(crew, hostile), bombs.FRAMES),
        "to be transformed": (_variant_service(crew), bombs.PHOTOS),
    }
    for how, (target, inputs) in targets.items():
        for name, make in inputs.items():
            with _sending(crew.lab.trust, target, make()) as answers:
                yield _row(crew, session, f"{name}, {how}", answers, seconds)
    crew.operator.act(hostile, "pause")
    crew.operator.wait_for(hostile, "the end of aiming", lambda seen: seen["can"]["start"], 30)
    crew.operator.act(hostile, "start")
    name = f"JPEGs of {SCANS} scans and 81 megapixels, as photos of two phones"
    yield _row(crew, session, name, nothing, 3 * seconds)


def _aim(crew: Crew, session: str) -> Target:
    me = joined(crew.operator.invitation(session, "phone"), "aimer", "phone", crew.lab.trust)
    url = f"{me.base}/api/v1/sessions/{session}/phones/{me.device}/aim"
    return Target(url, "image/jpeg", cookies=me.cookies)


def _variant_service(crew: Crew) -> Target:
    url = f"{crew.lab.url}/api/v1/transforms/identity?width=32"
    return Target(url, "application/octet-stream", token=crew.lab.token)


@contextmanager
def _sending(trust: Trust, target: Target, data: bytes) -> Iterator[Counter[str]]:
    """Send the same repeatedly by two connections; yield how often each status was answered."""
    answers, over = Counter[str](), threading.Event()

    def send() -> None:
        with target.web(trust) as web:
            while not over.is_set():
                try:
                    answers[str(web.post(target.url, data=data, timeout=60).status_code)] += 1
                except requests.Timeout:
                    answers["no answer in 60 s"] += 1

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _row(crew: Crew, session: str, name: str, answers: Counter[str], seconds: float) -> tuple[str, float]:
    display, phone = crew.times[session]
    before = {index for what, index in list(phone.at) if what == "asked for"}
    began = time.perf_counter()
    time.sleep(seconds)
    took = time.perf_counter() - began
    signals = [
        (at - display.at["shows", index]) * 1000
        for (what, index), at in list(phone.at.items())
        if what == "asked for" and index not in before
    ]
    memory = psutil.Process(crew.lab.pid).memory_info().rss / 1e6
    p50, p95 = percentiles(signals) if signals else (float("inf"), float("inf"))
    said = ", ".join(f"{count} x {what}" for what, count in sorted(answers.items()))
    row = f"| {name} | {len(signals) / took:.1f} | {p50:.0f} ms | {p95:.0f} ms | {memory:.0f} MB | {said} |"
    print(row, file=sys.stderr, flush=True)
    return row, p95


if __name__ == "__main__":
    sys.exit(main())
