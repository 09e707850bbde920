"""Cost of an x-ray to the session: time and memory at the start of a long session and at its end.

Drives one session of 10,507 x-rays (the size of the paper's largest set) through the real state machine and the
real journal on disk: showing, command, answer, upload and verdict of every x-ray, one retake in fifty.  Without
network, camera and display, so that what is left is the session's own cost.

    python -m benchmarks.session_cost [--xrays 10507] [--phones 1] [--write docs/benchmarks.md]
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import tempfile
import time
import tracemalloc
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.tables import machine, report
from capture import events, views
from capture.events import Event
from capture.plan import SessionPlan
from capture.session import Outcome, Session
from capture.storage import Storage

BLOCK = 100
RETAKE_EVERY = 50


@dataclass
class Costs:
    """One block of x-rays, per x-ray: CPU seconds of both parts, seconds waited for the journal, facts, bytes."""

    first: int
    last: int
    decide: list[float] = field(default_factory=list)
    journal: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    facts: int = 0
    memory: float = 0.0


class Run:
    """A session that is driven without devices."""

    def __init__(self, xrays: int, phones: int, storage: Storage | None) -> None:
        sets = tuple(f"set{number}" for number in range(phones))
        self.plan = SessionPlan("s1", "", "demo", "0" * 64, 1, xrays, sets)
        self.session = Session(self.plan, 0.0)
        self.journal = None if storage is None else storage.journal
        self.phones = [f"p{number}" for number in range(phones)]
        self.at, self.decide, self.write, self.waited, self.facts = 0.0, 0.0, 0.0, 0.0, 0
        self.painted: int | None = None
        if storage is not None:
            storage.sessions.create(self.plan, 0.0)

    def do(self, event: Event) -> Outcome:
        began = time.thread_time()
        outcome = self.session.handle(event)
        decided, clock = time.thread_time(), time.perf_counter()
        if self.journal is not None and outcome.facts:
            self.journal.append("s1", outcome.facts)
        self.decide += decided - began
        self.write += time.thread_time() - decided
        self.waited += time.perf_counter() - clock
        self.facts += len(outcome.facts)
        return outcome

    def start(self) -> None:
        self.do(events.AdmitDisplay(0.0, "d", "Display"))
        self.do(events.DisplayHello(0.0, "d", "d"))
        for phone in self.phones:
            self.do(events.AdmitPhone(0.0, phone, phone))
            self.do(events.PhoneHello(0.0, phone, phone))
            self.do(events.PhoneReady(0.0, phone, 1, True))
        self.do(events.Start(0.0))

    def one_xray(self, verdict: str) -> None:
        """Run showing, commands, answers, uploads and verdicts of the x-ray on the display."""
        self.at += 1.0
        showing = self.session.state.showing
        number, index = showing.number, showing.index
        self.do(events.Shown(self.at, "d", 1, number, self.painted))
        self.painted = number
        taken = []
        for place, order in list(self.session.state.outstanding()):
            self.do(events.Received(self.at, order.phone, 1, order.index, order.attempt, number))
            digest = hashlib.sha256(f"{order}".encode()).hexdigest()
            taken.append((place.set, order, digest))
        for _, order, digest in taken:
            key = (order.phone, 1, order.index, order.attempt)
            self.do(
                events.Captured(self.at, *key, number, digest, 4_000_000, {"width": 4000, "height": 3000})
            )
        for _, order, digest in taken:
            name = (
                f"{order.index:06d}__{order.attempt:02d}__patient{order.index:05d}__study1__view1_frontal.jpg"
            )
            self.do(
                events.PhotoKept(self.at, order.phone, order.index, order.attempt, digest, 4_000_000, name)
            )
        for set_name, order, _ in taken:
            before = (order.index, order.attempt)
            self._judge_previous(set_name, before, verdict if index == order.index else "accepted")
        self.do(events.Tick(self.at))

    def _judge_previous(self, set_name: str, key: tuple[int, int], verdict: str) -> None:
        """Verify what can be: the newest photo is judged only once its showing is confirmed."""
        place = self.session.state.places[set_name]
        for index, attempt in [pending for pending in place.pending if pending != key]:
            self.do(events.PhotoJudged(self.at, set_name, index, attempt, verdict))  # type: ignore[arg-type]


def measure(xrays: int, phones: int, storage: Storage | None, blocks: list[Costs], memory: bool) -> Run:
    run = Run(xrays, phones, storage)
    run.start()
    done, costs, before = 0, iter(blocks), 0
    block = next(costs)
    while run.session.state.phase == "running":
        if done + 1 == block.first and memory:
            gc.collect()
            before = tracemalloc.get_traced_memory()[0]
        run.decide, run.write, run.waited, run.facts = 0.0, 0.0, 0.0, 0
        run.one_xray("rejected" if done % RETAKE_EVERY == RETAKE_EVERY - 1 else "accepted")
        done += 1
        if block.first <= done <= block.last:
            block.decide.append(run.decide)
            block.journal.append(run.write)
            block.waited.append(run.waited)
            block.facts += run.facts
        if done == block.last:
            gc.collect()
            block.memory = (tracemalloc.get_traced_memory()[0] - before) / BLOCK if memory else 0.0
            block = next(costs, Costs(0, 0))
    return run


def blocks(xrays: int) -> list[Costs]:
    starts = [1, xrays // 4, xrays // 2, xrays * 3 // 4, xrays - BLOCK + 1]
    return [Costs(start, start + BLOCK - 1) for start in starts]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--xrays", type=int, default=10_507)
    parser.add_argument("--phones", type=int, default=1)
    parser.add_argument("--write", help="document whose section is replaced")
    options = parser.parse_args()
    timed, weighed = blocks(options.xrays), blocks(options.xrays)
    with tempfile.TemporaryDirectory() as folder:
        storage = Storage(f"sqlite:///{folder}/lab.db")
        run = measure(options.xrays, options.phones, storage, timed, memory=False)
        rows = storage.journal.facts("s1")
        began = time.perf_counter()
        replayed = Session.replay(run.plan, (row.fact for row in rows), 0.0)
        replay = time.perf_counter() - began
        assert replayed.state == run.session.state
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
        storage.close()
    tracemalloc.start()
    measure(options.xrays, options.phones, None, weighed, memory=True)
    tracemalloc.stop()
    lines = [
        f"`python -m benchmarks.session_cost`; {machine()}; {options.xrays:,} x-rays, {options.phones} phone(s), one "
        f"retake in {RETAKE_EVERY}.",
        "",
        *_rows(timed, weighed),
        "",
        f"Snapshot for the console after all of it: {_snapshot_ms(run):.2f} ms. "
        f"Replay of {len(rows):,} facts: {replay:.2f} s. Database: {size / 1e6:.0f} MB.",
    ]
    report("session_cost", lines, options.write)


def _rows(timed: list[Costs], weighed: list[Costs]) -> list[str]:
    head = "| x-rays | state machine, CPU ms | journal, CPU ms | journal with its syncs, ms | facts | memory, bytes |"
    rows = [head, "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for block, weight in zip(timed, weighed, strict=True):
        decide, journal, waited = (
            median(values) * 1e3 for values in (block.decide, block.journal, block.waited)
        )
        span = f"{block.first:,}-{block.last:,}"
        cpu = f"{decide:.3f} | {journal:.2f} | {waited:.1f}"
        rows.append(f"| {span} | {cpu} | {block.facts / BLOCK:.1f} | {weight.memory:,.0f} |")
    return rows


def _snapshot_ms(run: Run) -> float:
    began = time.perf_counter()
    for _ in range(100):
        views.snapshot(run.session, run.at)
    return (time.perf_counter() - began) * 10


if __name__ == "__main__":
    main()
