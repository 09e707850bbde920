"""The next subset on a real server that is killed right after the click, with a phone that is away at that moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from tests.faults.station import BEHAVIOUR, CAMERA, SCREEN, Station
from webapp.virtual.camera.screen import ScreenFile
from webapp.virtual.camera.shutter import Shutter
from webapp.virtual.camera.viewfinder import Viewfinder
from webapp.virtual.display import Panel, VirtualDisplay
from webapp.virtual.network.following import run_on
from webapp.virtual.network.joining import joined
from webapp.virtual.network.session_client import Ending
from webapp.virtual.network.web import DeviceCredential, Trust
from webapp.virtual.phone.phone import Habits, VirtualPhone
from webapp.virtual.phone.store import PhoneStore

SETS = ["left", "right"]


class Traveller:
    """A device that goes along from session to session; its present self can be stopped and started again."""

    def __init__(
        self, credential: DeviceCredential, trust: Trust, make: Callable[[DeviceCredential], Any]
    ) -> None:
        self._credential, self._trust, self._make = credential, trust, make
        self.start()

    def start(self) -> None:
        self._ending: list[Ending] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self.device.stop()
        self._thread.join(20)
        assert not self._thread.is_alive()
        assert [ending.code for ending in self._ending] == ["stopped"], self._ending

    def _run(self) -> None:
        self._ending.append(run_on(self._made, self._credential, self._trust))

    def _made(self, credential: DeviceCredential) -> Any:
        self._credential = credential
        self.device = self._make(credential)
        return self.device


def bring_in(station: Station, folder: Path) -> dict[str, Traveller]:
    trust, screen = station.trust, station.screen

    def display(credential: DeviceCredential) -> VirtualDisplay:
        return VirtualDisplay(
            credential, trust, ScreenFile(screen, *SCREEN), Panel(0.005), BEHAVIOUR, stay=True
        )

    def phone(credential: DeviceCredential) -> VirtualPhone:
        store = PhoneStore(folder / f"{credential.session}-{credential.device}.db")
        shutter = Shutter(Viewfinder(screen, rate=0), CAMERA, 0.0, np.random.default_rng(1))
        return VirtualPhone(credential, trust, store, shutter, BEHAVIOUR, Habits(True, stay=True))

    found = {
        "display": Traveller(
            joined(station.invitation("display"), "Monitor", "display", trust), trust, display
        )
    }
    for name in SETS:
        credential = joined(station.invitation("phone"), name, "phone", trust)
        found[name] = Traveller(credential, trust, phone)
    station.travellers.extend(found.values())
    return found


def test_everybody_goes_along_and_every_photo_is_there_once(
    make_station: Callable[..., Station], tmp_path: Path
) -> None:
    station = make_station(6)
    station.session = station.operator.new_session(station.dataset, 1, 3, SETS)
    devices = bring_in(station, tmp_path)
    station.wait_for("everybody", lambda seen: seen["can"]["start"])
    station.operator.act(station.session, "start")
    station.wait_for("the end", lambda seen: seen["phase"] == "finished")

    devices["left"].stop()
    old, station.session = station.session, station.operator.act(station.session, "next")["session"]
    station.lab.kill()
    station.lab.start()
    devices["left"].start()
    assert station.operator.act(old, "next")["session"] == station.session
    station.wait_for("the end of the next", lambda seen: seen["phase"] == "finished")
    for device in devices.values():
        device.stop()

    for session, indices in ((old, range(1, 4)), (station.session, range(4, 7))):
        accepted = [photo for photo in station.operator.photos(session) if photo["state"] == "accepted"]
        assert sorted((photo["set"], photo["index"]) for photo in accepted) == [
            (name, index) for name in SETS for index in indices
        ]
