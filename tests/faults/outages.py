"""Outages of the Wi-Fi in every phase of a session, which then goes on by itself."""

from __future__ import annotations

import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import requests

from tests.faults.audit import Audit, audit
from tests.faults.network import Network
from tests.faults.station import Station
from webapp.virtual.display import Panel, VirtualDisplay
from webapp.virtual.network.joining import joined

Phase = Literal["aiming", "showing", "taking", "uploading", "paused", "finishing"]
Seen = dict[str, Any]
PHASES: tuple[Phase, ...] = ("aiming", "showing", "taking", "uploading", "paused", "finishing")
RUNNING: tuple[Phase, ...] = ("showing", "taking", "uploading", "finishing")

SERVER = {"ping_s": 1.0, "silent_after_s": 2.0, "capture_timeout_s": 3.0}
"""A page counts as gone after 2 s, a device as silent after 2 s."""
PATIENCE_S = 3.0
DEVICES: dict[str, Any] = {"panel": Panel(paint_s=0.15), "shutter_s": 0.15}
"""Slow enough that the phases of a photo can be met."""
UPLOAD_RATE = 30_000.0
SHORT_S = 0.7
LAST = 4
SETS = ["left", "right"]


@dataclass(frozen=True)
class Outage:
    """One outage of all devices of a session.

    Attributes:
        phase: When it begins.
        polling: Whether the devices do without WebSocket.
        lost: Whether their connections never carry anything again; else what was said arrives late.
        short: Whether it is over before anybody counts as gone.
    """

    phase: Phase
    polling: bool
    lost: bool
    short: bool = False

    def __str__(self) -> str:
        words = ("polling" if self.polling else "websocket", "lost" if self.lost else "stalled")
        return "-".join((self.phase, *words, *(["short"] if self.short else [])))


def twenty() -> list[Outage]:
    """Every phase and transport, long; and short ones while something is under way."""
    kinds = itertools.cycle((True, False))
    both = (False, True)
    long = [Outage(phase, polling, next(kinds)) for polling in both for phase in PHASES]
    # Each phase with the other kind of loss than above.
    short = [
        Outage(phase, polling, lost=phase in ("taking", "finishing"), short=True)
        for polling in both
        for phase in RUNNING
    ]
    return long + short


def reached(phase: Phase) -> Callable[[Seen], bool]:
    """Whether a session is in ``phase``."""
    running: dict[str, Callable[[Seen], bool]] = {
        "showing": lambda seen: seen["display"]["showing_state"] == "preparing" and (seen["index"] or 0) > 1,
        "taking": lambda seen: any(phone["doing"] == "taking" for phone in seen["phones"]),
        "uploading": lambda seen: any(phone["under_way"] for phone in seen["phones"]),
    }
    if phase in running:
        return lambda seen: seen["phase"] == "running" and running[phase](seen)
    return lambda seen: bool(seen["phase"] == phase)


def endure(station: Station, outage: Outage) -> Audit:
    """Run a session with one outage in it, to its end, without a person but for what a person began."""
    session = station.prepare(SETS, last=LAST, polling=outage.polling, **DEVICES)
    station.operator.act(session, "aim" if outage.phase == "aiming" else "start")
    if outage.phase == "paused":
        station.wait_for_photos(1)
        station.operator.act(session, "pause")
    station.wait_for(outage.phase, reached(outage.phase))
    assert station.network is not None
    with station.network.outage(outage.lost):
        _last_out(station, outage)
        _others_go_on(station)
    if outage.phase in ("aiming", "paused"):
        seen = station.wait_for(
            "all to be back", lambda seen: seen["can"]["start" if outage.phase == "aiming" else "resume"]
        )
        assert seen["phase"] == outage.phase, "it was a person's to end this"
        station.operator.act(session, "start" if outage.phase == "aiming" else "resume")
    station.wait_for("the end, without a person", lambda seen: seen["phase"] == "finished")
    _others_go_on(station)
    station.close_devices()
    found = audit(station, session, SETS, 1, LAST)
    found.require()
    return found


def _last_out(station: Station, outage: Outage) -> None:
    """Wait until the outage has done what it does."""
    if outage.short:
        time.sleep(SHORT_S)  # how long it lasts, nothing that is waited for
        return
    station.wait_for("all to be gone", lambda seen: not any(device["connected"] for device in _devices(seen)))
    if outage.phase in ("showing", "taking", "uploading"):
        seen = station.wait_for("the pause", lambda seen: seen["phase"] in ("paused", "finishing"))
        assert seen["phase"] == "finishing" or seen["reason"]["code"] in ("phone_silent", "display_silent")


def _devices(seen: Seen) -> list[Seen]:
    return [seen["display"], *seen["phones"]]


def _others_go_on(station: Station) -> None:
    """Require that the server is well, and lets in devices that the outage does not concern."""
    base, trust = station.lab.url, station.lab.trust
    with trust.open() as web:
        answer: requests.Response = web.get(f"{base}/api/v1/health")
        assert (answer.status_code, answer.json()["status"]) == (200, "ok"), answer.text
    with _guest(station) as guest:
        station.operator.wait_for(
            guest, "a new device", lambda seen: seen["display"] and seen["display"]["connected"], 20
        )


@contextlib.contextmanager
def _guest(station: Station) -> Iterator[str]:
    """A session beside, with a display that is on another network."""
    operator, trust = station.operator, station.lab.trust
    guest = operator.new_session(station.dataset, 1, 1, ["guest"], overlap=True)
    credential = joined(operator.invitation(guest, "display"), "Guest", "display", trust)
    display = VirtualDisplay(credential, trust, None)
    thread = threading.Thread(target=display.run, daemon=True)
    thread.start()
    yield guest
    display.stop()
    thread.join(10)
    operator.act(guest, "abort")


@contextlib.contextmanager
def behind_a_network(folder: Path, **settings: Any) -> Iterator[Station]:
    """A station whose devices reach the server by a network that can go away."""
    with (
        Station(folder, LAST, **SERVER) as station,
        Network(station.lab.settings.port, UPLOAD_RATE) as network,
    ):
        station.network, station.patience_s = network, PATIENCE_S
        yield station
        station.close_devices()
