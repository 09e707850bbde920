"""Damaged images thrown at a lab with real workers, and what became of them.

``python -m tests.fuzz.throwing --count 20000`` prints the totals; ``--write docs/benchmarks.md`` puts them there.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from flask.testing import FlaskClient

from benchmarks.tables import machine, report
from tests.fuzz.mutated import DAMAGES, mutated_images
from tests.fuzz.seeds import read_seeds
from tests.fuzz.whole import whole_images
from tests.waiting import wait_until
from tests.webapp.clients import TOKEN, operator_client
from webapp.app import close_app, create_app
from webapp.pixels.worker_pixels import WorkerPixels
from webapp.settings import Settings
from webapp.workers.cage import WorkerFiles

OPAQUE = {"Content-Type": "application/octet-stream"}
CRASHES = "the decoder crashes on it"
MEMORY, TIME = "too much memory", "took too long"
TOO_LONG_S = 60.0
SETTLED = 4
"""After a quarter of the files every library has been imported, and what grows then goes on growing."""
MOST_GROWTH_MB = 150.0


class CountedWorkers(WorkerPixels):
    """Real workers in their cage, which can be counted and weighed."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, WorkerFiles(settings.data_root))

    @property
    def pids(self) -> list[int]:
        """The ids of the processes."""
        return self._pool.pids


@dataclass
class Totals:
    """What became of the files: answers by kind of file, and the faults among them."""

    answers: dict[str, Counter[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    growth_mb: float = 0.0
    server_growth_mb: float = 0.0

    def count(self, kind: str, said: str) -> None:
        """Count an answer."""
        self.answers.setdefault(kind, Counter())[said] += 1

    def of(self, said: str) -> int:
        """Return how many files were answered so."""
        return sum(answers[said] for answers in self.answers.values())


def throw(
    operator: FlaskClient, workers: CountedWorkers, count: int, seed: int = 0, seconds: float = float("inf")
) -> Totals:
    """Send damaged images one after another to be transformed, for so long at most."""
    ends = time.monotonic() + seconds
    totals, before = Totals(), wait_until(lambda: workers.pids, "a worker", 60)
    weights, server = [0.0], [0.0]
    for number, (name, data) in enumerate(mutated_images(count, seed)):
        began = time.monotonic()
        if began > ends:
            break
        answer = operator.post("/api/v1/transforms/identity?width=32&format=png", data=data, headers=OPAQUE)
        totals.slowest_s = max(totals.slowest_s, time.monotonic() - began)
        said = _said(answer.status_code, answer.get_json(silent=True) or {})
        totals.count(name.split()[0].removeprefix("seed-").split("-0")[0], said)
        if said == "fault":
            totals.faults.append(f"{name}: {answer.status_code} {answer.text[:200]}")
        if said not in ("crash", "time") and workers.pids != before:
            totals.faults.append(f"{name}: a worker was lost, the answer was {said}")
        if workers.pids != before:
            before = wait_until(lambda: workers.pids, "another worker", 60)
        if number >= count // SETTLED and number % 20 == 0:
            weights.append(_weight(before))
            server.append(psutil.Process().memory_info().rss / 1e6)
    if len(weights) > 2:
        totals.growth_mb, totals.server_growth_mb = weights[-1] - weights[1], server[-1] - server[1]
    return totals


def _said(status: int, answer: dict[str, object]) -> str:
    error = answer.get("error")
    if status == 200 and error is None:
        return "picture"
    if not isinstance(error, dict) or len(str(error.get("message"))) <= 15 or status not in (415, 422):
        return "fault"
    told = str(error["message"])
    if CRASHES in told:
        return "crash"
    if MEMORY in told:
        return "memory"
    return "time" if TIME in told else "refused"


def _weight(pids: list[int]) -> float:
    return sum(psutil.Process(pid).memory_info().rss for pid in pids) / 1e6


def main() -> int:
    """Throw and print; 1 when anything but an answer with a reason came."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0, help="of the damage; another one gives other files")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="End earlier, after so many.")
    parser.add_argument("--write", help="document whose section is replaced")
    chosen = parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        settings = Settings(data_root=Path(folder), operator_token=TOKEN, workers=1, disk_reserve_mb=0)
        workers = CountedWorkers(settings)
        app = create_app(settings, pixels=workers, with_demo=False)
        began = time.monotonic()
        try:
            totals = throw(operator_client(app), workers, chosen.count, chosen.seed, chosen.seconds)
        finally:
            close_app(app)
    report("fuzz", list(_lines(totals, chosen.count, chosen.seed, time.monotonic() - began)), chosen.write)
    return 1 if totals.faults else 0


def _lines(totals: Totals, count: int, seed: int, seconds: float) -> Iterator[str]:
    yield f"`python -m tests.fuzz.throwing --count {count} --seed {seed}`; {machine()}; {seconds:.0f} s."
    yield f"{len(whole_images())} whole files and {len(read_seeds())} seeds, damaged in {len(DAMAGES)} ways."
    yield ""
    yield "| type | files | still a picture | refused with a reason | ended the decoder | too slow, too large |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for kind, answers in sorted(totals.answers.items()):
        yield _row(kind, answers)
    yield _row("all", sum(totals.answers.values(), Counter()))
    yield ""
    yield (
        f"Answers of another kind (5xx, no reason, a worker lost without one): {len(totals.faults)}. "
        f"Slowest answer: {totals.slowest_s:.1f} s."
    )
    yield (
        f"Growth over the last three quarters: worker {totals.growth_mb:.0f} MB, "
        f"web process {totals.server_growth_mb:.0f} MB."
    )
    yield from (f"- {fault}" for fault in totals.faults[:20])


def _row(kind: str, answers: Counter[str]) -> str:
    ended = (answers["picture"], answers["refused"], answers["crash"], answers["time"] + answers["memory"])
    return f"| {kind} | {answers.total():,} | " + " | ".join(f"{number:,}" for number in ended) + " |"


if __name__ == "__main__":
    sys.exit(main())
