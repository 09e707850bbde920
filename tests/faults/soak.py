"""Sessions one after the other under faults of every kind, each finished and audited by the pixels of its photos."""

from __future__ import annotations

import contextlib
import os
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.audit import Audit, audit
from tests.faults.disturbances import KINDS, RARE, shifted_clock
from tests.faults.network import Network
from tests.faults.station import Station
from webapp.virtual.network.faults import Faults

MESSAGES = {"loss": 0.01, "duplicate": 0.04, "reorder": 0.04, "delay_ms": 120.0}
"""How often a message of a phone is lost, doubled, or overtaken."""
SERVER = {"ping_s": 1.0, "silent_after_s": 2.0, "capture_timeout_s": 4.0}
PATIENCE_S = 3.0
LONGEST_SESSION_S = 240.0


@dataclass
class Toll:
    """Counts of a soak."""

    sessions: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    audits: list[Audit] = field(default_factory=list)

    @property
    def captures(self) -> int:
        return sum(len(audit.filed) for audit in self.audits)

    @property
    def acknowledged(self) -> int:
        return sum(audit.acknowledged for audit in self.audits)

    @property
    def set_aside(self) -> int:
        return sum(not photo.accepted for audit in self.audits for photo in audit.filed)


@dataclass(frozen=True)
class Plan:
    """Length of a soak, and its treatment of the sessions.

    Attributes:
        captures: Photos to take, at least.
        faults: Faults to inject, at least; a message that is lost, doubled or overtaken is one.
        between: Photos from one fault to the next.
        rare: In so many faults one that starts the server anew.
        kinds: Different faults to inject beside those of messages, at least; how many messages are sent, and so how
            many of theirs there are, depends on the machine's pace.
    """

    captures: int
    faults: int
    between: int = 4
    rare: int = 8
    kinds: int = 0


def soak(station: Station, plan: Plan, seed: int, say: Callable[[str], None] = print) -> Toll:
    """Run sessions until so many photos are taken under so many faults; each is finished and audited."""
    dice, toll = random.Random(seed), Toll()
    kinds = _in_turn(dice, plan.rare)
    while not _is_enough(toll, plan):
        toll.sessions += 1
        sets = [f"left-{toll.sessions}", f"right-{toll.sessions}"]
        messages: Counter[str] = Counter()
        station.faults = Faults(**MESSAGES, seed=dice.randrange(10**6), counted=messages)
        session = station.open(sets, faults=station.faults)
        _disturb(station, plan, kinds, dice, toll)
        station.insist(LONGEST_SESSION_S)
        station.close_devices()
        toll.faults += messages
        found = audit(station, session, sets, 1, station.xrays)
        found.require()
        toll.audits.append(found)
        say(
            f"session {toll.sessions}: {toll.captures} photos, {toll.faults.total()} faults, "
            f"none lost, doubled or misfiled"
        )
    return toll


def _is_enough(toll: Toll, plan: Plan) -> bool:
    kinds = len(toll.faults.keys() & KINDS.keys())
    return toll.captures >= plan.captures and toll.faults.total() >= plan.faults and kinds >= plan.kinds


def _disturb(station: Station, plan: Plan, kinds: Iterator[str], dice: random.Random, toll: Toll) -> None:
    """Inject one fault after the other until the session has ended."""
    stored = 0
    while True:
        seen = station.insist_until(_so_many(stored + plan.between), LONGEST_SESSION_S)
        if seen["phase"] in ("finishing", "finished"):
            return
        stored = seen["progress"]["stored"]
        kind = next(kinds)
        KINDS[kind](station, dice)
        toll.faults[kind] += 1


def _so_many(stored: int) -> Callable[[dict[str, Any]], bool]:
    return lambda seen: seen["phase"] in ("finishing", "finished") or seen["progress"]["stored"] >= stored


def _in_turn(dice: random.Random, rare: int) -> Iterator[str]:
    """Yield kinds for ever, all of them equally often but for the rare ones."""

    def shuffled(kinds: Collection[str]) -> Iterator[str]:
        while True:
            yield from dice.sample(sorted(kinds), len(kinds))

    seldom, often = shuffled(RARE), shuffled(set(KINDS) - RARE)
    while True:
        yield next(seldom)
        for _ in range(rare - 1):
            yield next(often)


@contextlib.contextmanager
def stricken_station(folder: Path, xrays: int, **more: Any) -> Iterator[Station]:
    """A station whose network, disk and clock can be disturbed."""
    with contextlib.ExitStack() as stack:
        clock = stack.enter_context(shifted_clock(folder, os.environ))  # type: ignore[arg-type]
        station = stack.enter_context(Station(folder, xrays, **{**SERVER, **more}))
        station.network = stack.enter_context(Network(station.lab.settings.port))
        station.clock, station.patience_s = clock, PATIENCE_S
        stack.callback(station.close_devices)
        yield station
