"""Journals of simulated sessions that know every kind of fact, and what their replay gave when they were recorded."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from capture import views
from capture.events import TreatAsOne
from capture.plan import SessionPlan
from capture.session import Session
from capture.state.fact_kinds import KINDS, fact_from_json
from tests.capture.random_walk import walk, walk_through_outages
from tests.capture.simulated_lab import Lab

FILE = "walks.json.xz"
STEPS = 250
SEEDS = 400


def record_walks(folder: Path) -> None:
    """Write journals that hold every kind of fact."""
    recorded = [as_recorded(lab) for lab in telling(KINDS)]
    text = json.dumps(recorded, separators=(",", ":"), sort_keys=True)
    (folder / FILE).write_bytes(lzma.compress(text.encode()))


def telling(kinds: Iterable[str]) -> Iterator[Lab]:
    """Yield walks of which each tells of a kind that those before it do not, until none is left."""
    left = set(kinds)
    for seed in range(SEEDS):
        for lab in (walk(seed, STEPS), walk_through_outages(seed, STEPS)):
            # No device and no fault leads to this one.
            lab.handle(TreatAsOne(lab.t, ((lab.plan.first, lab.plan.last),)))
            told = {type(fact).__name__ for fact in lab.journal}
            if told & left:
                left -= told
                yield lab
            if not left:
                return
    raise AssertionError(f"no walk tells of {left}")


def as_recorded(lab: Lab) -> dict[str, Any]:
    values = {"plan": lab.plan.to_json(), "facts": [fact.to_json() for fact in lab.journal]}
    return values | {"replayed": replayed(values)}


def replayed(recorded: dict[str, Any]) -> dict[str, Any]:
    """What the present code makes of a recorded journal."""
    facts = [fact_from_json(fact) for fact in recorded["facts"]]
    session = Session.replay(SessionPlan.from_json(recorded["plan"]), facts, 1.0)
    seen = {"strip": views.strip(session), "snapshot": views.snapshot(session, facts[-1].at)}
    return json.loads(json.dumps({**seen, "facts": [fact.to_json() for fact in facts]}))


def read_walks(folder: Path) -> list[dict[str, Any]]:
    return json.loads(lzma.decompress((folder / FILE).read_bytes()))
