"""A whole lab for fault tests: a real server that can be killed, a display, phones, and an operator who insists.

Only the server is a process of its own; the devices are threads here, which a test can stop and start again with
the same stores.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from dataset.chexpert import XrayTable, read_table
from dataset.json_values import JsonObject
from tests.faults.monitors import Monitors
from tests.faults.network import Network
from tests.faults.xrays import make_xrays
from webapp.settings import read_settings
from webapp.virtual.camera.frames import SimpleCamera
from webapp.virtual.camera.screen import Pixels, decode
from webapp.virtual.camera.shutter import Shutter
from webapp.virtual.camera.viewfinder import Viewfinder
from webapp.virtual.display import Panel, VirtualDisplay
from webapp.virtual.lab_process import LabProcess
from webapp.virtual.network.faults import Faults
from webapp.virtual.network.following import moved
from webapp.virtual.network.joining import joined, memory
from webapp.virtual.network.session_client import ClientBehaviour, Ending
from webapp.virtual.network.web import DeviceCredential, DeviceError, Trust
from webapp.virtual.operator import Operator
from webapp.virtual.phone.phone import Habits, VirtualPhone
from webapp.virtual.phone.store import PhoneStore

SCREEN = (160, 120)
CAMERA = SimpleCamera(*SCREEN, tilt=0.01, blur=0.5, noise=3, quality=90)
BEHAVIOUR = ClientBehaviour(repeat_s=0.5, retry_s=0.2)
PATIENCE_S = 60.0
SERVER = {
    "port": 0,
    "host": "127.0.0.1",
    "demo": False,
    "workers": 1,
    "disk_reserve_mb": 0,
    "command_repeat_s": 0.3,
    "capture_timeout_s": 5,
    "silent_after_s": 3,
    "fresh_frames": 0,
    "settle_ms": 0,
    "thumbnail": False,
    "log_level": "warning",
    "verification": "off",
}
"""Blocks of a few pixels give the comparison of pixels nothing to hold on to, and must not need it: what is tried with
them is what the protocol alone promises.
"""


@dataclass
class Device:
    """A display or phone that takes part in a thread of its own."""

    name: str
    device: Any
    thread: threading.Thread
    ending: list[Ending]
    credential: DeviceCredential
    store: Path | None = None
    finder: Viewfinder | None = None

    def stop(self) -> None:
        self.device.stop()
        self.thread.join(10)
        assert not self.thread.is_alive(), f"{self.name} does not stop"


class Station:
    """One session at a time on one lab; use as a context manager.

    Args:
        folder: For everything.
        xrays: How many.
        make: Makes so many in a folder and returns their CSV.
        size: (width, height) of the screen and of the photos.
        **settings: Of the server, other than those of `SERVER`.
    """

    def __init__(
        self,
        folder: Path,
        xrays: int,
        make: Callable[[Path, int], Path] = make_xrays,
        size: tuple[int, int] = SCREEN,
        **settings: Any,
    ) -> None:
        self.folder = folder
        self.csv = make(folder / "xrays", xrays)
        self.xrays = xrays
        self.size = size
        given = read_settings({**SERVER, "data_root": folder / "root", **settings})
        self.lab = LabProcess(given, folder / "server.log")
        self.devices: list[Device] = []
        self.travellers: list[Any] = []
        self.stores: dict[str, set[Path]] = {}
        self.session = ""
        self._monitors: dict[str, Monitors] = {}
        self.network: Network | None = None
        self.patience_s = 30.0
        self.clock = folder / "clock"
        self.faults: Faults | None = None

    def __enter__(self) -> Station:
        self.lab.start()
        self.operator: Operator = self.lab.operator()
        self.dataset = self.operator.register("Blocks", str(self.csv), str(self.folder / "xrays"))
        return self

    def __exit__(self, *_: object) -> None:
        self.close_devices()
        self.operator.close()
        self.lab.stop()

    def xray(self, index: int) -> Pixels:
        """The pixels of an x-ray, from its own file."""
        return decode((self.folder / "xrays" / self._table.path(index)).read_bytes())

    @cached_property
    def _table(self) -> XrayTable:
        return read_table(self.csv)

    # --- the session and its devices -----------------------------------------------------------------------

    def open(self, sets: list[str], first: int = 1, last: int | None = None, **phone: Any) -> str:
        """Create a session, bring in a display and a phone for each set, and start."""
        self.prepare(sets, first, last, **phone)
        self.operator.act(self.session, "start")
        return self.session

    def prepare(
        self,
        sets: list[str],
        first: int = 1,
        last: int | None = None,
        panel: Panel | None = None,
        **phone: Any,
    ) -> str:
        """Create a session that could start: with a display and a phone for each set."""
        self.session = self.operator.new_session(self.dataset, first, last or self.xrays, sets, overlap=True)
        self.stores[self.session] = set()
        self.start_display(panel, phone.get("polling", False))
        for name in sets:
            self.start_phone(f"{self.session}-{name}", **phone)
        self.wait_for("display and phones to be ready", lambda seen: seen["can"]["start"])
        return self.session

    @property
    def trust(self) -> Trust:
        """Belief in this lab, by devices that wait so long for an answer."""
        return replace(self.lab.trust, patience_s=self.patience_s)

    def invitation(self, role: str) -> str:
        """The address by which a device joins the session, by the network if there is one between."""
        url = self.operator.invitation(self.session, role)
        if self.network is None:
            return url
        return url.replace(f":{self.lab.settings.port}/", f":{self.network.port}/")

    @property
    def screen(self) -> Path:
        return self.folder / f"screen-{self.session}.bmp"

    def start_display(
        self, panel: Panel | None = None, polling: bool = False, name: str = "display", anew: bool = False
    ) -> Device:
        """Bring in a display; the newest is the session's.

        With the name of one that was there before it is that one, unless it joins ``anew``.
        """
        folder = self.folder / "displays" / f"{self.session}-{name}"
        if anew:
            shutil.rmtree(folder, ignore_errors=True)
        credential = joined(self.invitation("display"), "Monitor", "display", self.trust, folder)
        return self._run_display(credential, name, panel, polling)

    def _run_display(
        self, credential: DeviceCredential, name: str, panel: Panel | None = None, polling: bool = False
    ) -> Device:
        panel = panel or Panel(paint_s=0.005)
        behaviour = replace(BEHAVIOUR, transports=("polling",)) if polling else BEHAVIOUR
        monitors = self._monitors.setdefault(self.session, Monitors(self.screen, self.size))
        display = VirtualDisplay(credential, self.trust, monitors.another(), panel, behaviour)
        return self._start(name, display, credential)

    def start_phone(
        self,
        name: str,
        faults: Faults | None = None,
        polling: bool = False,
        shutter_s: float = 0.0,
        stay: bool = False,
        latency_s: float = 0.0,
    ) -> Device:
        """Bring in a phone; with the name of one that was there before it is that one, with its store."""
        credential = joined(
            self.invitation("phone"), name, "phone", self.trust, self.folder / "phones" / name
        )
        return self._run_phone(credential, name, faults, polling, shutter_s, stay, latency_s)

    def _run_phone(
        self,
        credential: DeviceCredential,
        name: str,
        faults: Faults | None = None,
        polling: bool = False,
        shutter_s: float = 0.0,
        stay: bool = False,
        latency_s: float = 0.0,
    ) -> Device:
        store = memory(self.folder / "phones" / name, credential) / "photos.db"
        store.parent.mkdir(parents=True, exist_ok=True)
        self.stores[self.session].add(store)
        faults = faults or Faults()
        behaviour = replace(BEHAVIOUR, faults=replace(faults, seed=faults.seed + len(self.devices)))
        if polling:
            behaviour = replace(behaviour, transports=("polling",))
        rng = np.random.default_rng(len(self.devices))
        camera = replace(CAMERA, width=self.size[0], height=self.size[1])
        finder = Viewfinder(self.screen, rate=0, latency=latency_s)
        shutter = Shutter(finder, camera, shutter_s, rng)
        phone = VirtualPhone(
            credential, self.trust, PhoneStore(store), shutter, behaviour, Habits(True, stay)
        )
        started = self._start(name, phone, credential, store)
        started.finder = finder
        return started

    def follow(self) -> JsonObject:
        """Go on with the next subset, in a session that has ended; its devices go along, and it starts by itself.

        Raises:
            DeviceError: ``nothing_left``.
        """
        made = self.operator.call("POST", f"/sessions/{self.session}/next")
        there = [device for device in self.devices if not device.ending or device.ending[0].code != "dropped"]
        self.close_devices()
        self.session = made["session"]
        self.stores[self.session] = set()
        for device in there:
            credential = moved(device.credential, self.trust)
            if device.store is None:
                self._run_display(credential, device.name)
            else:
                self._run_phone(credential, device.name)
        self.wait_for("it to start by itself", lambda seen: seen["phase"] not in ("waiting", "aiming"))
        return made

    def close_devices(self) -> None:
        """Stop every display and phone, also after a test that failed in the middle."""
        for devices in (self.devices, self.travellers):
            while devices:
                devices.pop().stop()

    def device(self, name: str) -> Device:
        """The newest device of a name."""
        return next(device for device in reversed(self.devices) if device.name == name)

    def _start(
        self, name: str, device: Any, credential: DeviceCredential, store: Path | None = None
    ) -> Device:
        ending: list[Ending] = []
        thread = threading.Thread(target=lambda: ending.append(device.run()), daemon=True)
        started = Device(name, device, thread, ending, credential, store)
        self.devices.append(started)
        thread.start()
        return started

    # --- the operator who insists --------------------------------------------------------------------------

    def snapshot(self) -> JsonObject:
        return self.operator.snapshot(self.session)

    def wait_for(self, what: str, condition: Any, timeout_s: float = PATIENCE_S) -> JsonObject:
        return self.operator.wait_for(self.session, what, condition, timeout_s, every_s=0.03)

    def wait_for_photos(self, count: int) -> JsonObject:
        """Wait until so many photos are stored."""
        return self.wait_for(f"{count} photos", lambda seen: seen["progress"]["stored"] >= count)

    def insist(self, timeout_s: float = PATIENCE_S, without: Sequence[str] = ()) -> JsonObject:
        """Resume the session whenever it stands, until it has finished; sets ``without`` a phone are given up."""
        return self.insist_until(lambda seen: bool(seen["phase"] == "finished"), timeout_s, without)

    def insist_until(
        self,
        condition: Callable[[JsonObject], bool],
        timeout_s: float = PATIENCE_S,
        without: Sequence[str] = (),
    ) -> JsonObject:
        """Resume the session whenever it stands, until a condition is met."""

        def met(seen: JsonObject) -> bool:
            if condition(seen):
                return True
            if seen["can"]["resume"]:
                with contextlib.suppress(DeviceError):
                    self.operator.act(self.session, "resume", without=list(without))
            return False

        return self.wait_for("what is insisted on", met, timeout_s)

    @contextlib.contextmanager
    def restarting(self, down_s: float = 0.0) -> Iterator[None]:
        """Kill the server, do something, and start it again on the same data root and port."""
        self.lab.kill()
        yield
        time.sleep(down_s)
        self.lab.start()
