"""Kills the server at random moments of virtual sessions, again and again, and audits each session at its end."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.audit import Audit, audit
from tests.faults.station import Station
from webapp.virtual.network.web import DeviceError

XRAYS = 24
KILLS_A_SESSION = 12
LONGEST_S = 0.9


@dataclass
class Toll:
    """What the killing came to."""

    kills: int = 0
    early: int = 0
    sessions: int = 0
    audits: list[Audit] = field(default_factory=list)

    @property
    def photos(self) -> int:
        return sum(len(audit.filed) for audit in self.audits)

    @property
    def acknowledged(self) -> int:
        return sum(audit.acknowledged for audit in self.audits)

    @property
    def set_aside(self) -> int:
        return sum(not photo.accepted for audit in self.audits for photo in audit.filed)


def soak(station: Station, kills: int, seed: int, say: Callable[[str], None] = print) -> Toll:
    """Kill the server ``kills`` times; sessions follow one another until then, each is finished and audited."""
    dice, toll = random.Random(seed), Toll()
    while toll.kills < kills:
        toll.sessions += 1
        sets = [f"left-{toll.sessions}", f"right-{toll.sessions}"]
        session = station.open(sets)
        planned = min(KILLS_A_SESSION, kills - toll.kills)
        for _ in range(planned):
            if not kill_once(station, dice, toll):
                break
        station.insist()
        station.close_devices()
        found = audit(station, session, sets, 1, station.xrays)
        found.require()
        toll.audits.append(found)
        say(
            f"{toll.kills:>4} kills, session {toll.sessions}: {len(found.filed)} photos, "
            f"{found.acknowledged} acknowledged, none lost, twice or misfiled"
        )
    return toll


def kill_once(station: Station, dice: random.Random, toll: Toll) -> bool:
    """Kill at a random moment of the running session; False when there is nothing left to disturb."""
    seen = station.operator.snapshot(station.session)
    if seen["phase"] == "finished":
        return False
    if seen["can"]["resume"]:
        _resume(station)
    time.sleep(dice.uniform(0, LONGEST_S))
    with station.restarting():
        toll.kills += 1
    if dice.random() < 0.15:
        # Once more while it puts things in order after the start.
        time.sleep(dice.uniform(0, 0.3))
        with station.restarting():
            toll.kills += 1
            toll.early += 1
    station.wait_for(
        "the devices to be back", lambda s: s["can"]["resume"] or s["phase"] in ("running", "finished")
    )
    return True


def _resume(station: Station) -> None:
    try:
        station.operator.act(station.session, "resume")
    except DeviceError as error:
        if error.code not in ("not_ready", "wrong_phase"):
            raise
